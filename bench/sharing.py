"""Sharing scarce stock: 58,000 claims for each of 12 items from 38 depots, and orders that come one by one.

No database: arrays in, arrays out. Claims are Gamma(2, scale 10) packs, weights 1, 2 or 3, caps nine tenths
of the claim; each depot holds 40% of what its lines claim (fixed depot), or depots hold uneven parts of 60%
of all claims and every line may draw on its three nearest (depots to choose from). The optimum is bounded
by the prices of the plan.
"""

import os
import platform
import sys
import time
from collections.abc import Callable

import numpy as np

from bench.harness import PLACES, SEED, promise
from junction.engine.sharing import (
    Depots,
    Lines,
    bound_by_prices,
    next_share,
    share,
    share_from_depots,
    unmet_need,
)

ITEMS, DEPOTS, NEAREST = 12, 38, 3
ROUNDS, ORDERS, SUPPLY = 2_000, 50, 600.0


def main() -> int:
    random = np.random.default_rng(SEED)
    claims = np.floor(random.gamma(2, 10, (PLACES, ITEMS))).astype(np.int64)
    weights = random.choice([1.0, 1.0, 1.0, 2.0, 3.0], PLACES)
    met = fixed_depot(random, claims, weights)
    met &= depots_to_choose_from(random, claims, weights)
    met &= orders_in_turn(random)
    return 0 if met else 1


def conditions() -> str:
    where = f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores"
    return f"{where}, load of the machine {os.getloadavg()[0]:.1f}, seed {SEED}"


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of one run after one that warms up; a single thread does it all."""
    work()
    before = time.process_time()
    work()
    return time.process_time() - before


def lines_of(claims: np.ndarray, weights: np.ndarray) -> Lines:
    return Lines.of(claims, weights=weights, caps=claims * 9 // 10 + 1)


def fixed_depot(random: np.random.Generator, claims: np.ndarray, weights: np.ndarray) -> bool:
    depots = random.integers(0, DEPOTS, PLACES)
    pools = (depots[:, None] * ITEMS + np.arange(ITEMS)).ravel()
    supplies = (np.bincount(pools, weights=claims.ravel(), minlength=DEPOTS * ITEMS) * 0.4).astype(np.int64)
    lines = lines_of(claims.ravel(), np.repeat(weights, ITEMS))
    seconds = cpu_seconds(lambda: share(lines, pools, supplies))
    size = f"{PLACES:,} claims x {ITEMS} items, {DEPOTS} depots, whole packs, CPU time, {conditions()}"
    return promise("sharing from fixed depots", seconds, "s", at_most=0.3, conditions=size)


def depots_to_choose_from(random: np.random.Generator, claims: np.ndarray, weights: np.ndarray) -> bool:
    places, sites = random.random((PLACES, 2)), random.random((DEPOTS, 2))
    apart = np.hypot(*(places[:, None] - sites).transpose(2, 0, 1))
    choices = np.argsort(apart, axis=1)[:, :NEAREST]
    depots = Depots(choices, (np.take_along_axis(apart, choices, 1) * 1000).astype(np.int64))
    parts = random.dirichlet(np.full(DEPOTS, 2.0), ITEMS)
    stocks = (parts * claims.sum(axis=0)[:, None] * 0.6).astype(np.int64)
    items = [(lines_of(claims[:, item], weights), stocks[item]) for item in range(ITEMS)]
    seconds = cpu_seconds(lambda: [share_from_depots(lines, depots, stock) for lines, stock in items])
    over = max(distance(lines, depots, stock) for lines, stock in items)
    size = f"{PLACES:,} claims x {ITEMS} items, {NEAREST} of {DEPOTS} depots each, CPU time, {conditions()}"
    met = promise("sharing from depots to choose from", seconds, "s", at_most=1.5, conditions=size)
    worst = f"weighted unmet need above its bound by prices, the worst of {ITEMS} items, {size}"
    return met & promise("the same: above the optimum", 100 * over, "%", at_most=0.5, conditions=worst)


def distance(lines: Lines, depots: Depots, stock: np.ndarray) -> float:
    plan = share_from_depots(lines, depots, stock)
    value = float((stock * plan.prices).sum())
    least = bound_by_prices(lines, plan.price_of_lines(depots), supply_value=value)
    return unmet_need(lines.rates, plan.shares.given.astype(np.float64)) / least - 1


def orders_in_turn(random: np.random.Generator) -> bool:
    rounds = random.gamma(2, 10, (ROUNDS, ORDERS))
    least = float(np.mean([least_part(orders) for orders in rounds]))
    known = float(np.minimum(1, SUPPLY / rounds.sum(axis=1)).mean())
    how = (
        f"mean of the smallest part of a claim given, {ROUNDS:,} rounds of {ORDERS} orders Gamma(2, 10), "
        f"{SUPPLY:g} in stock, the mean alone known; {known:.2f} if all were known, {conditions()}"
    )
    return promise("orders in turn", least, "of the claim", at_least=0.44, conditions=how)


def least_part(orders: np.ndarray) -> float:
    left, least, mean = SUPPLY, 1.0, 20.0
    for number, claim in enumerate(orders):
        given = next_share(claim, left=left, expected_later=mean * (ORDERS - 1 - number), least_fill=least)
        left, least = left - given, min(least, given / claim)
    return least


if __name__ == "__main__":
    sys.exit(main())
