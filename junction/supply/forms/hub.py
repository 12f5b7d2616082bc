"""What is typed at a council's hub and between providers: who somebody is, how many of each item."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.supply.rules.free_supply import FreeSupply

from .items import ItemsForm, whole


class RegisterRecipient(Form):
    """Who may have free supply, and why."""

    council = forms.ChoiceField(label="Hub of", error_messages={"required": "Select the council"})
    name = forms.CharField(label="Name", max_length=100)
    contact = forms.CharField(label="Telephone number or email address", max_length=100)
    address = forms.CharField(label="Address", max_length=300, required=False, widget=forms.Textarea)
    eligibility = forms.ChoiceField(
        label="Why may they have it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select why they may have it"},
    )
    evidence = forms.CharField(
        label="What have you seen that shows it?",
        max_length=200,
        help_text="Name it; do not copy it. Nothing about the person they care for",
    )
    furniture = {"address": {"rows": 3, "optional": True}}

    def __init__(
        self, *arguments: Any, councils: Sequence[tuple[str, str]], rules: FreeSupply, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        pairs = [(one.code, one.text) for one in rules.eligibilities.values()]
        hubs = list(councils) if len(councils) == 1 else [("", "Select a council"), *councils]
        self.fields["council"].choices = hubs  # type: ignore[attr-defined] # a choice field
        self.fields["eligibility"].choices = pairs  # type: ignore[attr-defined] # a choice field
        hints = {one.code: one.evidence for one in rules.eligibilities.values()}
        self.furniture["eligibility"] = {"hints": hints}


class HandOut(ItemsForm):
    """From which store, and how many of each item."""

    depot = forms.ChoiceField(label="Store", error_messages={"required": "Select the store"})

    def __init__(self, *arguments: Any, depots: Sequence[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        pairs = [(str(number), name) for number, name in depots]
        self.fields["depot"].choices = pairs if len(pairs) == 1 else [("", "Select a store"), *pairs]  # type: ignore[attr-defined] # a choice field


class OfferAid(ItemsForm):
    """From which of one's places, to which other, and how many of each item."""

    giver = forms.ChoiceField(label="From", error_messages={"required": "Select who gives"})
    number = forms.CharField(
        label="Registered number of the provider you give to",
        max_length=40,
        help_text="Ask them for it. It looks like 1-123456789",
    )
    why = forms.CharField(
        label="What should they know?", max_length=300, required=False, widget=forms.Textarea
    )
    furniture = {"number": {"width": 20}, "why": {"rows": 2, "optional": True}}

    def __init__(self, *arguments: Any, places: Sequence[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        pairs = [(str(number), name) for number, name in places]
        self.fields["giver"].choices = pairs if len(pairs) == 1 else [("", "Select a place"), *pairs]  # type: ignore[attr-defined] # a choice field


class ReceiveAid(Form):
    """How many of each line came."""

    def __init__(self, *arguments: Any, lines: Sequence[Any], **named: Any) -> None:
        super().__init__(*arguments, **named)
        for line in lines:
            box = whole(line.item.name)
            box.initial = line.granted
            self.fields[f"line-{line.pk}"] = box
            self.furniture[f"line-{line.pk}"] = {"width": 5, "suffix": line.item.plural_unit}

    @property
    def came(self) -> dict[int, int]:
        """Base units by the number of the line; an empty box means none came."""
        return {int(name[5:]): number or 0 for name, number in self.cleaned_data.items()}
