"""What people type where a provider counts what lies with it, and a file of counts of many places."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.supply.rules.units import CannotCount, Countable, read_quantity

from .stock import Choices

Shown = tuple[str, str, int, Countable]  # code, name, what the books say, how it may be counted


class CountPlace(Form):
    """How many there are of each item; an empty box was not counted."""

    counted_on = DayField(label="When was it counted?")

    def __init__(self, *arguments: Any, items: Sequence[Shown], reasons: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.items = items
        choices = [("", "Less: it was used. More: nobody knows why"), *reasons]
        for code, name, books, countable in items:
            self.fields[f"counted-{code}"] = forms.CharField(label=name, required=False, max_length=60)
            self.fields[f"reason-{code}"] = forms.ChoiceField(
                label=f"If not {books:,}, why?", choices=choices, required=False
            )
            self.furniture[f"counted-{code}"] = {
                "width": 10, "hint": _hint(books, countable), "suffix": countable.plural_unit,
                "autocomplete": "off",
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["lines"] = {}
        for code, _, _, countable in self.items:
            text = (given.get(f"counted-{code}") or "").strip()
            try:
                if text:
                    units = read_quantity(text, countable)
                    given["lines"][code] = (units, given.get(f"reason-{code}", ""))
            except CannotCount as wrong:
                self.add_error(f"counted-{code}", str(wrong))
        return given


def _hint(books: int, countable: Countable) -> str:
    """What the books say, and in what one may count."""
    packs = [name for name, size in countable.packs.items() if size > 1]
    ways = f", or say the pack: 3 {packs[-1]}" if packs else ""
    return f"The books say {books:,}. Count in {countable.plural_unit}{ways}"


class ImportPlaceCounts(Form):
    """A file of counts."""

    file = forms.FileField(
        label="File",
        help_text="CSV or XLSX: place (the regulator's number or ours), counted_on, item (its code), "
        "quantity; and if you like unit (pair, Box of 100) and reason",
    )
