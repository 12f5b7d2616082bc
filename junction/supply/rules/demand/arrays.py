"""The arrays that demand is reckoned in."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]
Codes = NDArray[np.int8]


def ratio(above: Any, below: Any) -> Floats:
    """Return `above / below`, NaN where there is nothing to divide by."""
    over, under = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    parts: Floats = np.divide(over, under, out=np.full(over.shape, np.nan), where=under > 0)
    return parts
