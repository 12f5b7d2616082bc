"""What people type about drops to every provider, and about what wholesalers are given and sell on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.core.uploads.forms import UploadedFile

from .catalogue import WHOLE, WithReason
from .stock import COUNT, MOST

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
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["depot"].choices = [("", "Choose a depot"), *depots]
        fields["area"].choices = [("", "Every registered provider of the nation"), *areas]
        self.items = list(items)
        for item in self.items:
            self.fields[f"kit-{item.code}"] = forms.IntegerField(
                label=f"{item.name}, for each place", required=False, min_value=0, max_value=MOST,
                initial=kit.get(item.code), error_messages=COUNT,
            )  # fmt: skip
            least = f"At least {kit[item.code]:,} by the rule in force" if item.code in kit else ""
            self.furniture[f"kit-{item.code}"] = {"width": 5, "suffix": item.plural_unit, "hint": least}
        names = [f"kit-{item.code}" for item in self.items]
        self.order_fields(["depot", "area", *names, "promised_on", "why"])

    @property
    def kit(self) -> dict[str, int]:
        """Base units for each place, by item's code."""
        given = self.cleaned_data
        return {item.code: given[f"kit-{item.code}"] for item in self.items if given[f"kit-{item.code}"]}


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
        help_text="CSV or XLSX: invoice, sold_on, place (the regulator's number), item (its code), quantity",
    )

    def __init__(self, *arguments: Any, depots: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["depot"]
        field.choices = [("", "Choose a wholesaler"), *depots]
