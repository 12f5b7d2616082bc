"""What a provider's count of its stock may say: the book of reasons, and a row of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from junction.core.imports import Finding, Severity
from junction.core.playbook import load
from junction.core.tables import DayOrder, NotADay, parse_day

BOOK = Path(__file__).parents[1] / "playbook" / "place-counts.toml"
REQUIRED = ("place", "counted_on", "item", "quantity")
OPTIONAL = ("unit", "reason")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a count differs from the books, and which account sets them right."""

    code: str
    title: str
    to: str  # consumed or lost; found or back
    more: bool = False


@dataclass(frozen=True, slots=True)
class PlaceCountBook:
    """One version of the book."""

    reference: str
    reasons: Mapping[str, Reason]
    less: str
    more: str
    oldest_days: int
    returns_days: int

    def reason(self, code: str, difference: int) -> Reason | None:
        """The reason for a difference: the one named, else the usual one; none where it does not fit."""
        found = self.reasons.get(code or (self.more if difference > 0 else self.less))
        return found if found is not None and found.more == (difference > 0) else None

    def title(self, code: str) -> str:
        """A reason in words; a code of an older version as it is."""
        return self.reasons[code].title if code in self.reasons else code


def place_count_book(day: date) -> PlaceCountBook:
    """The version in force on a day."""
    found = load(BOOK).on(day)
    values = dict(found.values)
    reasons = {code: Reason(code, **one) for code, one in values.pop("reasons").items()}
    return PlaceCountBook(reference=found.reference, reasons=MappingProxyType(reasons), **values)


@dataclass(frozen=True, slots=True)
class ListedCount:
    """One row: of a place, on a day, so much of an item as it is written there."""

    number: int
    place: str
    counted_on: date
    item: str
    quantity: str
    unit: str
    reason: str


def read_count(
    number: int, cells: Mapping[str, str], *, order: DayOrder
) -> tuple[ListedCount | None, list[Finding]]:
    """Return a row of which every cell is there, or nothing; and what was wrong with it."""
    said = {name: " ".join(cells.get(name, "").split()) for name in (*REQUIRED, *OPTIONAL)}
    found = [
        odd(number, name, "", "cell-missing", f"Say the {name.replace('_', ' ')}.")
        for name in REQUIRED
        if not said[name]
    ]
    try:
        day = parse_day(said["counted_on"], order=order) if said["counted_on"] else None
    except NotADay as wrong:
        found.append(odd(number, "counted_on", said["counted_on"], "day-not-valid", str(wrong)))
        day = None
    if found or day is None:
        return None, found
    return ListedCount(number, said["place"], day, said["item"].lower(), said["quantity"], said["unit"],
                       said["reason"].lower()), []  # fmt: skip


def odd(number: int, column: str, value: str, check: str, message: str) -> Finding:
    """What is wrong with a cell."""
    return Finding(number, column, value[:200], check, Severity.ERROR, message)
