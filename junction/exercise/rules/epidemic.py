"""How the infection moves through the homes of a region, and what it does to residents.

A wave rises and falls over every area, earlier in some than in others. On each day a home not yet reached
may be entered, more likely when the wave is high and the home is large. Inside, cases follow a hump of
two to three weeks. Confirmation lags and misses some; deaths lag further. This makes plausible returns,
not forecasts: the parameters are round numbers, chosen so that somewhat under half of the homes see an
outbreak in a month at the height.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

Counts = NDArray[np.int32]  # shape (places, days)

ENTRY_A_DAY = 0.035  # at the height of the wave, for a home of 35 beds
ATTACK_SHARE = (0.05, 0.45)  # of residents, over an outbreak
SPREAD_DAYS, SPREAD_SD = 12.0, 6.0
CONFIRMED_SHARE, CONFIRMED_LAG = 0.6, 2
DEATH_SHARE, DEATH_LAG = 0.22, 8
OTHER_DEATHS_A_DAY = 0.0009  # a resident a day: about a third of residents a year
REFILL_SHARE = 0.02  # of empty beds, a day, when no outbreak


@dataclass(frozen=True, slots=True)
class Course:
    """What happened in each place on each day; every array has shape (places, days)."""

    occupied: Counts
    suspected_new: Counts
    confirmed_new: Counts
    deaths_all_new: Counts
    deaths_covid_new: Counts
    is_outbreak: NDArray[np.bool_]


def wave(days: int, peak: NDArray[np.float64]) -> NDArray[np.float64]:
    """The height of the wave, 0 to 1, for places whose area peaks on day `peak`; shape (places, days)."""
    distance = (np.arange(days)[None, :] - peak[:, None]) / 9.0
    height: NDArray[np.float64] = 1 / np.cosh(distance) ** 2
    return height


def entry_day(rng: np.random.Generator, beds: Counts, height: NDArray[np.float64]) -> Counts:
    """The day the infection enters each place; the number of days where it never does."""
    hazard = np.clip(ENTRY_A_DAY * height * np.sqrt(beds / 35.0)[:, None], 0, 0.5)
    entered = rng.random(hazard.shape) < hazard
    days = height.shape[1]
    entry: Counts = np.where(entered.any(axis=1), entered.argmax(axis=1), days).astype(np.int32)
    return entry


def _lagged(counts: Counts, lag: int) -> Counts:
    moved = np.zeros_like(counts)
    moved[:, lag:] = counts[:, :-lag]
    return moved


def run_course(rng: np.random.Generator, beds: Counts, height: NDArray[np.float64]) -> Course:
    """Play the wave over places with these beds. Residents never exceed beds, and nobody dies twice."""
    places, days = height.shape
    entry = entry_day(rng, beds, height)
    since = np.arange(days)[None, :] - entry[:, None]
    hump = gamma.pdf(since, (SPREAD_DAYS / SPREAD_SD) ** 2, scale=SPREAD_SD**2 / SPREAD_DAYS)
    attack = rng.uniform(*ATTACK_SHARE, size=places) * beds * 0.88
    suspected = rng.poisson(np.where(since > 0, hump, 0) * attack[:, None]).astype(np.int32)
    confirmed = _lagged(rng.binomial(suspected, CONFIRMED_SHARE).astype(np.int32), CONFIRMED_LAG)
    deaths_covid = _lagged(rng.binomial(suspected, DEATH_SHARE).astype(np.int32), DEATH_LAG)
    outbreak = (since >= 0) & (since < 28)

    occupied = np.empty((places, days), np.int32)
    deaths_all = np.empty((places, days), np.int32)
    residents = rng.binomial(beds, 0.89).astype(np.int32)
    for day in range(days):
        covid = np.minimum(deaths_covid[:, day], residents)
        other = np.minimum(rng.poisson(residents * OTHER_DEATHS_A_DAY), residents - covid)
        deaths_covid[:, day], deaths_all[:, day] = covid, covid + other
        residents = residents - covid - other
        refill = np.where(outbreak[:, day], 0.01, REFILL_SHARE)
        residents = (residents + rng.binomial(beds - residents, refill)).astype(np.int32)
        occupied[:, day] = residents
    return Course(
        occupied=occupied,
        suspected_new=np.minimum(suspected, occupied),
        confirmed_new=np.minimum(confirmed, occupied),
        deaths_all_new=deaths_all,
        deaths_covid_new=deaths_covid,
        is_outbreak=outbreak,
    )
