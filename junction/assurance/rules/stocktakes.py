"""Stocktakes with a region's directors: what kinds of points there are, and by when one is written up.

Plan of 15 April 2020, paragraph 4.25: area, challenge, approach, and what is asked of the centre.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.calendar import working_days_after
from junction.core.playbook import load

from .book import Word

BOOK = load(Path(__file__).parents[1] / "playbook" / "stocktakes.toml")
ISSUE, ASK = "national-issue", "record-ask"


@dataclass(frozen=True, slots=True)
class PointKind:
    """A kind of point, and whether it asks something of the centre."""

    title: str
    is_ask: bool


@dataclass(frozen=True, slots=True)
class StocktakeRules:
    """The rules in force on a day."""

    reference: str
    director: str
    finder: str
    write_up_days: int
    points: Mapping[str, PointKind]
    carried: Mapping[str, str]
    states: Mapping[str, Word]

    def write_up_by(self, held_on: date) -> date:
        """Return the last day on which a stocktake is written up in time."""
        return working_days_after(held_on, self.write_up_days)


@cache
def stocktake_rules(day: date) -> StocktakeRules:
    """Return the rules of stocktakes in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return StocktakeRules(
        version.reference, said["director"], said["finder"], said["write_up_days"],
        {code: PointKind(**one) for code, one in said["points"].items()}, said["carried"],
        {code: Word(code, **one) for code, one in said["states"].items()},
    )  # fmt: skip
