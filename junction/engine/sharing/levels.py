"""The level to which water rises: all claims fill at their own rate, from floor to cap, until the stock is
gone.

Amounts are floats in one unit. The level is exact: the amount given is linear between the levels at which a
line leaves its floor or meets its cap, so that only these have to be sorted.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fill_to_level(level: float, rates: Floats, floors: Floats, caps: Floats) -> Floats:
    """Return what each line holds at a level: its rate times the level, kept between floor and cap."""
    return np.clip(caps if np.isinf(level) else level * rates, floors, caps)


def water_level(rates: Floats, floors: Floats, caps: Floats, supply: float) -> float:
    """Return the level at which the lines hold the supply; infinity where it fills every cap.

    Shapes: three arrays of n lines, rates above 0, 0 ≤ floor ≤ cap. Raise `ValueError` where the floors alone
    are more than the supply: then the floors are the claims, and there is another level to look for.
    """
    at_least = float(floors.sum())
    if at_least > supply:
        raise ValueError(f"floors of {at_least:g} are more than a supply of {supply:g}")
    if float(caps.sum()) <= supply:
        return float("inf")
    points, slopes = _rises(rates, floors, caps)
    held = np.empty(len(points))
    held[0] = at_least
    np.cumsum(slopes[:-1] * np.diff(points), out=held[1:])
    held[1:] += at_least
    last = int(np.searchsorted(held, supply, side="right")) - 1
    if slopes[last] <= 0.0:
        return float(points[last])
    return float(points[last] + (supply - held[last]) / slopes[last])


def _rises(rates: Floats, floors: Floats, caps: Floats) -> tuple[Floats, Floats]:
    """Return the levels at which the slope changes, in order and from 0, and the slope after each."""
    ends = caps / rates
    if floors.any():
        points = np.concatenate([[0.0], floors / rates, ends])
        changes = np.concatenate([[0.0], rates, -rates])
    else:
        points = np.concatenate([[0.0], ends])
        changes = np.concatenate([[float(rates.sum())], -rates])
    order = np.argsort(points)
    order = np.concatenate([[0], order[order != 0]])
    return points[order], np.cumsum(changes[order])
