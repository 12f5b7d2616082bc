"""What people type about drops to every provider, and about what wholesalers are given and sell on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.core.uploads.forms import UploadedFile
from junction.supply.rules.units import CannotCount, Countable, read_quantity

from .catalogue import WHOLE, WithReason
from .stock import MOST

Choices = Iterable[tuple[str, str]]


class PlanDrop(WithReason):
    """From where, to whom, how much of each item for each place, and by when."""

    depot = forms.ChoiceField(label="From which depot?")
    area = forms.ChoiceField(label="To whom?", required=False)
    promised_on = DayField(label="Promised by")

    def __init__(
        self,
        *arguments: Any,
        depots: Choices,
        areas: Choices,
        items: Iterable[Any],
        kit: Mapping[str, int],
        ways: Mapping[str, Countable],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["depot"].choices = [("", "Choose a depot"), *depots]
        fields["area"].choices = [("", "Every registered provider of the nation"), *areas]
        self.items, self.ways = list(items), ways
        for item in self.items:
            self.fields[f"kit-{item.code}"] = forms.CharField(
                label=f"{item.name}, for each place", required=False, max_length=60,
                initial=kit.get(item.code),
            )  # fmt: skip
            least = f"At least {kit[item.code]:,} by the rule in force" if item.code in kit else ""
            self.furniture[f"kit-{item.code}"] = {"width": 10, "suffix": item.plural_unit, "hint": least}
        names = [f"kit-{item.code}" for item in self.items]
        self.order_fields(["depot", "area", *names, "promised_on", "why"])

    @property
    def kit(self) -> dict[str, int]:
        """Base units for each place, by item's code."""
        given = self.cleaned_data
        return {item.code: given[f"kit-{item.code}"] for item in self.items if given[f"kit-{item.code}"]}

    def clean(self) -> dict[str, Any]:
        """Read “300” and “3 boxes of 100” alike."""
        given = super().clean() or {}
        for item in self.items:
            name = f"kit-{item.code}"
            text = (given.get(name) or "").strip()
            try:
                given[name] = read_quantity(text, self.ways[item.code]) if text else 0
                if given[name] > MOST:
                    raise CannotCount(f"Write at most {MOST:,} {item.plural_unit}.")
            except CannotCount as wrong:
                self.add_error(name, str(wrong))
        return given


class SendDrop(Form):
    """By whom a drop goes."""

    carrier = forms.CharField(label="Carrier", max_length=60)
    furniture = {"carrier": {"width": 20}}


class ReleaseStock(WithReason):
    """So much of an item from a hub to a wholesaler."""

    depot = forms.ChoiceField(label="From which depot?")
    item = forms.ChoiceField(label="Item")
    quantity = forms.IntegerField(
        label="How many base units", min_value=1, max_value=MOST, error_messages=WHOLE
    )
    field_order = ["depot", "item", "quantity", "why"]
    furniture = {**WithReason.furniture, "quantity": {"width": 10}}

    def __init__(self, *arguments: Any, depots: Choices, items: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["depot"].choices = [("", "Choose a depot"), *depots]
        fields["item"].choices = [("", "Choose an item"), *items]


class RecordSale(Form):
    """What a wholesaler sold on, and to whom."""

    place = forms.CharField(
        label="Regulator's number of the place", max_length=50, help_text="Such as 1-112588858"
    )
    item = forms.ChoiceField(label="Item")
    quantity = forms.IntegerField(
        label="How many base units", min_value=1, max_value=MOST, error_messages=WHOLE
    )
    sold_on = DayField(label="When was it sold?")
    invoice = forms.CharField(label="Number of the invoice", max_length=60)
    furniture = {"place": {"width": 20}, "quantity": {"width": 10}, "invoice": {"width": 20}}

    def __init__(self, *arguments: Any, items: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["item"]
        field.choices = [("", "Choose an item"), *items]


class ImportSales(Form):
    """A file of what a wholesaler sold on."""

    depot = forms.ChoiceField(label="Which wholesaler?")

    file = UploadedFile(
        label="Sales",
        help_text="CSV or XLSX: invoice, sold_on, place (the regulator's number), item (its code), quantity; "
        "and if you like unit (pair, Box of 100)",
    )

    def __init__(self, *arguments: Any, depots: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["depot"]
        field.choices = [("", "Choose a wholesaler"), *depots]
