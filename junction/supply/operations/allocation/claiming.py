"""Who claims how much in a run: places by what they use and have, forums by their people or by their places.

What comes of it is a problem (`rules.allocation`) in which lines stand in the order in which ties are broken,
and beside it what each line's claim rests on, for whoever asks why.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from junction.core.scope import Actor
from junction.registry import queries as registry

from ...models import AllocationRun, AllocationStock, Depot
from ...queries.allocation import older_people
from ...queries.demand import Demand, demand_of
from ...rules.allocation import Problem, entitlements
from ...rules.allocation.distances import hundred_metres, nearest
from ...rules.allocation.filling import fill_unknown
from ...rules.allocation.ordering import in_order
from ...rules.demand import claims_of, weights_of
from .stocks import Stocks, stocks_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A problem, and for each of its lines what the claim rests on; NaN: not known."""

    problem: Problem
    to_depots: bool
    uses: Floats
    bases: Ints
    stocks: Floats
    covers: Floats
    silent: Sequence[tuple[int, int]] = field(default=())  # recipient and item whose use nobody knows
    enough: int = 0  # claims of nothing: there is enough
    unserved: Mapping[str, int] = field(default_factory=dict)  # places that lack and no store serves, by area
    uncounted: int = 0  # places whose stock was taken from those that counted


@dataclass(frozen=True, slots=True)
class _Claims:
    """Claims of n recipients for m items, before they are lines."""

    recipients: Ints
    claims: Ints  # n x m packs
    weights: Floats
    floors: Ints
    caps: Ints
    uses: Floats
    bases: Ints
    stocks: Floats
    covers: Floats
    positions: Floats  # n x 2
    areas: tuple[str | None, ...]
    versions: tuple[str, ...]
    silent: NDArray[np.bool_]
    unserved: Mapping[str, int] = field(default_factory=dict)
    uncounted: int = 0


def claimed(run: AllocationRun, chosen: Sequence[AllocationStock], *, by: Actor, now: datetime) -> Claimed:
    """Return the problem of a run, from what is known now."""
    stocks = stocks_of(run, chosen, by=by, now=now)
    if run.kind == AllocationRun.Kind.PLACES:
        found = _of_places(run, stocks, by=by, now=now)
    elif run.kind == AllocationRun.Kind.DROP_BY_NEED:
        found = _by_need(run, stocks, by=by, now=now)
    else:
        found = _by_people(run, stocks, by=by)
    return _as_lines(run, stocks, found)


def _of_places(run: AllocationRun, stocks: Stocks, *, by: Actor, now: datetime) -> _Claims:
    demand = demand_of(by.scope, stocks.items, now=now, on=run.on, area_code=run.area_id or "")
    claims, floors = (_packs(demand, stocks.sizes, days) for days in (run.days, run.floor_days))
    places = demand.places
    return _Claims(
        recipients=places.ids,
        claims=claims,
        weights=_weights(run, demand),
        floors=np.minimum(floors, claims),
        caps=claims if run.most_packs is None else np.minimum(claims, run.most_packs),
        uses=demand.use.rates,
        bases=demand.use.bases.astype(np.int64),
        stocks=demand.cover.stocks,
        covers=demand.cover.days,
        positions=_positions(places.positions),
        areas=places.lowest,
        versions=(demand.limits.reference, demand.staffing.reference),
        silent=np.isnan(demand.use.rates),
    )


def _by_need(run: AllocationRun, stocks: Stocks, *, by: Actor, now: datetime) -> _Claims:
    """Each forum claims what its places lack, less what its stores have and await; its weight is their mean.

    One store of each forum receives. What a place has that did not count is taken from its forum.
    """
    forums = list(_stores().values())
    stores = [mine[0] for mine in forums]
    demand = demand_of(by.scope, stocks.items, now=now, on=run.on)
    owner = _owners(demand, stores, run)
    filled = fill_unknown(demand.cover.stocks, demand.use.rates, owner)
    packs = claims_of(demand.use.rates, filled, demand.coming, stocks.sizes, days=run.days)
    weights = _weights(run, demand)
    shape = (len(stores), len(stocks.items))
    lacking, weighed, uses, silent = (np.zeros(shape) for _ in range(4))
    in_one = owner >= 0
    np.add.at(lacking, owner[in_one], packs[in_one])
    np.add.at(weighed, owner[in_one], (packs * weights)[in_one])
    np.add.at(uses, owner[in_one], np.nan_to_num(demand.use.rates)[in_one])
    np.add.at(silent, owner[in_one], np.isnan(demand.use.rates)[in_one])
    held = stocks.held_by(forums) + stocks.coming_to(forums)
    claims = np.maximum(lacking - held // stocks.sizes, 0).astype(np.int64)
    mean = np.divide(weighed, lacking, out=np.ones(shape), where=lacking > 0)
    covers = np.divide(held, uses, out=np.full(shape, np.nan), where=uses > 0)
    versions = (demand.limits.reference, demand.staffing.reference)
    found = _of_stores(run, stores, claims, versions=versions)
    return replace(
        found, weights=mean, uses=uses, stocks=held.astype(np.float64), covers=covers,
        silent=(uses == 0) & (silent > 0), unserved=_unserved(demand, packs, owner),
        uncounted=int(np.isnan(demand.cover.stocks)[in_one].any(axis=1).sum()),
    )  # fmt: skip


def _owners(demand: Demand, stores: Sequence[Depot], run: AllocationRun) -> Ints:
    """Return for each place the number of the store of its forum; -1 where no forum of it has one."""
    numbers = {store.area_id: number for number, store in enumerate(stores)}
    lowest = demand.places.lowest
    forums = registry.holders({code for code in lowest if code}, "lrf", on=run.on)
    found = [next((numbers[f] for f in forums.get(code or "", ()) if f in numbers), -1) for code in lowest]
    return np.array(found, dtype=np.int64)


def _unserved(demand: Demand, packs: Ints, owner: Ints) -> Mapping[str, int]:
    """Return how many places lack something and lie in no forum with a store, by their council."""
    lacking = (owner < 0) & (packs > 0).any(axis=1)
    areas = [demand.places.lowest[row] or "" for row in np.flatnonzero(lacking).tolist()]
    return Counter(areas)


def _by_people(run: AllocationRun, stocks: Stocks, *, by: Actor) -> _Claims:
    """Each forum is entitled to its part of the stock by its people aged 70 and over; one store receives."""
    stores = [mine[0] for mine in _stores().values()]
    known = {line.area.code: line.figure.people for line in older_people(by.scope, on=run.on) if line.figure}
    people = np.array([known.get(store.area_id or "", 0) for store in stores], dtype=np.int64)
    parts = [entitlements(people, int(packs.sum())) for packs in stocks.packs]
    claims = np.stack(parts, axis=1) if parts else np.zeros((len(stores), 0), dtype=np.int64)
    return _of_stores(run, stores, claims, versions=())


def _of_stores(
    run: AllocationRun, stores: Sequence[Depot], claims: Ints, *, versions: tuple[str, ...]
) -> _Claims:
    caps = claims if run.most_packs is None else np.minimum(claims, run.most_packs)
    unknown = np.full(claims.shape, np.nan)
    return _Claims(
        recipients=np.array([store.pk for store in stores], dtype=np.int64),
        claims=claims,
        weights=np.ones(claims.shape),
        floors=np.zeros_like(claims),
        caps=caps,
        uses=unknown,
        bases=np.zeros_like(claims),
        stocks=unknown,
        covers=unknown,
        positions=_positions([_position(store) for store in stores]),
        areas=tuple(store.area_id for store in stores),
        versions=versions,
        silent=np.zeros(claims.shape, dtype=np.bool_),
    )


def _as_lines(run: AllocationRun, stocks: Stocks, found: _Claims) -> Claimed:
    rows, columns = np.nonzero(found.claims)
    order = in_order(found.covers[rows, columns], rows.astype(np.int64), seed=run.seed)
    rows, columns = rows[order], columns[order]
    at = (rows, columns)
    serves = stocks.serves(found.areas, on=run.on, is_drop=run.kind != AllocationRun.Kind.PLACES)
    choices, distances = nearest(hundred_metres(found.positions, stocks.positions), serves)
    problem = Problem(
        method=run.method,
        seed=run.seed,
        on=run.on.isoformat(),
        playbook=found.versions,
        items=tuple(item.code for item in stocks.items),
        sizes=tuple(stocks.sizes.tolist()),
        depots=tuple(depot.pk for depot in stocks.depots),
        stocks=tuple(tuple(packs) for packs in stocks.packs.tolist()),
        recipients=tuple(found.recipients.tolist()),
        choices=_ragged(choices, choices),
        distances=_ragged(distances, choices),
        line_recipients=tuple(rows.tolist()),
        line_items=tuple(columns.tolist()),
        claims=tuple(found.claims[at].tolist()),
        weights=tuple(found.weights[at].tolist()),
        floors=tuple(found.floors[at].tolist()),
        caps=tuple(found.caps[at].tolist()),
    )
    silent = [(int(row), int(column)) for row, column in zip(*np.nonzero(found.silent), strict=True)]
    return Claimed(
        problem,
        to_depots=run.kind != AllocationRun.Kind.PLACES,
        uses=found.uses[at],
        bases=found.bases[at],
        stocks=found.stocks[at],
        covers=found.covers[at],
        silent=silent,
        enough=int(((found.claims == 0) & ~found.silent).sum()),
        unserved=found.unserved,
        uncounted=found.uncounted,
    )


def _packs(demand: Demand, sizes: Ints, days: int) -> Ints:
    return claims_of(demand.use.rates, demand.cover.stocks, demand.coming, sizes, days=days)


def _weights(run: AllocationRun, demand: Demand) -> Floats:
    by_urgency = run.weighting == "urgency"
    return weights_of(demand.cover.days, demand.limits) if by_urgency else np.ones(demand.cover.days.shape)


def _stores() -> dict[str | None, list[Depot]]:
    """Return the open stores of each forum; the first of them, the oldest on record, receives its drops."""
    open_ones = Depot.objects.filter(kind=Depot.Kind.LRF, closed_on__isnull=True, area__isnull=False)
    found: dict[str | None, list[Depot]] = defaultdict(list)
    for store in open_ones.select_related("area").order_by("pk"):
        found[store.area_id].append(store)
    return found


def _position(store: Depot) -> tuple[float, float] | None:
    """Where a store lies; the middle of its area where nobody said."""
    for one in (store, store.area):
        if one is not None and one.longitude is not None and one.latitude is not None:
            return (one.longitude, one.latitude)
    return None


def _positions(found: Sequence[tuple[float, float] | None]) -> Floats:
    return np.array([each or (np.nan, np.nan) for each in found], dtype=np.float64).reshape(-1, 2)


def _ragged(table: Ints, choices: Ints) -> tuple[tuple[int, ...], ...]:
    """Return the rows without the columns in which there is no depot."""
    there = choices >= 0
    return tuple(tuple(row[some].tolist()) for row, some in zip(table, there, strict=True))
