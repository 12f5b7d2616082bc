"""Who reports what and when: gaps, weekdays, lateness, corrections, and returns with no change."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .epidemic import Counts

DUE_MINUTE = 17 * 60
WEEKDAY_SHARE = np.array([1.0, 1.0, 1.0, 1.0, 0.98, 0.90, 0.84])  # Monday first
LATE_SHARE = 0.07
CORRECTED_SHARE = 0.025
UNCHANGED_SHARE = 0.08
NEVER_SHARE = 0.02
NOT_FILED = -1


@dataclass(frozen=True, slots=True)
class Filing:
    """Minutes after midnight of the day reported, local time; -1: did not happen. Shape (places, days)."""

    filed_minute: Counts
    corrected_minute: Counts
    says_unchanged: NDArray[np.bool_]


def draw_filing(
    rng: np.random.Generator, weekdays: NDArray[np.int64], is_outbreak: NDArray[np.bool_]
) -> Filing:
    """Draw when each place files for each day. `weekdays`: 0 for Monday, one for each day."""
    places, days = is_outbreak.shape
    habit = np.asarray(rng.beta(14.0, 1.6, places))
    habit[rng.random(places) < NEVER_SHARE] = 0.0
    chance = habit[:, None] * WEEKDAY_SHARE[weekdays][None, :] * np.where(is_outbreak, 0.93, 1.0)
    is_filed = rng.random((places, days)) < chance
    usual = np.asarray(rng.normal(11 * 60, 100, places))
    minute = np.clip(usual[:, None] + rng.normal(0, 55, (places, days)), 6 * 60, DUE_MINUTE - 5)
    is_late = rng.random((places, days)) < LATE_SHARE
    minute = np.where(is_late, DUE_MINUTE + 5 + rng.exponential(150, (places, days)), minute)
    minute = np.minimum(minute, 2 * 24 * 60)
    filed = np.where(is_filed, minute, NOT_FILED).astype(np.int32)
    is_corrected = is_filed & (rng.random((places, days)) < CORRECTED_SHARE)
    later = filed + rng.integers(60, 26 * 60, (places, days))
    return Filing(
        filed_minute=filed,
        corrected_minute=np.where(is_corrected, later, NOT_FILED).astype(np.int32),
        says_unchanged=is_filed & ~is_outbreak & (rng.random((places, days)) < UNCHANGED_SHARE),
    )
