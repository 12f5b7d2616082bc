"""The returns somebody files: their places, the question sets asked of each, and how it stands today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.registry.rules.incidents import Covering

from ..rules.questions import QuestionSet
from ..rules.windows import Standing, about_on, due_at, standing
from .asked import asked_here, why_each
from .belonging import families_at
from .owed import Owed, Page, Wanted, owed
from .sheets import FILE


@dataclass(frozen=True, slots=True)
class Mine:
    """The places of one question set, a page at a time."""

    question_set: QuestionSet
    about_on: date
    due_at: datetime
    page: Page
    now: datetime
    because: Mapping[int, tuple[Covering, ...]] = field(
        default_factory=dict
    )  # places asked by incidents only

    @property
    def because_all(self) -> tuple[Covering, ...]:
        """The incidents on whose account every place of the page is asked, where it is the same for all."""
        found = {self.because.get(row.place_id, ()) for row in self.page.rows}
        return found.pop() if len(found) == 1 else ()

    def standing(self, row: Owed) -> Standing:
        return standing(self.question_set.window, self.about_on, filed_at=row.first_recorded_at, now=self.now)


def returns_of_mine(
    scope: Scope, *, only_missing: bool = False, page: int = 1, question_set: str = "", now: datetime
) -> list[Mine]:
    """Return, for each set asked of a place in reach, its places by name.

    One statement for each set, one for the incidents around and one for what is merged; where there are
    incidents, two more for each set.
    """
    found = []
    wanted = Wanted(only_missing=only_missing, order="name", page=page)
    here, families = asked_here(scope, permission=FILE, on=local_day(now)), families_at(scope)
    for asked in here.sets:
        if question_set and asked.name != question_set:
            continue
        day = about_on(asked.window, now)
        rows = owed(
            scope, question_set=asked, about_on=day, permission=FILE, wanted=wanted, families=families
        )
        if rows.total:
            ids = [row.place_id for row in rows.rows]
            because = why_each(scope, ids, asked, on=day) if here.incidents else {}
            found.append(Mine(asked, day, due_at(asked.window, day), rows, now, because))
    return found
