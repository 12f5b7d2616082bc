"""Small worlds of helpers and needs for the tests of pairing: random, with every rule at work."""

import numpy as np
from hypothesis import strategies as st

from junction.engine.pairing import ANYWHERE, NOBODY, UNSET, Batch, Conflicts, Helpers, Needs


def town(seed: int, *, helpers: int, needs: int, whole: bool = False, side: float = 10_000.0) -> Batch:
    """A town of so many metres; `whole` puts everybody on a coarse grid, so that many are equally near."""
    random = np.random.default_rng(seed)
    (hx, hy), (nx, ny) = random.random((2, helpers)) * side, random.random((2, needs)) * side
    if whole:
        hx, hy, nx, ny = (np.round(each / 2500) * 2500 for each in (hx, hy, nx, ny))
    opens = random.choice([480, 720, 960], needs)
    starts = random.choice([480, 720], (helpers, 2))
    starts[:, 1] += 420
    return Batch.of(
        Helpers.of(
            hx, hy,
            ids=random.permutation(helpers) + 1000,
            skills=random.integers(0, 8, helpers),
            vetting=random.integers(0, 4, helpers),
            free_from=starts,
            free_until=starts + random.choice([0, 240], (helpers, 2)),
            capacity=random.integers(0, 4, helpers),
            recent=random.poisson(2, helpers),
            languages=random.integers(0, 4, helpers),
            setting=random.choice([ANYWHERE, ANYWHERE, UNSET, 1, 2], helpers),
            reach=random.choice([3_000, 6_000, np.inf], helpers),
        ),
        Needs.of(
            nx, ny,
            ids=random.permutation(needs) + 5000,
            skills=random.choice([0, 1, 2], needs),
            vetting=random.integers(0, 3, needs),
            opens=opens,
            closes=opens + 240,
            minutes=random.choice([0, 60, 180], needs),
            languages=random.choice([0, 0, 0, 2], needs),
            setting=random.choice([ANYWHERE, ANYWHERE, 1, 2], needs),
            household=random.choice([NOBODY, 1, 2, 3], needs),
            priority=random.integers(1, 4, needs),
            limit=random.choice([2_000, 5_000, np.inf], needs),
        ),
        Conflicts(random.integers(1000, 1000 + helpers, 4), random.integers(1, 4, 4)),
    )  # fmt: skip


@st.composite
def towns(draw: st.DrawFn, *, helpers: int = 12, needs: int = 12) -> Batch:
    return town(
        draw(st.integers(0, 10_000)),
        helpers=draw(st.integers(1, helpers)),
        needs=draw(st.integers(1, needs)),
        whole=draw(st.booleans()),
    )
