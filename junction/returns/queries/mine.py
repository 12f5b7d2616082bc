"""The returns somebody files: their places, the question sets asked of each, and how it stands today."""

from dataclasses import dataclass
from datetime import date, datetime

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..rules.questions import QuestionSet
from ..rules.windows import Standing, about_on, due_at, standing
from .asked import asked_here
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

    def standing(self, row: Owed) -> Standing:
        return standing(self.question_set.window, self.about_on, filed_at=row.first_recorded_at, now=self.now)


def returns_of_mine(
    scope: Scope, *, only_missing: bool = False, page: int = 1, question_set: str = "", now: datetime
) -> list[Mine]:
    """Return, for each set asked of a place in reach, its places by name.

    One statement for each set, one for the incidents around.
    """
    found = []
    wanted = Wanted(only_missing=only_missing, order="name", page=page)
    for asked in asked_here(scope, permission=FILE, on=local_day(now)).sets:
        if question_set and asked.name != question_set:
            continue
        day = about_on(asked.window, now)
        rows = owed(scope, question_set=asked, about_on=day, permission=FILE, wanted=wanted)
        if rows.total:
            found.append(Mine(asked, day, due_at(asked.window, day), rows, now))
    return found
