"""The picture of an area: its own figures, and those of what it is broken down to.

One statement adds up the newest returns by lowest-tier council; everything above is added up here from
those rows, so that the parts of a page agree with one another. A council that is split between two boards
counts in both, and the page says so; every other breakdown adds up to its whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Area
from junction.returns.queries import Trend, area_sums, day_totals
from junction.returns.queries import pictures as returns
from junction.returns.queries.place_rows import PlaceRow, place_rows
from junction.returns.rules.indicators import Indicator, Sums, evaluate

from ..rules.layout import Layout, layouts
from ..rules.levels import TRAIL, members

SEE = "oversight.see"
COUNTRY_CODES = "E92"  # how the GSS code of a country begins
DAYS_SHOWN = 28


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one area: a value for each indicator (NaN: unknown), and how old they are."""

    code: str  # empty for the places whose area is not known
    values: Mapping[str, float]
    resting_on: Mapping[str, int]
    places: int
    reporting: int
    oldest: date | None
    newest: date | None
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class AreaPicture:
    """A picture: the layout it follows, the whole, its parts and its councils, and their definitions."""

    layout: Layout
    indicators: Mapping[str, Indicator]
    whole: Figures
    parts: Sequence[Figures]
    councils: Sequence[Figures]  # for the map
    names: Mapping[str, Area]
    may_open: frozenset[str]  # codes of the areas whose own pictures this scope may look at
    is_overlapping: bool = False


def visible_area(scope: Scope, code: str) -> Area | None:
    """The area, if this scope oversees all of it; a picture of a part would mislead."""
    reach = scope.reach(SEE)
    return registry.area(scope, code) if reach.national or code in reach.areas else None


def home_areas(scope: Scope) -> list[Area]:
    """The areas whose pictures are this scope's own: what was granted, not all that lies inside."""
    reach = scope.reach(SEE)
    return list(registry.areas(scope, kind="country") if reach.national else registry.topmost(reach.areas))


def trail(scope: Scope, area: Area, *, on: date) -> list[Area]:
    """The areas above, from the nation down, that this scope may open."""
    above = {found.kind: found for found in registry.ancestors(scope, area.code, on=on)}
    reach = scope.reach(SEE)
    return [
        above[kind] for kind in TRAIL if kind in above and (reach.national or above[kind].code in reach.areas)
    ]


def area_picture(
    scope: Scope, area_code: str, *, question_set: str, breakdown: str, on: date, as_at: datetime | None
) -> AreaPicture:
    """Return the picture of an area, broken down to areas of one kind (none for `place`).

    The picture of the nation, for who oversees it all, also holds the places whose area is not known.
    """
    return _picture(scope, _within(scope, area_code), question_set, breakdown, on, as_at)


def _within(scope: Scope, area_code: str) -> str:
    """The area to look inside; none for who oversees the nation, and so the places of no known area too."""
    is_everything = area_code.startswith(COUNTRY_CODES) and scope.reach(SEE).national
    return "" if is_everything else area_code


def group_labels(scope: Scope) -> list[str]:
    """The organisations whose places a scope oversees without overseeing a whole area, by name."""
    return sorted({grant.label for grant in _group_scope(scope).grants if grant.label})


def oversees_group(scope: Scope) -> bool:
    """Tell whether this scope oversees the places of an organisation."""
    return bool(_group_scope(scope).grants)


def group_picture(
    scope: Scope, *, question_set: str, breakdown: str, on: date, as_at: datetime | None
) -> AreaPicture:
    """Return the picture of the places of one's own group, wherever they lie, and of no others."""
    return _picture(_group_scope(scope), "", question_set, breakdown, on, as_at)


def group_places(scope: Scope, *, question_set: str, on: date, as_at: datetime | None) -> list[PlaceRow]:
    """Return the places of one's own group with what each last said."""
    return place_rows(_group_scope(scope), question_set=question_set, area_code="", on=on, as_at=as_at)


def trends(scope: Scope, area_code: str, *, layout: Layout, on: date, as_at: datetime | None) -> Trend:
    """Return the days of the last weeks up to `on`, of an area, or of one's own group when it is empty."""
    return day_totals(
        scope if area_code else _group_scope(scope),
        question_set=layout.question_set,
        first_on=on - timedelta(days=DAYS_SHOWN - 1),
        last_on=on,
        area_code=_within(scope, area_code),
        as_at=as_at,
        codes=frozenset(layout.trends),
    )


def _group_scope(scope: Scope) -> Scope:
    """The grants that oversee organisations: what else somebody may see is no part of the group."""
    return Scope(
        tuple(
            grant for grant in scope.grants
            if SEE in grant.permissions and grant.reach.organisations
            and not (grant.reach.national or grant.reach.areas)
        )
    )  # fmt: skip


def _picture(
    scope: Scope, area_code: str, question_set: str, breakdown: str, on: date, as_at: datetime | None
) -> AreaPicture:
    layout = layouts(on)[question_set]
    base = area_sums(
        scope, question_set=question_set, on=on, by="district", area_code=area_code, as_at=as_at,
        codes=_codes_of(layout, on),
    )  # fmt: skip
    lowest = [key for key in base.keys if key is not None]
    groups = {} if breakdown == "place" else _group_of(lowest, breakdown, on=on)
    councils = groups if breakdown == "council" else _group_of(lowest, "council", on=on)
    names = {group for holders in (*groups.values(), *councils.values()) for group in holders}
    reach = scope.reach(SEE)
    return AreaPicture(
        layout=layout,
        indicators=base.indicators,
        whole=_figures(base, {"": range(len(base.keys))})[0],
        parts=[] if breakdown == "place" else _figures(base, members(base.keys, groups)),
        councils=_figures(base, members(base.keys, councils)),
        names={area.code: area for area in registry.areas(scope).filter(code__among=names)},
        may_open=frozenset(names if reach.national else names & reach.areas),
        is_overlapping=any(len(holders) > 1 for holders in groups.values()),
    )


def figure_of(
    scope: Scope, area_code: str, *, code: str, question_set: str, on: date, as_at: datetime | None
) -> Figures | None:
    """Return one figure of an area on a day; none where this question set does not ask for it."""
    base = area_sums(
        scope, question_set=question_set, on=on, by="district", area_code=_within(scope, area_code),
        as_at=as_at, codes={code},
    )  # fmt: skip
    return _figures(base, {"": range(len(base.keys))})[0] if code in base.indicators else None


def _codes_of(layout: Layout, on: date) -> frozenset[str]:
    """The indicators of a page: those of its layout, and every one on protective equipment."""
    ppe = (code for code in returns.indicators_on(on) if code.startswith(("cover_", "out_soon_")))
    return layout.codes | frozenset(ppe)


def _group_of(codes: Iterable[str], breakdown: str, *, on: date) -> dict[str, list[str]]:
    """Which areas of the breakdown each lowest-tier council belongs to."""
    if breakdown == "district":
        return {code: [code] for code in codes}
    if breakdown == "council":
        return {code: [upper] for code, upper in registry.upper_tiers(codes, on=on).items()}
    return registry.holders(codes, breakdown, on=on)


def _figures(base: returns.Picture, groups: Mapping[str, Sequence[int]]) -> list[Figures]:
    """Add up the rows of each group: all indicators at once, since a page has some thirty of many groups."""
    rows = [list(numbers) for numbers in groups.values()]
    belongs = np.zeros((len(base.keys), len(rows)))
    for number, mine in enumerate(rows):
        belongs[mine, number] = 1
    added = {
        code: Sums(_sum(sums.value, belongs), _sum(sums.over, belongs), (sums.places @ belongs).astype(int))
        for code, sums in base.sums.items()
    }
    values = {code: evaluate(found, added[code]).tolist() for code, found in base.indicators.items()}
    resting = {code: added[code].places.tolist() for code in base.indicators}
    places, reporting = (base.counts[name] @ belongs for name in ("places", "reporting"))
    return [
        Figures(
            code=code,
            values={name: column[n] for name, column in values.items()},
            resting_on={name: column[n] for name, column in resting.items()},
            places=int(places[n]),
            reporting=int(reporting[n]),
            oldest=min((day for i in mine if (day := base.oldest[i])), default=None),
            newest=max((day for i in mine if (day := base.newest[i])), default=None),
            recorded_at=max((at for i in mine if (at := base.recorded_at[i])), default=None),
        )
        for n, (code, mine) in enumerate(zip(groups, rows, strict=True))
    ]


def _sum(values: npt.NDArray[np.float64], belongs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Add up the rows of each group; unknown only where all of them are."""
    known = ~np.isnan(values)
    return np.where(known @ belongs > 0, np.where(known, values, 0) @ belongs, np.nan)
