"""Promises bound to a figure, judged by it: that of their area on the day that tells, with its age."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import nan
from typing import Any

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.record.queries.promises import commitments
from junction.registry import queries as registry
from junction.returns.rules.indicators import Indicator, indicators_on

from ..rules.judging import Judgement, day_judged, judged
from ..rules.layout import layouts
from .pictures import COUNTRY_CODES, SEE, Figures, figure_of

NATION = "E92000001"


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise, the figure that tells, and what it says."""

    commitment: Any
    indicator: Indicator | None
    day: date
    value: float
    newest: date | None  # of the returns the figure rests on
    judgement: Judgement


def bound_promises(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return the promises in reach that a figure is to judge."""
    rows: Any = commitments(scope, as_at=as_at, now=now)
    return rows.exclude(indicator="").order_by("until_on", "pk")


def judged_promises(
    scope: Scope, rows: Iterable[Any], *, as_at: datetime | None = None, now: datetime
) -> list[Judged]:
    """Judge promises; each figure of an area and a day is read once, and only by who oversees that area."""
    today, known = local_day(as_at or now), {}
    found = []
    for one in rows:
        day = day_judged(one.until_on, today=today)
        key = (one.whose or NATION, one.indicator, day)
        if key not in known:
            known[key] = _figures(scope, *key, as_at=as_at)
        found.append(_judged(one, known[key], day, today))
    return found


def _figures(scope: Scope, area: str, code: str, day: date, *, as_at: datetime | None) -> Figures | None:
    reach = scope.reach(SEE)
    is_nation = area.startswith(COUNTRY_CODES)
    if not (reach.national or (area in reach.areas and not is_nation)) or not registry.area(scope, area):
        return None
    for question_set in layouts(day):
        found = figure_of(scope, area, code=code, question_set=question_set, on=day, as_at=as_at)
        if found is not None:
            return found
    return None


def _judged(one: Any, figures: Figures | None, day: date, today: date) -> Judged:
    value = figures.values.get(one.indicator, nan) if figures else nan
    says = judged(value, target=one.target, target_is=one.target_is, until_on=one.until_on, today=today)
    newest = figures.newest if figures else None
    return Judged(one, indicators_on(day).get(one.indicator), day, value, newest, says)
