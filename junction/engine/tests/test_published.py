"""The exact pairing against a published result that needs nobody's data: the mean cost of random assignment.

With independent exponential(1) costs, the cheapest way to give k of m needs one of n helpers each costs, in
the mean, the sum of 1 / ((m - i)(n - j)) over i, j ≥ 0 with i + j < k; for k = m = n 1 + 1/4 + … + 1/n².
Conjectured by G. Parisi (cond-mat/9801176, 1998) for k = m = n and by D. Coppersmith and G. B. Sorkin (Random
Structures & Algorithms 15, 1999, 113-144) in general; proved by S. Linusson and J. Wästlund (Probability
Theory and Related Fields, 2003, doi 10.1007/s00440-003-0308-9) and by C. Nair, B. Prabhakar and M. Sharma
(FOCS 2003, doi 10.1109/SFCS.2003.1238191).

Each mean of trials must lie within four standard errors of the formula, as estimated from the trials
themselves: by chance alone one case in some 16,000 does not. Costs are whole millionths, far below that
error.
"""

import numpy as np
import pytest

from junction.engine.pairing import Batch, Candidates, Helpers, Needs, pair_among

MILLION = 1_000_000


def published_mean(k: int, m: int, n: int) -> float:
    return sum(1 / ((m - i) * (n - j)) for i in range(k) for j in range(k - i))


def cheapest(costs: np.ndarray, k: int) -> float:
    """Let the engine pair k needs; the m - k others get a stand-in each that costs nothing."""
    needs, stand_ins = len(costs), len(costs) - k
    whole = np.hstack([np.round(costs * MILLION), np.zeros((needs, stand_ins))]).astype(np.int64)
    helpers = whole.shape[1]
    batch = Batch.of(
        Helpers.of(np.zeros(helpers), np.zeros(helpers)), Needs.of(np.zeros(needs), np.zeros(needs))
    )
    nearest = np.argsort(whole, axis=1, kind="stable")
    everybody = Candidates(
        starts=np.arange(needs + 1) * helpers, helpers=nearest.ravel(),
        metres=np.take_along_axis(whole, nearest, axis=1).ravel(), beyond=np.full(needs, np.inf),
    )  # fmt: skip
    plan = pair_among(batch, everybody, fairness=0)
    assert plan.met.all() and len(set(plan.chosen.tolist())) == needs
    return float(plan.metres.sum()) / MILLION


def test_the_formula_is_parisis_where_everybody_is_paired():
    assert published_mean(7, 7, 7) == pytest.approx(sum(1 / i**2 for i in range(1, 8)))
    assert published_mean(1, 4, 5) == pytest.approx(1 / 20)  # the smallest of twenty


@pytest.mark.parametrize(
    ("k", "m", "n", "trials"),
    [
        (1, 1, 1, 2_000), (2, 2, 2, 2_000), (5, 5, 5, 1_000), (10, 10, 10, 600), (40, 40, 40, 120),  # Parisi
        (4, 4, 9, 800), (10, 10, 20, 400), (30, 30, 45, 100),  # more helpers than needs
        (2, 4, 5, 800), (5, 10, 10, 400), (12, 20, 30, 150),  # only k of them
    ],
    ids=str,
)  # fmt: skip
def test_the_mean_cost_is_the_published_one(k, m, n, trials):
    random = np.random.default_rng([k, m, n])
    found = np.array([cheapest(random.exponential(size=(m, n)), k) for _ in range(trials)])
    error = found.std(ddof=1) / np.sqrt(trials)
    assert abs(found.mean() - published_mean(k, m, n)) < 4 * error
