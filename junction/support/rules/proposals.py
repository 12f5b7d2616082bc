"""Proposals for new provision: the figures that stand as evidence, and what came of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from .unmet import UnmetRules
from .unmet_figures import Cell, mean_over


@dataclass(frozen=True, slots=True)
class Evidence:
    """How it stood with one kind of need in one area at a moment."""

    unmet: int  # that new provision could mend
    by_reason: Mapping[str, int]
    mean: float  # not met at the end of a day, over `days`
    days: int
    stated: int  # in the days looked back
    open: int
    services: int
    programmes: int

    def frozen(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)


def evidence_of(kept: Mapping[str, Any]) -> Evidence:
    """Return evidence as it was kept."""
    return Evidence(**kept)


@dataclass(frozen=True, slots=True)
class Change:
    """How many were not met, as a mean of days' ends, before and after."""

    before: float
    after: float

    @property
    def percent(self) -> float | None:
        """The change in per cent; None where nothing was left unmet before."""
        return 100 * (self.after - self.before) / self.before if self.before else None


def gap_days(
    found: Sequence[tuple[date, Mapping[Cell, int]]], *, rules: UnmetRules, category: str
) -> dict[date, int]:
    """Return how many needs of a kind were not met by day, for reasons that new provision could mend."""
    return {
        day: sum(n for cell, n in leaves.items() if cell.category == category and cell.reason in rules.gaps)
        for day, leaves in found
    }


def change_of(days: Mapping[date, int], *, begins_on: date, length: int) -> Change:
    """Compare the days before a provision began with as many from its first day on."""
    before = mean_over(days, first_on=begins_on - timedelta(days=length),
                       last_on=begins_on - timedelta(days=1))  # fmt: skip
    after = mean_over(days, first_on=begins_on, last_on=begins_on + timedelta(days=length - 1))
    return Change(before, after)
