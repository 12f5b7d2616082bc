"""From what is stored of tasks and volunteers to a batch of the engine, and from its plan to offers with
reasons.

Pure arrays. A volunteer works for one scheme at a time: that of a council helps in its area, that of the
nation everywhere. Where schemes of several areas are in one batch, each area has a bit that its tasks ask
for and only those who may help there bear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from junction.core.calendar import LOCAL
from junction.engine.pairing import (
    ANYWHERE,
    NOBODY,
    UNSET,
    Batch,
    Candidates,
    Conflicts,
    Helpers,
    Needs,
    Plan,
    on_a_plane,
)

from .volunteering import Volunteering

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# The multiples of these two, modulo 1, fill a square evenly (Roberts, The unreasonable effectiveness of
# quasirandom sequences, 2018).
GOLDEN, PLASTIC = 0.7548776662466927, 0.5698402909980532
HIGHEST_BIT, MOST_AREAS, DAY = 62, 40, 24 * 60
NATION = ""


class TooManyAreas(ValueError):
    """A batch may hold so many areas that have schemes of their own."""


@dataclass(frozen=True, slots=True)
class TaskArrays:
    """Tasks to be offered, a row each; moments are seconds since 1970."""

    ids: Ints
    areas: Sequence[str]
    longitude: Any
    latitude: Any
    skills: Ints
    languages: Ints
    level: Ints
    opens: Any
    closes: Any
    minutes: Ints
    limit_km: Ints
    priority: Ints
    setting: Ints  # the place that whoever does it is inside of, or ANYWHERE


@dataclass(frozen=True, slots=True)
class VolunteerArrays:
    """Volunteers on duty, a row each; `areas` is where their scheme works, "" for everywhere."""

    ids: Ints
    areas: Sequence[str]
    longitude: Any
    latitude: Any
    skills: Ints
    languages: Ints
    hours: Ints
    reach_km: Ints
    free: Ints
    recent: Ints
    level: Ints
    until: Any
    setting: Ints  # the place they were inside of lately; UNSET: none


def batch_of(
    tasks: TaskArrays, volunteers: VolunteerArrays, apart: tuple[Ints, Ints], *, book: Volunteering,
    now: datetime, days: int, spread: int,
) -> Batch:  # fmt: skip
    """Return the batch of a moment. `apart` are pairs (volunteer, task) that are kept apart: asked before,
    excluded, of one household.

    Raise `TooManyAreas`.
    """
    midnight = datetime.combine(now.astimezone(LOCAL).date(), time(), tzinfo=LOCAL)
    base, moment = midnight.timestamp(), _minutes(np.array([now.timestamp()]), midnight.timestamp())[0]
    mine, theirs = _area_bits(volunteers.areas, tasks.areas)
    x, y = spread_out(on_a_plane(volunteers.latitude, volunteers.longitude), volunteers.ids, spread)
    there = spread_out(on_a_plane(tasks.latitude, tasks.longitude), tasks.ids, spread)
    opens, closes = _free(volunteers, book, midnight.date(), days=days)
    until = _minutes(volunteers.until, base)[:, None]
    helpers = Helpers.of(
        x, y, ids=volunteers.ids, skills=volunteers.skills | mine, languages=volunteers.languages,
        vetting=volunteers.level, free_from=np.maximum(opens, moment), free_until=np.minimum(closes, until),
        capacity=np.maximum(volunteers.free, 0), recent=volunteers.recent, reach=volunteers.reach_km * 1000.0,
        setting=_bound(tasks, volunteers, there=there, here=(x, y)),
    )  # fmt: skip
    needs = Needs.of(
        *there, ids=tasks.ids, skills=tasks.skills | theirs, languages=tasks.languages, vetting=tasks.level,
        opens=np.maximum(_minutes(tasks.opens, base), moment), closes=_minutes(tasks.closes, base),
        minutes=tasks.minutes, household=tasks.ids, priority=tasks.priority, limit=tasks.limit_km * 1000.0,
        setting=tasks.setting,
    )  # fmt: skip
    return Batch.of(helpers, needs, Conflicts(*apart))


def _bound(
    tasks: TaskArrays, volunteers: VolunteerArrays, *, there: tuple[Floats, Floats],
    here: tuple[Floats, Floats],
) -> Ints:  # fmt: skip
    """To which setting each volunteer is bound. Who has been in none may go into any; only where one batch
    could send them into two are they held to their first.
    """
    inside = tasks.setting != ANYWHERE
    is_free = volunteers.setting == UNSET
    if len(np.unique(tasks.setting[inside])) > 1 and is_free.any():
        far = float(tasks.limit_km[inside].max()) * 1000.0
        tree = KDTree(np.column_stack(there)[inside])
        metres, _ = tree.query(np.column_stack(here), distance_upper_bound=far)
        is_free &= np.isinf(metres)
    return np.where(is_free, ANYWHERE, volunteers.setting)


def spread_out(places: tuple[Floats, Floats], ids: Ints, metres: int) -> tuple[Floats, Floats]:
    """Return places put around where they were, each by its number and always alike, evenly over a disc.

    Of most people the middle of their postcode's district is known. Were all left there, the nearest of every
    task of a district would be the same few, and the others never asked.
    """
    turned, far = 2 * np.pi * np.mod(ids * GOLDEN, 1.0), metres * np.sqrt(np.mod(ids * PLASTIC, 1.0))
    return places[0] + far * np.cos(turned), places[1] + far * np.sin(turned)


def _minutes(seconds: Any, base: float) -> Ints:
    found: Ints = np.floor((np.asarray(seconds, dtype=np.float64) - base) / 60).astype(np.int64)
    return found


def _free(volunteers: VolunteerArrays, book: Volunteering, today: date, *, days: int) -> tuple[Ints, Ints]:
    """When each is free today and on the following days, in minutes since midnight."""
    opens, closes = [], []
    for day in range(days):
        start, end = book.windows(volunteers.hours, (today.weekday() + day) % 7)
        used = (end > start).any(axis=0)
        opens.append(np.where(end > start, start + day * DAY, 1)[:, used])
        closes.append(np.where(end > start, end + day * DAY, 0)[:, used])
    first, last = np.concatenate(opens, axis=1), np.concatenate(closes, axis=1)
    if first.shape[1]:
        return first, last
    return np.ones((len(volunteers.ids), 1), np.int64), np.zeros((len(volunteers.ids), 1), np.int64)


def _area_bits(mine: Sequence[str], theirs: Sequence[str]) -> tuple[Ints, Ints]:
    """The bits that volunteers bear and tasks ask for; none where every volunteer may help everywhere."""
    areas = sorted(set(theirs))
    if all(one == NATION for one in mine) or (len(areas) == 1 and set(mine) <= {NATION, *areas}):
        return np.zeros(len(mine), np.int64), np.zeros(len(theirs), np.int64)
    if len(areas) > MOST_AREAS:
        raise TooManyAreas
    bit = {area: 1 << (HIGHEST_BIT - place) for place, area in enumerate(areas)}
    every = sum(bit.values())
    borne = np.array([every if one == NATION else bit.get(one, 0) for one in mine], dtype=np.int64)
    return borne, np.array([bit[one] for one in theirs], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why each task went to whom, as columns: metres, what earlier tasks cost, who else was near."""

    tasks: Ints
    volunteers: Ints
    metres: Ints
    fairness: Ints
    recent: Ints
    candidates: Ints
    next_metres: Ints  # of the nearest other candidate; -1 where there is none


def reasons_of(plan: Plan) -> Reasons:
    """Return the pairs of a plan with the reasons that an offer keeps."""
    met = np.flatnonzero(plan.met)
    found, starts = plan.candidates, plan.candidates.starts
    first, count = starts[met], np.diff(starts)[met]
    chosen = plan.chosen[met]
    first_is_mine = found.helpers[first] == chosen
    other = np.where(first_is_mine, first + 1, first)
    has_other = other < starts[met + 1]
    next_metres = np.full(len(met), -1, dtype=np.int64)
    next_metres[has_other] = found.metres[other[has_other]]
    return Reasons(
        plan.batch.needs.ids[met], plan.batch.helpers.ids[chosen], plan.metres[met],
        plan.fairness_costs[met], plan.batch.helpers.recent[chosen], count, next_metres,
    )  # fmt: skip


def ranked(batch: Batch, found: Candidates, need: int, *, fairness: int) -> list[tuple[int, dict[str, int]]]:
    """Return whom to ask for one need at once, the best first, each with the reasons."""
    places = range(int(found.starts[need]), int(found.starts[need + 1]))
    rows = []
    for place in places:
        helper = int(found.helpers[place])
        metres, recent = int(found.metres[place]), int(batch.helpers.recent[helper])
        rows.append((metres + fairness * recent, int(batch.helpers.ids[helper]), metres, recent))
    rows.sort()
    return [
        (number, {"metres": metres, "recent": recent, "fairness": fairness * recent,
                  "candidates": len(rows), "rank": rank})
        for rank, (_, number, metres, recent) in enumerate(rows, start=1)
    ]  # fmt: skip


__all__ = ["ANYWHERE", "NOBODY", "UNSET", "Reasons", "TaskArrays", "TooManyAreas", "VolunteerArrays",
           "batch_of", "ranked", "reasons_of"]  # fmt: skip
