"""How big the homes of a region are: small and ordinary homes mixed to meet three published figures.

The published mean, median and standard deviation of beds cannot all be met by one common distribution (in
London the median is half the mean, in the North East they are equal), because two kinds of home stand
side by side: small ones of a handful of beds, mostly for adults under 65, and ordinary ones. So we mix
two gamma distributions. The small kind is fixed; the share of small homes is the one free number, and
mean and spread of the ordinary kind follow from it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

SMALL_MEAN, SMALL_SD = 6.5, 3.0
SHARES = np.linspace(0.0, 0.75, 301)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is published of the care homes of one region (beds a home)."""

    region: str
    homes: int
    nursing_homes: int
    beds_mean: float
    beds_median: float
    beds_sd: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """The share of small homes, and the ordinary homes' mean and standard deviation of beds."""

    small_share: float
    mean: float
    sd: float

    def cdf(self, beds: float) -> float:
        small, ordinary = (
            _cdf(beds, *_shape_scale(*of)) for of in ((SMALL_MEAN, SMALL_SD), (self.mean, self.sd))
        )
        return self.small_share * small + (1 - self.small_share) * ordinary


def _cdf(beds: float, shape: float, scale: float) -> float:
    return float(gamma.cdf(beds, shape, scale=scale))


def _shape_scale(mean: float, sd: float) -> tuple[float, float]:
    return (mean / sd) ** 2, sd**2 / mean


def fit_mixture(calibration: Calibration) -> Mixture:
    """Return the mixture with the published mean and spread whose median is nearest to the published one."""
    best, best_miss = None, np.inf
    for share in SHARES:
        mean = (calibration.beds_mean - share * SMALL_MEAN) / (1 - share)
        second_moment = calibration.beds_sd**2 + calibration.beds_mean**2
        variance = (second_moment - share * (SMALL_SD**2 + SMALL_MEAN**2)) / (1 - share) - mean**2
        if variance <= 1:
            break
        mixture = Mixture(small_share=float(share), mean=float(mean), sd=float(np.sqrt(variance)))
        miss = abs(mixture.cdf(calibration.beds_median) - 0.5)
        if miss < best_miss:
            best, best_miss = mixture, miss
    if best is None:
        raise ValueError(f"no mixture meets the figures of {calibration.region}")
    return best


def draw_beds(rng: np.random.Generator, calibration: Calibration, count: int) -> NDArray[np.int32]:
    """Draw beds for `count` homes of a region; every home has at least one."""
    mixture = fit_mixture(calibration)
    is_small = rng.random(count) < mixture.small_share
    small = rng.gamma(*_shape_scale(SMALL_MEAN, SMALL_SD), size=count)
    ordinary = rng.gamma(*_shape_scale(mixture.mean, mixture.sd), size=count)
    return np.maximum(1, np.rint(np.where(is_small, small, ordinary))).astype(np.int32)
