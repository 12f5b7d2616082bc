"""What came, from a barcode and from what somebody typed or chose: the person's word goes before its.

Where a barcode leaves a doubt, the part in doubt must be typed; nothing is taken by guess.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from .gs1 import Label, NotABarcode, read_label


@dataclass(frozen=True, slots=True)
class Choice:
    """An item, counted in so many base units at a time: a pack, or single units."""

    item_code: str
    units: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and chosen beside the barcode."""

    barcode: str = ""
    what: Choice | None = None
    lot: str = ""
    expires_on: date | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came, in base units."""

    item_code: str
    lot: str
    expires_on: date | None
    quantity: int


class NotUnderstood(ValueError):
    """Something is missing or contradicts the barcode; `errors` says it at each field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


def understand(typed: Typed, *, pack_of: Callable[[str], Choice | None], on: date) -> Arrived:
    """Return what came. Raise `NotUnderstood`. `pack_of` knows the pack of a trade item number."""
    label = Label()
    if typed.barcode.strip():
        try:
            label = read_label(typed.barcode, on=on)
        except NotABarcode as wrong:
            raise NotUnderstood({"barcode": str(wrong)}) from None
    errors: dict[str, str] = {}
    what = _what(typed, label, pack_of, errors)
    lot = typed.lot.strip() or label.lot
    if label.doubts and not typed.lot.strip():
        errors["lot"] = label.doubts[0]
    elif not lot:
        errors["lot"] = "Enter the lot number. It stands on the box, often after LOT."
    count = typed.count if typed.count is not None else label.count
    if count is None:
        errors["count"] = "Enter how many there are"
    expires_on = typed.expires_on or label.expires_on
    if typed.expires_on and label.expires_on and typed.expires_on != label.expires_on:
        errors["expires_on"] = f"The barcode says {label.expires_on:%d/%m/%Y}. Compare it with the box."
    if errors or what is None or count is None:
        raise NotUnderstood(errors)
    return Arrived(what.item_code, lot, expires_on, what.units * count)


def _what(
    typed: Typed, label: Label, pack_of: Callable[[str], Choice | None], errors: dict[str, str]
) -> Choice | None:
    said = pack_of(label.gtin) if label.gtin else None
    if typed.what is None:
        if said is None:
            errors["what"] = (
                f"No pack of the catalogue has the number {label.gtin}. Choose what it is"
                if label.gtin
                else "Choose what it is, or scan the barcode that says so"
            )
        return said
    if said is not None and said.item_code != typed.what.item_code:
        errors["what"] = "The barcode is of another item. Choose that, or clear the barcode"
    return typed.what
