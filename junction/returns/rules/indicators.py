"""Indicators: every figure that is shown, defined once as data (`playbook/indicators.toml`).

An indicator is evaluated on sums over places, never on averages, so that the figures of areas add up to those
of the nation. A place counts in both sums or in neither: what it did not answer is not zero. Beside each
value stands how many places it rests on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt

from junction.core.playbook import RuleVersion, load

from .formulas import is_boolean, names_in, over_arrays, parse, to_sql
from .measures import FLAGS, MEASURES, PPE_ITEMS
from .questions import PLAYBOOK

Values = npt.NDArray[np.float64]

# Counted for every area beside the measures: open places that are asked, those with a recent return, those
# that filed for the day, those in time, and those whose risk is known.
COUNTED = ("places", "reporting", "filed", "on_time", "risk_known")
RISK = "risk"
# What stands before the sums of a day: places that filed, and those in time.
FILED = ("count(*)", "count(*) FILTER (WHERE NOT r.late)")
BY_KEY = (
    "SELECT {key}, {sums}, max(r.recorded_at) FROM ({places}) p JOIN {returns} r ON r.place_id = p.id"
    " WHERE {where} GROUP BY {key}"
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition."""

    code: str
    name: str
    section: str
    unit: str
    scope: str
    value: str
    good: str  # "up", "down" or "none": which way is better
    source: str
    owner: str
    over: str = ""
    times: float = 1

    @property
    def names(self) -> frozenset[str]:
        """What it speaks of: measures, the risk, counts of places."""
        return names_in(self.value) | names_in(self.over or "1")

    @property
    def is_counted(self) -> bool:
        """Tell whether it is made of counts of places that every area has."""
        return self.names <= set(COUNTED)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of one indicator for many areas: arrays of one shape."""

    value: Values
    over: Values
    places: npt.NDArray[np.int64]


@cache
def indicators_on(day: date) -> Mapping[str, Indicator]:
    """Return the definitions in force on `day`, by code."""
    return _read(load(PLAYBOOK / "indicators.toml").on(day))


def headlines_on(day: date) -> tuple[str, ...]:
    """Return the codes a picture shows unless it is asked for something else."""
    return tuple(load(PLAYBOOK / "indicators.toml").on(day).values["headlines"])


def indicators_version(day: date) -> str:
    """Return the name of the definitions in force on `day`, for what is stored with a figure."""
    return load(PLAYBOOK / "indicators.toml").on(day).reference


def _read(version: RuleVersion) -> Mapping[str, Indicator]:
    found = [Indicator(**values) for values in version.values["indicator"]]
    known = {*MEASURES, RISK, *COUNTED}
    for indicator in found:
        if strange := indicator.names - known:
            raise ValueError(f"{indicator.code}: {sorted(strange)} are no measures")
    return {indicator.code: indicator for indicator in found}


def sql_of(indicator: Indicator, columns: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the SQL of an indicator's two sums and of the places they rest on.

    A sum of nothing is NULL, so that an area where nobody answered is unknown and not zero.
    """
    value = _number(indicator.value, columns)
    if not indicator.over:
        return f"sum({value})", "NULL", f"count({value})"
    if not names_in(indicator.over):
        return f"sum({value})", f"count({value})", f"count({value})"
    over = _number(indicator.over, columns)
    both = f"FILTER (WHERE {value} IS NOT NULL AND {over} IS NOT NULL)"
    return f"sum({value}) {both}", f"sum({over}) {both}", f"count(*) {both}"


def summed_on(day: date) -> dict[str, Indicator]:
    """Return the indicators that are sums over returns, as defined on a day."""
    return {code: found for code, found in indicators_on(day).items() if not found.is_counted}


def sums_by(key: str, *, places: str, returns: str, where: str, wanted: Sequence[Indicator]) -> str:
    """Return the SQL of every sum of these indicators over returns `r` of places `p`, for each `key`.

    The last column is when the newest of these returns was recorded.
    """
    columns = {measure: f"r.{measure}" for measure in MEASURES} | {RISK: "r.computed_rating"}
    sums = [*FILED, *(part for indicator in wanted for part in sql_of(indicator, columns))]
    return BY_KEY.format(key=key, sums=", ".join(sums), places=places, returns=returns, where=where)


def _number(formula: str, columns: Mapping[str, str]) -> str:
    tree = parse(formula)
    sql = to_sql(tree, columns)
    return f"{sql}::int" if is_boolean(tree) or formula in FLAGS else sql


def evaluate(indicator: Indicator, sums: Sums) -> Values:
    """Return the indicator for each area; NaN where nobody answered, or there is nothing to divide by."""
    value = np.asarray(sums.value, dtype=float) * indicator.times
    if not indicator.over:
        return value
    over = np.asarray(sums.over, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(over > 0, value / over, np.nan)


def counted(indicator: Indicator, counts: Mapping[str, Values]) -> Sums:
    """Return the sums of an indicator made of counts of places (`is_counted`)."""
    value = over_arrays(parse(indicator.value), counts)
    over = over_arrays(parse(indicator.over), counts) if indicator.over else np.full(value.shape, np.nan)
    return Sums(value, over, np.asarray(counts["places"], dtype=np.int64))


def total(sums: Sequence[Sums]) -> Sums:
    """Add up the sums of several areas or question sets; unknown only where all are."""
    return Sums(
        value=_added([item.value for item in sums]),
        over=_added([item.over for item in sums]),
        places=np.sum([item.places for item in sums], axis=0),
    )


def _added(parts: Sequence[Values]) -> Values:
    stacked = np.asarray(parts, dtype=float)
    summed: Values = np.where(np.all(np.isnan(stacked), axis=0), np.nan, np.nansum(stacked, axis=0))
    return summed


def runs_out_by(on: date, cover: Mapping[str, float]) -> tuple[str, date] | None:
    """Return the kind of PPE that runs out first and the day it does, from days of cover by item.

    `cover` holds the value of each `cover_<item>` indicator; NaN is unknown. None when all are.
    """
    days = {item: cover.get(f"cover_{item}", np.nan) for item in PPE_ITEMS}
    known = {item: value for item, value in days.items() if not np.isnan(value)}
    if not known:
        return None
    first = min(known, key=lambda item: known[item])
    return first, on + timedelta(days=min(int(known[first]), 3650))
