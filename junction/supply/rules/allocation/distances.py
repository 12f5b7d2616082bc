"""Which depots serve whom, the nearest first, and how far they are."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEAREST = 3  # depots that a recipient may draw on: more make no difference that anybody would notice
EARTH = 63_710  # radius in hundreds of metres
FAR = 99_999  # in hundreds of metres: where somebody is, is not known


def hundred_metres(here: Floats, there: Floats) -> Ints:
    """Return the distances between n and m points of longitude and latitude, as whole hundreds of metres."""
    east, north = np.radians(here[:, :1]), np.radians(here[:, 1:])
    east_there, north_there = np.radians(there[:, 0]), np.radians(there[:, 1])
    half = (
        np.sin((north_there - north) / 2) ** 2
        + np.cos(north) * np.cos(north_there) * np.sin((east_there - east) / 2) ** 2
    )
    apart = 2 * EARTH * np.arcsin(np.sqrt(half))
    return np.where(np.isnan(apart), FAR, np.rint(np.nan_to_num(apart))).astype(np.int64)


def nearest(apart: Ints, serves: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return the numbers of the nearest depots that serve each recipient, -1 for none, and their distances.

    Shapes: n recipients by m depots, both arrays; of equally near ones the first. At most `NEAREST` columns.
    """
    if apart.shape[1] == 0:
        none = np.full((len(apart), 1), -1, dtype=np.int64)
        return none, np.zeros_like(none)
    hidden = np.where(serves, apart, np.iinfo(np.int64).max)
    order = np.argsort(hidden, axis=1, kind="stable")[:, :NEAREST]
    may = np.take_along_axis(serves, order, axis=1)
    return np.where(may, order, -1), np.where(may, np.take_along_axis(apart, order, axis=1), 0)
