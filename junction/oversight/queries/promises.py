"""Promises bound to a figure, judged by it: that of their area on the day that tells, with its moment.

A figure is an indicator of returns or a measure (`measured.py`); of an area and a day it is read once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import nan
from typing import Any

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.record.queries.figures import dismissed_rules
from junction.record.queries.former import as_it_was
from junction.record.queries.promises import bound_commitments, commitments
from junction.registry import queries as registry

from ..rules.judging import Judgement, day_judged, judged
from ..rules.layout import layouts
from ..rules.measures import SINCE, Proposed, proposed_for, split
from .measured import Figure, figures, read_measure
from .pictures import COUNTRY_CODES, SEE, Figures, figure_of
from .reading import Read

NATION = "E92000001"


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise, the figure that tells, and what it says."""

    commitment: Any
    figure: Figure | None
    day: date
    value: float
    of: datetime | date | None  # its newest return, the day published, or the moment it was read at
    judgement: Judgement
    question_set: str = ""  # whose picture shows an indicator


@dataclass(frozen=True, slots=True)
class Suggested:
    """A promise that no figure judges yet, and the figure that a rule proposes."""

    commitment: Any
    figure: Figure
    proposed: Proposed


def bound_promises(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return the promises in reach that a figure is to judge."""
    return bound_commitments(scope, as_at=as_at, now=now)


def judged_promises(
    scope: Scope, rows: Iterable[Any], *, as_at: datetime | None = None, now: datetime
) -> list[Judged]:
    """Judge promises, each figure only for who may read it over all of the promise's area."""
    asked = [as_it_was(one) for one in rows]
    today, known = local_day(as_at or now), figures(scope, on=local_day(now), as_at=as_at) if asked else {}
    read: dict[tuple[Any, ...], tuple[Read | None, str]] = {}
    found = []
    for one in asked:
        figure, day = known.get(one.indicator), day_judged(one.until_on, today=today)
        key = (one.whose or NATION, one.indicator, day, _begins(one, figure))
        if key not in read:
            read[key] = _read(scope, one, figure, day, as_at=as_at, now=now)
        found.append(_judged(one, figure, day, today, *read[key]))
    return found


def suggested(scope: Scope, *, now: datetime) -> list[Suggested]:
    """Return the promises in reach, confirmed and bound to nothing, for which a rule proposes a figure.

    What was dismissed for a promise is not proposed again; another rule may propose another.
    """
    known, day = figures(scope, on=local_day(now)), local_day(now)
    rows: Any = commitments(scope, now=now)
    dismissed = dismissed_rules(scope)
    found = []
    for one in rows.filter(indicator="").order_by("until_on", "pk"):
        proposed = proposed_for(one.words, day=day, without=dismissed.get(one.pk, ()))
        if proposed and (figure := known.get(proposed.figure)):
            found.append(Suggested(one, figure, proposed))
    return found


def _begins(one: Any, figure: Figure | None) -> date | None:
    """The day a figure counts from, where it counts from the promise on: such are not shared by two."""
    return one.made_on if figure and figure.measure and figure.measure.span == SINCE else None


def _read(
    scope: Scope, one: Any, figure: Figure | None, day: date, *, as_at: datetime | None, now: datetime
) -> tuple[Read | None, str]:
    area = one.whose or NATION
    if figure is None:
        return None, ""
    if figure.measure is None:
        return _indicator(scope, area, figure, day, as_at=as_at)
    return read_measure(
        scope, figure, area=area, made_on=one.made_on, day=day, as_at=as_at, now=now
    ), ""  # fmt: skip


def _indicator(
    scope: Scope, area: str, figure: Figure, day: date, *, as_at: datetime | None
) -> tuple[Read | None, str]:
    code, _ = split(figure.code)
    sets = (figure.part,) if figure.part else tuple(layouts(day))
    found = _figures(scope, area, code, day, sets, as_at=as_at)
    if found is None:
        return None, ""
    question_set, sums = found
    return Read(sums.values.get(code, nan), sums.newest), question_set


def _figures(
    scope: Scope, area: str, code: str, day: date, sets: Iterable[str], *, as_at: datetime | None
) -> tuple[str, Figures] | None:
    reach = scope.reach(SEE)
    is_nation = area.startswith(COUNTRY_CODES)
    if not (reach.national or (area in reach.areas and not is_nation)) or not registry.area(scope, area):
        return None
    for question_set in sets:
        found = figure_of(scope, area, code=code, question_set=question_set, on=day, as_at=as_at)
        if found is not None:
            return question_set, found
    return None


def _judged(
    one: Any, figure: Figure | None, day: date, today: date, read: Read | None, question_set: str
) -> Judged:
    value = read.value if read else nan
    says = judged(value, target=one.target, target_is=one.target_is, until_on=one.until_on, today=today)
    return Judged(one, figure, day, value, read.of if read else None, says, question_set)
