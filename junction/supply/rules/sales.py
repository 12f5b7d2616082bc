"""What a row of a wholesaler's sales must say, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from junction.core.imports import Finding, Severity
from junction.core.tables import DayOrder, NotADay, parse_day

COLUMNS = ("invoice", "sold_on", "place", "item", "quantity")
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ListedSale:
    """One sound row: base units of an item to a place, by its regulator's number."""

    number: int
    invoice: str
    sold_on: date
    place: str
    item: str
    quantity: int


def read_sale(
    number: int, cells: Mapping[str, str], *, order: DayOrder, today: date
) -> tuple[ListedSale | None, list[Finding]]:
    """Return a sound row, or nothing; and what was wrong with it."""
    said = {name: " ".join(cells.get(name, "").split()) for name in COLUMNS}
    found = [_wrong(number, name, "", "cell-missing", f"Say the {name.replace('_', ' ')}.")
             for name, text in said.items() if not text]  # fmt: skip
    day = _day(number, said["sold_on"], order, today, found)
    quantity = _quantity(number, said["quantity"], found)
    if len(said["invoice"]) > 60:
        found.append(
            _wrong(number, "invoice", said["invoice"], "cell-too-long", "Write at most 60 characters.")
        )
    if found or day is None:
        return None, found
    return ListedSale(number, said["invoice"], day, said["place"], said["item"].lower(), quantity), []


def _day(number: int, text: str, order: DayOrder, today: date, found: list[Finding]) -> date | None:
    if not text:
        return None
    try:
        day = parse_day(text, order=order)
    except NotADay as wrong:
        found.append(_wrong(number, "sold_on", text, "day-not-valid", str(wrong)))
        return None
    if day > today:
        found.append(_wrong(number, "sold_on", text, "day-to-come", "This day is still to come. Correct it."))
    return day


def _quantity(number: int, text: str, found: list[Finding]) -> int:
    plain = text.replace(",", "").removesuffix(".0")
    if plain.isascii() and plain.isdigit() and 0 < int(plain) <= MOST:
        return int(plain)
    if text:
        message = "Write a whole number of base units, from 1 up."
        found.append(_wrong(number, "quantity", text, "quantity-not-valid", message))
    return 0


def _wrong(number: int, column: str, value: str, check: str, message: str) -> Finding:
    return Finding(number, column, value[:200], check, Severity.ERROR, message)
