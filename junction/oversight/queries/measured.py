"""Figures by which promises are judged: which there are, and what one says of an area at a moment.

Who reads a figure of an area must hold its permission over all of that area: of a part of it nothing is told
that might be taken for the whole. It is then read as by somebody who holds that area and no more.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import nan
from typing import Any

from junction.assurance.rules.plan_book import plan_rules
from junction.core.scope import Grant, Reach, Scope
from junction.record.queries.confirmations import requests
from junction.registry import queries as registry
from junction.returns.queries.series import all_series, measures_of_all
from junction.returns.rules.indicators import indicators_on
from junction.returns.rules.series_book import measure_title
from junction.supply.queries.catalogue import items

from ..rules.layout import layouts
from ..rules.measures import Measure, measure_rules, moment_judged, span_of
from .reading import READERS, Asked, Read

LONGEST = 80  # of the code of a figure
COUNTRY_CODES = "E92"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can judge: an indicator of returns, or a measure."""

    code: str
    name: str
    unit: str
    good: str
    scope: str
    measure: Measure | None = None
    part: str = ""

    @property
    def label(self) -> str:
        """Its name with its unit, to choose by."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


def figures(scope: Scope, *, on: date, as_at: datetime | None = None) -> dict[str, Figure]:
    """Return every figure that can judge a promise, by its code: a few statements for all."""
    found = {
        code: Figure(code, one.name, one.unit, one.good, one.scope) for code, one in indicators_on(on).items()
    }
    found |= _of_sets(found, on)
    for measure in measure_rules(on).measures.values():
        if not measure.each:
            found[measure.code] = _figure(measure)
        elif scope.may(measure.needs):
            for part, name in PARTS[measure.each](scope, on, as_at).items():
                one = _figure(measure, part, f"{measure.name}: {name}")
                if len(one.code) <= LONGEST:
                    found[one.code] = one
    return found


def _of_sets(indicators: Mapping[str, Figure], on: date) -> dict[str, Figure]:
    """Return the indicators that several question sets ask, once more for each of these sets."""
    shown = layouts(on).values()
    asked = Counter(code for one in shown for code in one.codes if code in indicators)
    return {
        f"{code}:{one.question_set}": replace(
            indicators[code], code=f"{code}:{one.question_set}",
            name=f"{indicators[code].name}: {one.title}", part=one.question_set,
        )
        for one in shown for code in sorted(one.codes) if asked[code] > 1
    }  # fmt: skip


def _figure(measure: Measure, part: str = "", name: str = "") -> Figure:
    code = f"{measure.code}:{part}" if part else measure.code
    return Figure(
        code, name or measure.name, measure.unit, measure.good, measure.scope, measure, part
    )  # fmt: skip


def read_measure(
    scope: Scope,
    figure: Figure,
    *,
    area: str,
    made_on: date,
    day: date,
    as_at: datetime | None,
    now: datetime,
) -> Read | None:
    """Return what a measure says of an area (code) for a day; None for who may not read it there."""
    measure = figure.measure
    if measure is None:
        return None
    is_nation = area.startswith(COUNTRY_CODES)
    mine = _narrowed(scope, measure, "" if is_nation else area, day)
    if mine is None or (measure.national and not is_nation):
        return None
    at = moment_judged(day, at=as_at or now)
    asked = Asked(
        scope=mine, whole=scope, area="" if is_nation else area, code=area, part=figure.part, day=day, at=at,
        since=span_of(measure, made_on=made_on, at=at), known=as_at or now,
        series_days=measure_rules(day).series_days,
    )  # fmt: skip
    found = READERS[measure.code](asked)
    return Read(nan, at) if found is None else found


def _narrowed(scope: Scope, measure: Measure, area: str, day: date) -> Scope | None:
    """Return the scope of who holds the area alone; None for who does not hold all of it."""
    if measure.needs == "series.see":  # published: who may see it sees every area's
        return scope if scope.may(measure.needs) else None
    reach = scope.reach(measure.needs)
    if not (reach.national or (area and area in reach.areas)):
        return None
    allowed = frozenset({measure.needs, "registry.see"})
    if not area:
        return Scope((Grant("", allowed, Reach(national=True)),))
    held = frozenset(registry.inside([area], on=day)) | {area}
    if not reach.national and not held <= reach.areas:
        return None
    return Scope((Grant("", allowed, Reach(areas=held)),))


def _items(scope: Scope, on: date, as_at: datetime | None) -> Mapping[str, str]:
    return {one.code: f"{one.name}" for one in items(scope)}


def _series(scope: Scope, on: date, as_at: datetime | None) -> Mapping[str, str]:
    return {one.name: one.title for one in all_series(scope)}


def _measures(scope: Scope, on: date, as_at: datetime | None) -> Mapping[str, str]:
    return {
        f"{one.name}:{measure}": f"{one.title}, {measure_title(one.definition, measure)}"
        for one, measure in measures_of_all(scope)
    }


def _requests(scope: Scope, on: date, as_at: datetime | None) -> Mapping[str, str]:
    return {str(one.pk): one.title for one in requests(scope, as_at=as_at)}


def _plan_kinds(scope: Scope, on: date, as_at: datetime | None) -> Mapping[str, str]:
    return {code: kind.title for code, kind in plan_rules(on).kinds.items() if kind.can_be_counted}


PARTS: Mapping[str, Any] = {
    "item": _items, "series": _series, "series-measure": _measures, "request": _requests,
    "plan-kind": _plan_kinds,
}  # fmt: skip
