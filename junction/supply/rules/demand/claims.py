"""What a place may claim of a scarce item: enough to last as long as aimed at, less what it has and awaits.

The weight of a claim is by how soon the place runs out, in steps that the playbook sets.
"""

import numpy as np

from .arrays import Floats, Ints
from .limits import Limits


def claims_of(rates: Floats, stocks: Floats, coming: Floats, sizes: Ints, *, days: float) -> Ints:
    """Return whole packs, n places by m items, that bring each to `days` of cover.

    `stocks` not known count as none: who cannot tell its stock may be out of it. Where the daily use is not
    known there is no claim. `coming` is on its way; `sizes` are the units in a pack (m).
    """
    held = np.where(np.isnan(stocks), 0.0, stocks) + coming
    wanted = np.where(np.isnan(rates), 0.0, rates * days - held)
    packs: Ints = np.ceil(np.maximum(wanted, 0.0) / sizes - 1e-9).astype(np.int64)
    return np.maximum(packs, 0)


def weights_of(cover_days: Floats, limits: Limits) -> Floats:
    """Return the weight of each claim by days of cover; what is not known is ordinary."""
    weights = limits.weights
    found: Floats = np.select(
        [cover_days < limits.urgent_days, cover_days < limits.short_days],
        [weights["urgent"], weights["short"]],
        weights["otherwise"],
    ).astype(np.float64)
    return found
