"""What a row of a wholesaler's sales must say, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from junction.core.imports import Finding, Severity
from junction.core.tables import DayOrder, NotADay, parse_day

from .units import CannotCount, Countable, read_quantity

COLUMNS = ("invoice", "sold_on", "place", "item", "quantity")
OPTIONAL = ("unit",)


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
    number: int, cells: Mapping[str, str], *, order: DayOrder, today: date, items: Mapping[str, Countable]
) -> tuple[ListedSale | None, list[Finding]]:
    """Return a sound row, or nothing; and what was wrong with it. `items`: what each may be counted in."""
    said = {name: " ".join(cells.get(name, "").split()) for name in COLUMNS}
    found = [_wrong(number, name, "", "cell-missing", f"Say the {name.replace('_', ' ')}.")
             for name, text in said.items() if not text]  # fmt: skip
    day = _day(number, said["sold_on"], order, today, found)
    unit = " ".join(cells.get("unit", "").split())
    quantity = _quantity(number, said["quantity"], unit, items.get(said["item"].lower()), found)
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


def _quantity(number: int, text: str, unit: str, item: Countable | None, found: list[Finding]) -> int:
    """Base units; of an item that nobody knows none, since that is said of the item."""
    if not text or item is None:
        return 0
    try:
        if units := read_quantity(text, item, unit=unit):
            return units
        message = f"Write a number of {item.plural_unit} from 1 up."
    except CannotCount as wrong:
        message = str(wrong)
    found.append(_wrong(number, "quantity", text, "quantity-not-valid", message))
    return 0


def _wrong(number: int, column: str, value: str, check: str, message: str) -> Finding:
    return Finding(number, column, value[:200], check, Severity.ERROR, message)
