"""Demand of the places of an area, or of some: what they have, use and await, how sure that is, and how long
it lasts.

Everything that speaks of cover, of claims or of flags reads it here, so that pages, runs and the API agree.
With `as_at` it is what was known then; what is on its way is known as it stands now only, so then it is not
known.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from junction.core.scope import Scope
from junction.registry.models import lies_in
from junction.registry.queries import LIES_IN, inside, known_places, open_on
from junction.registry.rules.service_types import ServiceType
from junction.returns.queries.belonging import Families, families_at

from ...models import Item
from ...rules.demand import (
    Burn,
    Cover,
    Limits,
    Staffing,
    Use,
    best_use,
    burn_rates,
    cover_of,
    flags_of,
    limits_on,
    modelled_need,
    staffing_on,
)
from ...rules.demand.arrays import Codes, Floats, Ints
from .came import came, coming, rows_of
from .told import Told, told

SEE = "returns.see"
KINDS = tuple(ServiceType)
NUMBERS = {str(kind): number for number, kind in enumerate(KINDS)}
OTHER = str(ServiceType.OTHER)  # stands for a kind that no model speaks of


@dataclass(frozen=True, slots=True)
class Places:
    """The places, n of them, sorted by number."""

    ids: Ints
    names: tuple[str, ...]
    lowest: tuple[str | None, ...]  # the code of the lowest area that is known of each
    kinds: tuple[str, ...]
    positions: tuple[tuple[float, float] | None, ...]  # longitude, latitude
    beds: Floats


@dataclass(frozen=True, slots=True)
class Demand:
    """Of n places and m items, in arrays of n rows and m columns."""

    on: date
    places: Places
    items: tuple[Item, ...]
    limits: Limits
    staffing: Staffing
    use: Use
    cover: Cover
    counted_on: Ints  # day of the last count, as an ordinal; 0: none
    counted_days: Ints  # days that the rate from counts rests on
    stated: Floats
    modelled: Floats
    coming: Floats  # NaN: not known, as of a moment past
    flags: Codes

    def __len__(self) -> int:
        return len(self.places.ids)


def counted_items(scope: Scope) -> list[Item]:
    """Return the items that returns ask about, in the order of the catalogue."""
    found = Item.objects.filter(withdrawn_on__isnull=True).exclude(measure="")
    return list(found.order_by("category", "name", "id"))


def demand_of(
    scope: Scope,
    items: Sequence[Item],
    *,
    now: datetime,
    on: date,
    as_at: datetime | None = None,
    area_code: str = "",
    only: Collection[int] | None = None,
) -> Demand:
    """Return the demand of the open places in scope; a handful of statements, whatever their number."""
    families = families_at(scope, as_at=as_at)
    places = _places(scope, families, on=on, as_at=as_at, area_code=area_code, only=only)
    limits, staffing = limits_on(on), staffing_on(on)
    said = told(
        places.ids,
        [item.measure for item in items],
        families=families,
        on=on,
        as_at=as_at,
        window_days=limits.window_days,
    )
    rows, numbers = rows_of(places.ids, families.merged), [item.pk for item in items]
    since = on - timedelta(days=limits.window_days)
    arrived = came(rows, numbers, said, since=since, at=as_at or now, on=on)
    burn = burn_rates(said.counts, arrived, places=len(places.ids), least_days=limits.least_days)
    awaited = np.full(burn.rates.shape, np.nan) if as_at else coming(rows, numbers, count=len(places.ids))
    return _weighed(places, items, said, burn, awaited, on=on, limits=limits, staffing=staffing)


def _weighed(
    places: Places, items: Sequence[Item], said: Told, burn: Burn, awaited: Floats, *,
    on: date, limits: Limits, staffing: Staffing,
) -> Demand:  # fmt: skip
    today = on.toordinal()
    counted_age = np.where(burn.newest_on > 0, today - burn.newest_on, 0)
    stated_age = np.where(said.stated_on > 0, today - said.stated_on, 0)
    kinds = np.array([NUMBERS.get(kind, NUMBERS[OTHER]) for kind in places.kinds], dtype=np.int64)
    table = staffing.table([str(kind) for kind in KINDS], [item.measure for item in items])
    people = np.where(np.isnan(said.people), places.beds, said.people)
    modelled = modelled_need(people, kinds, table)
    use = best_use(
        counted=burn.rates, counted_age=counted_age, newest=burn.newest, stated=said.stated,
        stated_age=stated_age, modelled=modelled, limits=limits,
    )  # fmt: skip
    cover = cover_of(burn.newest, counted_age, burn.since, use.rates)
    return Demand(
        on=on, places=places, items=tuple(items), limits=limits, staffing=staffing, use=use, cover=cover,
        counted_on=burn.newest_on, counted_days=burn.days, stated=said.stated, modelled=modelled,
        coming=awaited, flags=flags_of(cover.stocks, said.stated, modelled, limits),
    )  # fmt: skip


def places_known(
    scope: Scope, *, on: date, as_at: datetime | None = None, after: int = 0, limit: int
) -> list[int]:
    """Return the numbers of places that were open on a day, as known then, of those above a number."""
    found = _open_places(scope, families_at(scope, as_at=as_at), on=on, as_at=as_at)
    return list(found.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def _open_places(scope: Scope, families: Families, *, on: date, as_at: datetime | None) -> Any:
    found = known_places(scope, permission=SEE, as_at=as_at, merged=families.merged)
    return found.filter(open_on(scope, on, as_at=as_at, merged=families.merged))


def _places(
    scope: Scope,
    families: Families,
    *,
    on: date,
    as_at: datetime | None,
    area_code: str,
    only: Collection[int] | None,
) -> Places:
    found = _open_places(scope, families, on=on, as_at=as_at)
    if area_code:
        found = found.filter(lies_in(inside([area_code], on=on)))
    if only is not None:
        found = found.filter(pk__among=only)
    columns = ("id", "name", "lowest", "service_type", "beds", "longitude", "latitude")
    rows: list[Any] = list(found.annotate(lowest=LIES_IN).order_by("pk").values_list(*columns))
    ids, names, lowest, kinds, beds, east, north = zip(*rows, strict=True) if rows else ([],) * 7
    return Places(
        np.array(ids, dtype=np.int64),
        tuple(names),
        tuple(lowest),
        tuple(kinds),
        tuple(None if x is None else (x, y) for x, y in zip(east, north, strict=True)),
        np.array([np.nan if each is None else each for each in beds], dtype=np.float64),
    )
