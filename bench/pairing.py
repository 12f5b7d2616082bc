"""Pairing 100,000 needs with 75,000 on duty, at once and in cells; what counting tasks does in a month.

Helpers and needs live in towns of uneven size (Pareto), spread over a square as large as England is for that
many; four kinds of task with their checks, half-day windows, a tenth with a second language, a twentieth
bound to a setting, limits of 20 km. Two markets: scarce, with one or two needs for each helper, and ample,
with up to six. The optimum is bounded by the prices of the plan. No database: arrays in, arrays out.
"""

import os
import platform
import sys
import time
from collections.abc import Callable

import numpy as np

from bench.harness import SEED, SIZE, promise
from junction.engine.pairing import (
    NO_CONFLICTS,
    Batch,
    Helpers,
    InProcess,
    Needs,
    Plan,
    bound,
    is_lexicographic,
    pair,
    pair_cells,
)

NEEDS = {"small": 3_000, "full": 100_000}[SIZE]
ON_DUTY, SIDE, LIMIT, DENSITY = 0.75, 60_000.0, 20_000.0, 100_000 / 360_000**2  # metres
DAYS = 30


def main() -> int:
    random = np.random.default_rng(SEED)
    met = True
    for name, most in (("scarce", 2), ("ample", 6)):
        batch = market(random, NEEDS, int(NEEDS * ON_DUTY), most=most)
        met &= whole_and_cells(name, batch)
    fairness_trial(random)
    return 0 if met else 1


def conditions() -> str:
    where = f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores"
    return f"{where}, load of the machine {os.getloadavg()[0]:.1f}, seed {SEED}"


def market(
    random: np.random.Generator, needs: int, helpers: int, *, most: int, side: float | None = None
) -> Batch:
    """Return a square of so many metres; by default as wide as it has to be for so many needs."""
    side = side or float(np.sqrt(needs / DENSITY))
    towns = random.random((max(3, max(needs, helpers // 2) // 250), 2)) * side
    people = random.pareto(1.2, len(towns)) + 0.2
    kinds = random.choice(4, needs, p=[0.5, 0.25, 0.15, 0.1])
    opens, starts = random.choice([480, 720, 840], needs), random.choice([480, 780], helpers)
    return Batch.of(
        Helpers.of(
            *spread(random, towns, people, helpers),
            skills=random.integers(1, 16, helpers),
            vetting=random.choice(4, helpers, p=[0.4, 0.3, 0.2, 0.1]),
            free_from=starts,
            free_until=np.where(starts == 480, 780, 1260),
            capacity=random.integers(1, most + 1, helpers),
            recent=random.poisson(3, helpers),
            languages=1 + 2 * (random.random(helpers) < 0.1),
            setting=np.where(random.random(helpers) < 0.05, random.integers(0, 300, helpers), -1),
            reach=random.choice([5_000, 10_000, 20_000], helpers),
        ),
        Needs.of(
            *spread(random, towns, people, needs),
            skills=1 << kinds,
            vetting=kinds,
            opens=opens,
            closes=opens + 360,
            minutes=60,
            languages=np.where(random.random(needs) < 0.05, 2, 0),
            setting=np.where(random.random(needs) < 0.1, random.integers(0, 300, needs), -1),
            priority=random.choice([1, 2, 3], needs, p=[0.1, 0.3, 0.6]),
            limit=LIMIT,
        ),
        NO_CONFLICTS,
    )


def spread(random: np.random.Generator, towns: np.ndarray, people: np.ndarray, count: int) -> np.ndarray:
    """Return places around towns; a town of more people is wider."""
    town = random.choice(len(towns), count, p=people / people.sum())
    wide = 2_500 * np.sqrt(people / people.mean())
    return (towns[town] + random.normal(0, 1, (count, 2)) * wide[town, None]).T


def timed(work: Callable[[], Plan]) -> tuple[Plan, float, float]:
    """Return what was answered, the CPU time (one thread does it all) and the wall time."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    return answer, time.process_time() - cpu, time.perf_counter() - wall


def whole_and_cells(name: str, batch: Batch) -> bool:
    exact, cpu, wall = timed(lambda: pair(batch))
    least = bound(exact)
    size = f"{len(batch.needs):,} needs, {len(batch.helpers):,} on duty, 20 candidates each, {name}"
    how = f"{size}, search and flow, CPU time, {wall:.1f} s of wall time, {conditions()}"
    met = promise(f"pairing, {name}: exact", cpu, "s", at_most=12, conditions=how)
    above = 100 * least.above(exact.cost, unmet=unmet_prices(exact, exact))
    shares = ", ".join(f"{part:.4f}" for part in exact.met_by_priority.values())
    how = f"{size}, against the bound by prices; met by priority {shares}; {exact.metres_each:.0f} m a trip"
    met &= promise(f"pairing, {name}: above the optimum", above, "%", at_most=0, conditions=how)
    kept = is_lexicographic(batch, exact.candidates, exact.chosen)
    how = f"{size}; 1: no chain of moves meets more needs of a priority"
    met &= promise(f"pairing, {name}: priorities kept", float(kept), "of 1", at_least=1, conditions=how)
    return met & cells(name, size, batch, exact)


def cells(name: str, size: str, batch: Batch, exact: Plan) -> bool:
    plan, cpu, wall = timed(lambda: pair_cells(batch, side=SIDE, pool=InProcess()))
    cost, least = (cost_at(each, exact) for each in (plan, exact))
    how = (
        f"{size}, squares of {SIDE / 1000:.0f} km, an unmet need counted as the dearest pair; "
        f"{cpu:.1f} s of CPU, {wall:.1f} s of wall time here, {conditions()}"
    )
    met = promise(
        f"pairing, {name}: cells above exact", 100 * (cost / least - 1), "%", at_most=0.5, conditions=how
    )
    short = 100 * (exact.met_by_priority[1] - plan.met_by_priority[1])
    return met & promise(
        f"pairing, {name}: cells short of priority 1", short, "points", at_most=0, conditions=size
    )


def unmet_prices(plan: Plan, priced_as: Plan) -> int:
    return int(priced_as.prices[~plan.met].sum())


def cost_at(plan: Plan, exact: Plan) -> float:
    """Return metres and fairness of those met; each unmet need counts as the dearest pair there is."""
    dearest = exact.candidates.metres.max() + exact.fairness * (exact.batch.helpers.recent.max() + 6)
    return float(plan.metres.sum() + plan.fairness_costs.sum() + dearest * (~plan.met).sum())


def fairness_trial(random: np.random.Generator) -> None:
    """Thirty days in one county with more helpers than needs, with and without counting tasks."""
    helpers, needs = (600, 30) if SIZE == "small" else (6_000, 300)
    side = np.sqrt(helpers / DENSITY / 3)
    towns, people = random.random((25, 2)) * side, random.pareto(1.2, 25) + 0.2
    homes = spread(random, towns, people, helpers)
    days = [spread(random, towns, people, needs) for _ in range(DAYS)]
    used, metres = {}, {}
    for fairness in (0, 200):
        recent, away = np.zeros(helpers, dtype=np.int64), 0
        for day in days:
            plan = pair(Batch.of(Helpers.of(*homes, recent=recent), Needs.of(*day)), fairness=fairness)
            recent += np.bincount(plan.chosen[plan.met], minlength=helpers)
            away += int(plan.metres.sum())
        used[fairness], metres[fairness] = 100 * float((recent > 0).mean()), away / recent.sum()
    how = (
        f"{helpers:,} helpers, {needs:,} needs a day for {DAYS} days, 200 m a task; {used[0]:.0f}% of "
        f"helpers used without it, {used[200]:.0f}% with it; {metres[0]:.0f} m and {metres[200]:.0f} m a trip"
    )
    promise("fairness: more helpers used", used[200] - used[0], "points", conditions=how)
    promise("fairness: longer trips", metres[200] - metres[0], "m", conditions=how)


if __name__ == "__main__":
    sys.exit(main())
