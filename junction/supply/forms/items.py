"""How many of each item: boxes that other forms of supply begin with."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.core.wording import in_a_sentence

MOST = 10_000_000  # of one item: more is a slip
ITEM = "item-"


def whole(label: str, *, most: int = MOST) -> forms.IntegerField:
    """A count that may be left empty: not known."""
    said = f"{label} must be a whole number, 0 or more"
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), said)
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, error_messages=wrong)


class ItemsForm(Form):
    """A form that asks how many of each item, one box each; `asked` ends the sentence when none is said."""

    asked = ""

    def __init__(self, *arguments: Any, items: Sequence[Any], **named: Any) -> None:
        self.items = items
        super().__init__(*arguments, **named)
        for item in items:
            self.fields[f"{ITEM}{item.code}"] = whole(item.name)

    @property
    def item_fields(self) -> list[tuple[Any, Any]]:
        """Each item with its box."""
        return [(item, self[f"{ITEM}{item.code}"]) for item in self.items]

    @property
    def quantities(self) -> dict[str, int]:
        """Base units by the code of the item, without those left empty or at 0."""
        asked = {name[len(ITEM) :]: n for name, n in self.cleaned_data.items() if name.startswith(ITEM)}
        return {code: number for code, number in asked.items() if number}

    def clean(self) -> dict[str, Any]:
        """At least one item."""
        given = super().clean() or {}
        has_item = any(given.get(f"{ITEM}{item.code}") for item in self.items)
        if self.items and not has_item and not any(name.startswith(ITEM) for name in self.errors):
            first = self.items[0]
            self.add_error(
                f"{ITEM}{first.code}",
                f"Enter how many {in_a_sentence(first.name)} or other items{self.asked}",
            )
        return given
