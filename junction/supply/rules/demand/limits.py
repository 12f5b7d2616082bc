"""From when a figure is too old, a stock too small or too large: dated data, in `playbook/demand.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

PLAYBOOK = Path(__file__).parents[2] / "playbook"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force on a day."""

    reference: str
    source: str
    window_days: int  # how far back counts are looked at
    least_days: int  # days with stock that a rate from counts must rest on
    counts_last: int  # days after which a count is too old to tell a rate
    stated_last: int  # the same for what a place says it uses
    out_soon_days: float
    target_days: int  # of cover that a claim asks for
    hoard_days: float  # of modelled need; more in stock is flagged
    over_times: float  # the modelled need; more said to be used is flagged
    under_part: float  # of the modelled need; less said to be used is flagged
    urgent_days: float  # cover below which a claim has the first of the weights below, and so on
    short_days: float
    map_red_part: float  # of the places of an area that run out soon, from which it is red
    fill_red: float  # part of claims met in an area of a run, below which it is red
    fill_amber: float
    weights: Mapping[str, float]


@cache
def limits_on(day: date) -> Limits:
    """Return the limits in force on `day`."""
    found = load(PLAYBOOK / "demand.toml").on(day)
    return Limits(reference=found.reference, source=found.source, **found.values)
