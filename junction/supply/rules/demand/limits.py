"""From when a figure is too old, a stock too small or too large: dated data, in `playbook/demand.toml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
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
    use_weights: Mapping[str, float]  # of each basis in a blend of daily use
    cover_edges: Sequence[float]  # days between the bars of a chart of cover
    fill_edges: Sequence[float]  # parts of a claim between the bars of a chart of a run
    keep_minutes: float  # that the demand of a large area is shown before it is worked out anew
    keep_from_places: int  # how many places make an area large

    @property
    def soon_words(self) -> str:
        """“48 hours”."""
        return in_words(self.out_soon_days)

    @property
    def short_words(self) -> str:
        """“a week”."""
        return in_words(self.short_days)


@cache
def limits_on(day: date) -> Limits:
    """Return the limits in force on `day`."""
    found = load(PLAYBOOK / "demand.toml").on(day)
    return Limits(reference=found.reference, source=found.source, **found.values)


def in_words(days: float) -> str:
    """Say a number of days: by the hour up to three days, and a week or two as such."""
    if days <= 3:
        return "a day" if days == 1 else f"{days * 24:g} hours"
    return {7.0: "a week", 14.0: "2 weeks"}.get(days, f"{days:g} days")


def bands_in_words(edges: Sequence[float]) -> list[str]:
    """Name the bars between edges in days: “Under a day”, “2 to 7 days”, “2 weeks and more”."""
    names = [f"Under {in_words(edges[0])}"]
    names += [f"{lower:g} to {upper:g} days" for lower, upper in pairwise(edges)]
    return [*names, f"{in_words(edges[-1]).capitalize()} and more"]
