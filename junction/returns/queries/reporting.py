"""How complete each of many days was: places asked, those that filed, and in time, now or as it was known.

The same places and returns as in the completeness of one day: who filed is read from what trends read, who
was asked from the places themselves, once for all days.
"""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from junction.core.scope import Scope

from ..rules.questions import question_set_on
from ..rules.windows import days_about
from .belonging import families_at
from .completeness import SEE, Completeness
from .counted import Counted
from .trends import day_totals

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reporting:
    """Days in order, and for each how many places were asked, filed, and filed in time."""

    days: tuple[date, ...]
    asked: Counts
    filed: Counts
    in_time: Counts

    @property
    def percent_filed(self) -> list[float | None]:
        """Of a day on which nobody was asked it is not known."""
        return _percent(self.filed, self.asked)

    @property
    def percent_in_time(self) -> list[float | None]:
        return _percent(self.in_time, self.asked)

    def with_day(self, day: date, counted: Completeness) -> "Reporting":
        """Return the same with a day as it was just counted: totals that trends read may be minutes old."""
        is_day = np.array([one == day for one in self.days])
        return Reporting(
            self.days,
            np.where(is_day, counted.asked, self.asked),
            np.where(is_day, counted.filed, self.filed),
            np.where(is_day, counted.in_time, self.in_time),
        )


def _percent(part: Counts, whole: Counts) -> list[float | None]:
    return [100 * int(one) / int(all_of) if all_of else None for one, all_of in zip(part, whole, strict=True)]


def reporting(
    scope: Scope,
    *,
    question_set: str,
    first_on: date,
    last_on: date,
    area_code: str = "",
    as_at: datetime | None = None,
) -> Reporting:
    """Return the completeness of each day a return is about, both ends included."""
    days = tuple(days_about(question_set_on(question_set, last_on).window, first_on, last_on))
    families = families_at(scope, as_at=as_at)
    filed = day_totals(
        scope, question_set=question_set, first_on=first_on, last_on=last_on,
        area_code=area_code, as_at=as_at, codes=(),
    )  # fmt: skip
    counted = Counted(scope, question_set, days, families, as_at=as_at, area_code=area_code)
    return Reporting(days, _asked(counted), filed.filed, filed.on_time)


def _asked(counted: Counted) -> Counts:
    by_day = counted.asked() if counted.scope.reach(SEE) else {}
    return np.array([by_day.get(day, 0) for day in counted.days], dtype=np.int64)
