"""What people type where stock comes in, is counted, held and extended."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

from .catalogue import ENTER_REASON, WithReason

Choices = Iterable[tuple[str, str]]
COUNT = dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a whole number, such as 12")
MOST = 1_000_000_000


class BeginReceipt(Form):
    """A delivery by a supplier."""

    supplier = forms.CharField(
        label="Supplier", max_length=200, help_text="As on the paper. A new one is added to the list."
    )
    paper = forms.CharField(label="Number of the delivery note", max_length=60, required=False)
    received_on = DayField(label="When did it come?")
    furniture = {"paper": {"optional": True, "width": 20}, "supplier": {"attributes": {"list": "suppliers"}}}


class Receive(Form):
    """One lot of a delivery: by barcode, by choice, or both."""

    barcode = forms.CharField(
        label="Barcode",
        required=False,
        max_length=200,
        help_text="Scan it, or type what stands under it: (01)09506000134352(17)251231(10)ABC123",
    )
    what = forms.ChoiceField(label="What is counted", required=False)
    count = forms.IntegerField(
        label="How many of these", required=False, min_value=1, max_value=10_000_000, error_messages=COUNT
    )
    lot = forms.CharField(label="Lot number", required=False, max_length=40)
    expires_on = DayField(label="Last day of use", required=False, help_text="Empty: it does not expire")
    furniture = {
        "barcode": {
            "optional": True,
            "autocomplete": "off",
            "spellcheck": False,
            "attributes": {"autofocus": ""},
        },
        "what": {"hint": "Leave it where the barcode names the pack"},
        "count": {"width": 5},
        "lot": {"width": 20, "autocomplete": "off", "hint": "Leave it where the barcode says it"},
    }

    def __init__(self, *arguments: Any, packs: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["what"]
        field.choices = [("", "What the barcode names"), *packs]


class ExtendLot(WithReason):
    """A lot may be used for longer."""

    expires_on = DayField(label="New last day of use")
    source = forms.CharField(label="Who says so, and where", max_length=300)
    field_order = ["expires_on", "source", "why"]


class HoldLot(WithReason):
    """A lot may not be given out."""

    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=[
            ("quarantine", "Quarantine: it waits to be checked"),
            ("hold", "On hold for another reason"),
        ],
    )
    depot = forms.ChoiceField(label="Where?", required=False)
    field_order = ["kind", "depot", "why"]

    def __init__(self, *arguments: Any, depots: Choices, everywhere: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["depot"]
        field.choices = ([("", "Everywhere")] if everywhere else []) + list(depots)
        field.required = not everywhere


class CountDepot(Form):
    """What was counted of each lot on the shelf; an empty box was not counted."""

    counted_on = DayField(label="When was it counted?")
    note = forms.CharField(label="Note", max_length=300, required=False)
    furniture = {"note": {"optional": True}}

    def __init__(self, *arguments: Any, lots: Sequence[Any], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.lots = lots
        for line in lots:
            name, key = f"lot-{line.lot.pk}", str(line.lot.pk)
            self.fields[name] = forms.IntegerField(
                label=f"{line.lot.item.name}, lot {line.lot.number}", required=False, min_value=0,
                max_value=MOST, error_messages=COUNT,
            )  # fmt: skip
            self.fields[f"seen-{key}"] = forms.IntegerField(
                required=False, initial=line.on_shelf, widget=forms.HiddenInput
            )
            self.furniture[name] = {"width": 10, "hint": f"The books say {line.on_shelf:,}"}

    def counted(self) -> dict[int, tuple[int, int]]:
        """By lot: what was counted, and what the books said when the page was made."""
        given = self.cleaned_data
        return {
            line.lot.pk: (given[f"lot-{line.lot.pk}"], given.get(f"seen-{line.lot.pk}") or 0)
            for line in self.lots
            if given.get(f"lot-{line.lot.pk}") is not None
        }


class SayWhy(Form):
    """Why each lot differs."""

    def __init__(self, *arguments: Any, differing: Sequence[tuple[Any, str, Choices]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        for line, words, reasons in differing:
            self.fields[f"reason-{line.lot.pk}"] = forms.ChoiceField(
                label=words, choices=list(reasons), widget=forms.RadioSelect,
                error_messages={"required": ENTER_REASON},
            )  # fmt: skip
            self.fields[f"note-{line.lot.pk}"] = forms.CharField(
                label="More about it", required=False, max_length=300
            )
            self.furniture[f"note-{line.lot.pk}"] = {"optional": True}
