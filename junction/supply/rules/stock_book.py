"""The dated words and limits of stock: reasons of counts and arrivals, outcomes, promises, the drop's kit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from junction.core.playbook import RuleVersion, load

BOOK = Path(__file__).parents[1] / "playbook" / "stock.toml"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason or an outcome, by its code."""

    code: str
    title: str
    act: str = ""  # of a count: lose, find or correct
    to: str = ""  # of an outcome: arrived, shelf, lost, shelf-out, nothing, corrected
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class StockBook:
    """One version of the book."""

    reference: str
    count_reasons: Mapping[str, Reason]
    arrival_reasons: Mapping[str, Reason]
    outcomes: Mapping[str, Reason]
    promise: Mapping[str, int]
    emergency_kit: Mapping[str, int]
    drop_again_within_days: int
    receipt_open_days: int
    keep_receiver_days: int
    keep_recall_addresses_days: int

    def reasons_for_count(self, *, surplus: bool) -> list[Reason]:
        """The reasons that fit a lot of which more (or less) was counted than the books say."""
        fits = {"correct", "find" if surplus else "lose"}
        return [reason for reason in self.count_reasons.values() if reason.act in fits]

    def title(self, code: str) -> str:
        """Any reason or outcome in words; a code of an older version as it is."""
        for reasons in (self.count_reasons, self.arrival_reasons, self.outcomes):
            if code in reasons:
                return reasons[code].title
        return code


def stock_book(day: date) -> StockBook:
    """The version in force on a day."""
    version: RuleVersion = load(BOOK).on(day)
    values = version.values
    return StockBook(
        reference=version.reference,
        count_reasons=_reasons(values["count_reasons"]),
        arrival_reasons=_reasons(values["arrival_reasons"]),
        outcomes=_reasons(values["outcomes"]),
        promise=values["promise"],
        emergency_kit=values["emergency_kit"],
        drop_again_within_days=values["drop"]["again_within_days"],
        receipt_open_days=values["receipt"]["open_days"],
        keep_receiver_days=values["receipt"]["keep_receiver_days"],
        keep_recall_addresses_days=values["recall"]["keep_addresses_days"],
    )


def _reasons(said: Mapping[str, Mapping[str, Any]]) -> dict[str, Reason]:
    return {
        code: Reason(code, one["title"], one.get("act", ""), one.get("to", ""), bool(one.get("more")))
        for code, one in said.items()
    }
