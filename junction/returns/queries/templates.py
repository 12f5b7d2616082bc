"""The rows of the file that people fill in: one for each place of theirs."""

from datetime import date

from junction.core.scope import Scope

from ..rules.questions import QuestionSet
from .bearers import OWN
from .owed import Wanted, owed
from .sheets import FILE

MOST = 100_000


def rows_to_fill_in(
    scope: Scope, *, question_set: QuestionSet, day: date, areas: frozenset[str] = frozenset()
) -> list[list[str]]:
    """Return our number, the name and the day of each place this set is asked of, by name."""
    wanted = Wanted(order="name", page_size=MOST, area_codes=areas)
    found = owed(scope, question_set=question_set, about_on=day, permission=FILE, wanted=wanted)
    return [[f"{OWN}{row.place_id}", row.name, day.isoformat(), ""] for row in found.rows]
