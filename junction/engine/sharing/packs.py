"""Whole packs of one stock: the next pack always goes to the line that has the least for its rate.

A pack is keyed by the level its line had before it. So a first pack has key 0: everyone who has a claim
gets one before anyone gets a second. Among equal keys the line that stands first comes first. This is the
exact max-min share in whole packs; the water level brackets the last key, so that few packs have to be
looked at one by one.
"""

import numpy as np

from .levels import Floats, fill_to_level, water_level
from .lines import Ints, Lines, Shares


def share_packs(lines: Lines, supply: int) -> Shares:
    """Return the weighted max-min share of a supply of whole packs among the lines.

    Floors come first, shared by the same rule where they alone are more than there is. Raise `ValueError`
    for a supply below 0.
    """
    if supply < 0:
        raise ValueError(f"a supply of {supply} packs")
    most, least = lines.most, lines.least
    if int(least.sum()) > supply:
        most, least = least, np.zeros_like(least)
    given = np.zeros_like(most)
    able = most > 0
    level = float("inf")
    if able.any():
        given[able], level = _give(lines.rates[able], least[able], most[able], supply)
    return Shares(lines, given, np.full(len(lines), level))


def _give(rates: Floats, least: Ints, most: Ints, supply: int) -> tuple[Ints, float]:
    """Return the packs of each line and the level that the stock would reach if packs could be opened."""
    level = water_level(rates, least.astype(np.float64), most.astype(np.float64), supply)
    if np.isinf(level):
        return most, level
    sure = np.maximum(_surely(rates, least, most, supply), least)
    perhaps = np.clip(np.ceil(level * rates).astype(np.int64) + 1, sure, most)
    return sure + _next_packs(rates, sure, perhaps, supply - int(sure.sum())), level


def _surely(rates: Floats, least: Ints, most: Ints, supply: int) -> Ints:
    """Return packs that every line has for certain: with one more each, the supply still lasts."""
    floors, caps = np.maximum(least - 1, 0).astype(np.float64), (most - 1).astype(np.float64)
    left = supply - len(rates)
    if left < floors.sum():
        return least
    level = water_level(rates, floors, caps, left)
    return np.floor(fill_to_level(level, rates, floors, caps) * (1 - 1e-12)).astype(np.int64)


def _next_packs(rates: Floats, sure: Ints, perhaps: Ints, packs: int) -> Ints:
    """Return how many of the packs beyond `sure` each line gets, up to `perhaps`, the lowest keys first."""
    counts = perhaps - sure
    line = np.repeat(np.arange(len(rates)), counts)
    before = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    keys = (sure[line] + before) / rates[line]
    if packs >= len(keys):
        return counts
    last = np.partition(keys, packs)[packs]
    chosen = keys < last
    at_last = np.flatnonzero(keys == last)[: packs - int(chosen.sum())]
    chosen[at_last] = True
    return np.bincount(line[chosen], minlength=len(rates)).astype(np.int64)
