"""What people type into an order: packs of each item, and a file of orders for many places.

A basket travels with the page, signed, from the quantities to the check and the answer: nothing is stored
until the order is placed, and its key makes a second press of the button the same order.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.core import signing

from junction.core.tables import Table
from junction.supply.rules.standing import Allowance, Standing
from junction.supply.rules.units import CannotCount, Countable, read_quantity

SALT = "supply.basket"
KEPT_SECONDS = 24 * 60 * 60
MOST_PACKS = 100_000
MOST_UNITS = 10_000_000  # of one item in one order, as by API


@dataclass(frozen=True, slots=True)
class Basket:
    """What somebody is about to order: base units by item's code, by place; a key for the whole of it."""

    path: str
    orders: list[tuple[int, dict[str, int]]]
    why: str = ""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def read_basket(text: str, *, path: str) -> Basket | None:
    """Return the basket of this page, or nothing when it is not ours, of another page, or a day old."""
    try:
        said = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
        basket = Basket(**(said | {"orders": [(place, lines) for place, lines in said["orders"]]}))
    except (signing.BadSignature, TypeError, KeyError):
        return None
    return basket if basket.path == path else None


def read_packs(
    typed: Mapping[str, str], allowances: Sequence[Allowance]
) -> tuple[dict[str, int], dict[str, str]]:
    """Return base units by item's code, and what is wrong at which item."""
    found, errors = {}, {}
    for allowance in allowances:
        code = allowance.offered.code
        text = typed.get(f"packs-{code}", "").strip().replace(",", "")
        if not text:
            continue
        if not text.isdecimal() or int(text) > MOST_PACKS:
            errors[code] = f"Packs of {allowance.offered.name} must be a whole number, like 2"
        elif int(text):
            found[code] = int(text) * allowance.offered.pack
    if not found and not errors:
        first = allowances[0].offered
        errors[first.code] = "Say how many packs you need of at least one item"
    return found, errors


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file of orders: its place as it is named there, and what it asks for."""

    number: int
    place: str
    lines: dict[str, int]
    errors: list[str]


def read_orders(table: Table, items: Mapping[str, Countable]) -> list[FileRow]:
    """Read a row a place: `place` and a column for each item, in base units or with its unit (“3 pairs”).

    Empty cells ask for nothing.
    """
    rows = []
    for row in table.rows:
        lines, errors = {}, []
        for code, item in items.items():
            text = row.cells.get(code, "").strip()
            try:
                units = read_quantity(text, item) if text else 0
                if units > MOST_UNITS:
                    raise CannotCount(f"Write at most {MOST_UNITS:,} {item.plural_unit}.")
            except CannotCount as wrong:
                errors.append(f"{code}: {wrong}")
                continue
            if units:
                lines[code] = units
        place = row.cells["place"]
        if not place:
            errors.append("place: it is empty. Write our number or the regulator’s, such as 1-123456789")
        elif not lines and not errors:
            errors.append("The row asks for nothing")
        rows.append(FileRow(row.number, place, lines, errors))
    return rows


def usual_packs(standing: Standing, wanted: Mapping[str, int]) -> dict[str, int]:
    """Return packs by item's code, no more than are left of the allowance."""
    found = {}
    for allowance in standing.allowances:
        packs = min(wanted.get(allowance.offered.code, 0) // allowance.offered.pack, allowance.packs_left)
        if packs:
            found[allowance.offered.code] = packs
    return found
