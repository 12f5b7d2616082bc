"""What a row of a catalogue must say, cell by cell: one row for each pack of an item, or for an item without.

A row that repeats an item must say the same of it, so that nobody has to guess which row counts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from junction.core.imports import Finding, Severity

from .gs1 import check_digit, is_gtin

REQUIRED = ("code", "name", "base_unit", "plural_unit", "category")
OPTIONAL = ("is_ppe", "measure", "note", "pack", "pack_quantity", "gtin", "orderable")
# What returns call the protective equipment they ask about.
MEASURES = ("aprons", "gloves", "masks", "eye_protection", "gowns", "visors", "sanitiser")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0", ""})
LONGEST = {
    "code": 40,
    "name": 100,
    "base_unit": 20,
    "plural_unit": 20,
    "category": 40,
    "note": 300,
    "pack": 60,
}


@dataclass(frozen=True, slots=True)
class ListedItem:
    """What a row says of an item."""

    code: str
    name: str
    base_unit: str
    plural_unit: str
    category: str
    is_ppe: bool
    measure: str
    note: str


@dataclass(frozen=True, slots=True)
class ListedPack:
    """What a row says of a pack."""

    name: str
    quantity: int
    gtin: str
    is_orderable: bool


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One sound row."""

    number: int
    item: ListedItem
    pack: ListedPack | None


def clean_gtin(text: str) -> str:
    """A trade item number as 14 digits; "" for none. Raise `ValueError` with a sentence."""
    plain = re.sub(r"[\s-]", "", text)
    if not plain:
        return ""
    if is_gtin(plain):
        return plain.zfill(14)
    if plain.isascii() and plain.isdigit() and len(plain) in (8, 12, 13, 14):
        raise ValueError(
            f"The trade item number {plain} has a wrong check digit: "
            f"it should end in {check_digit(plain[:-1])}."
        )
    raise ValueError(f"“{text}” is no trade item number (GTIN): those have 8, 12, 13 or 14 digits.")


class _Cells:
    """The cells of one row, and what was wrong with them."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number, self.cells = number, cells
        self.findings: list[Finding] = []

    def wrong(self, column: str, check: str, message: str) -> None:
        value = self.cells.get(column, "")[:200]
        self.findings.append(Finding(self.number, column, value, check, Severity.ERROR, message))

    def text(self, column: str, *, required: bool = False) -> str:
        said = " ".join(self.cells.get(column, "").split())
        if required and not said:
            self.wrong(column, "cell-missing", f"Say the {column.replace('_', ' ')}.")
        if len(said) > LONGEST.get(column, 300):
            self.wrong(
                column, "cell-too-long", f"Write at most {LONGEST[column]} characters, not {len(said)}."
            )
        return said

    def yes(self, column: str) -> bool:
        said = self.text(column).lower()
        if said not in YES | NO:
            self.wrong(column, "cell-not-yes-or-no", "Write yes or no.")
        return said in YES

    def whole(self, column: str) -> int:
        said = self.text(column).replace(",", "").removesuffix(".0")
        if not (said.isascii() and said.isdigit() and 0 < int(said) <= 2_000_000_000):
            self.wrong(column, "cell-not-a-quantity", "Write a whole number of base units, from 1 up.")
            return 0
        return int(said)


def read_catalogue_row(number: int, cells: Mapping[str, str]) -> tuple[CatalogueRow | None, list[Finding]]:
    """Return a sound row, or nothing; and what was wrong with it."""
    row = _Cells(number, cells)
    item = _item(row)
    pack = _pack(row)
    return (None if row.findings else CatalogueRow(number, item, pack)), row.findings


def _item(row: _Cells) -> ListedItem:
    code = row.text("code", required=True).lower()
    if code and not CODE.fullmatch(code):
        row.wrong("code", "code-not-valid", "Write the code in small letters, digits and single hyphens.")
    measure = row.text("measure").lower().replace(" ", "_")
    if measure and measure not in MEASURES:
        row.wrong(
            "measure", "measure-not-known", f"Returns ask about {', '.join(MEASURES)}. Or leave it empty."
        )
    return ListedItem(
        code=code,
        name=row.text("name", required=True),
        base_unit=row.text("base_unit", required=True),
        plural_unit=row.text("plural_unit", required=True),
        category=row.text("category", required=True),
        is_ppe=row.yes("is_ppe"),
        measure=measure,
        note=row.text("note"),
    )


def _pack(row: _Cells) -> ListedPack | None:
    name, given = row.text("pack"), row.text("pack_quantity")
    if not name:
        for column in ("pack_quantity", "gtin"):
            if row.text(column):
                row.wrong(column, "pack-nameless", "Name the pack that this is of, such as “Box of 100”.")
        return None
    quantity = row.whole("pack_quantity") if given else 0
    if not given:
        row.wrong("pack_quantity", "cell-missing", "Say how many base units are in the pack.")
    gtin = ""
    try:
        gtin = clean_gtin(row.text("gtin"))
    except ValueError as wrong:
        row.wrong("gtin", "gtin-not-valid", str(wrong))
    return ListedPack(name, quantity, gtin, row.yes("orderable"))


def contradictions(rows: Iterable[CatalogueRow]) -> list[Finding]:
    """An item said twice and not the same; a pack or a trade item number listed twice."""
    found: list[Finding] = []
    items: dict[str, CatalogueRow] = {}
    packs: dict[tuple[str, str], int] = {}
    gtins: dict[str, int] = {}
    for row in rows:
        first = items.setdefault(row.item.code, row)
        if first.item != row.item:
            found.append(_twice(row, "code", f"Row {first.number} says something else of this item."))
        if row.pack is None:
            continue
        before = packs.setdefault((row.item.code, row.pack.name), row.number)
        if before != row.number:
            found.append(_twice(row, "pack", f"Row {before} lists this pack already."))
        before = gtins.setdefault(row.pack.gtin, row.number) if row.pack.gtin else row.number
        if before != row.number:
            found.append(_twice(row, "gtin", f"Row {before} has this trade item number already."))
    return found


def _twice(row: CatalogueRow, column: str, message: str) -> Finding:
    said = {"code": row.item.code, "pack": row.pack and row.pack.name, "gtin": row.pack and row.pack.gtin}
    check = f"{column}-twice"
    return Finding(row.number, column, str(said[column]), check, Severity.ERROR, message)
