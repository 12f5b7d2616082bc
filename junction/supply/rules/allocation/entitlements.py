"""Parts of a stock by a number that each party bears, such as people aged 70 and over, in whole packs."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def entitlements(numbers: Ints, packs: int) -> Ints:
    """Return the packs of each party: its exact part rounded down, the rest to the largest remainders.

    Of equal remainders the first come first. Nothing where all numbers are 0.
    """
    total = int(numbers.sum())
    if total <= 0:
        return np.zeros_like(numbers)
    exact = [int(number) * packs for number in numbers]  # Python's numbers do not overflow
    whole = np.array([part // total for part in exact], dtype=np.int64)
    remainders = np.array([part % total for part in exact], dtype=np.int64)
    whole[np.argsort(-remainders, kind="stable")[: packs - int(whole.sum())]] += 1
    return whole
