"""What people type when they pick, send and take in consignments."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

from .catalogue import ENTER_REASON
from .stock import COUNT, MOST

Choices = Iterable[tuple[str, str]]
PICKED_AT_ONCE = 500


class PickOrder(Form):
    """How much of which lot, line by line; as proposed unless changed."""

    why = forms.CharField(
        label="Why other lots than proposed?", max_length=300, required=False, widget=forms.Textarea
    )
    express = forms.BooleanField(label="Send it express", required=False)
    furniture = {
        "why": {"rows": 2, "optional": True, "hint": "Needed only where you change what is proposed"}
    }

    def __init__(self, *arguments: Any, rows: Sequence[Any], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.rows = rows
        for row in rows:
            self.fields[row.field] = forms.IntegerField(
                label=row.words, initial=row.proposed, required=False, min_value=0, max_value=MOST,
                error_messages=COUNT,
            )  # fmt: skip
            self.furniture[row.field] = {"width": 10, "hint": row.hint}
        self.order_fields([*(row.field for row in rows), "why", "express"])

    def clean(self) -> dict[str, Any]:
        """Say so where a lot that was shown can be picked no more, rather than send less without a word."""
        given = super().clean() or {}
        known = {row.field for row in self.rows}
        gone = [name for name, typed in self.data.items() if name.startswith("take-") and typed.strip("0 ")]
        if not set(gone) <= known:
            self.add_error(None, "What can be picked has changed since. Look at it again, and pick it then.")
        return given


def numbers_in(text: str) -> list[int]:
    """The numbers of a hidden box, in their order; whatever else stands there is left out."""
    return [int(one) for one in text.split(",") if one.isascii() and one.isdecimal() and len(one) < 19]


class PickMany(Form):
    """How many orders are picked as proposed, the oldest first: of those the page showed, and no other."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    number = forms.IntegerField(
        label="How many orders, the oldest first",
        min_value=1,
        max_value=PICKED_AT_ONCE,
        initial=50,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Enter a whole number from 1 to {PICKED_AT_ONCE}"
        ),
    )
    furniture = {"number": {"width": 4}}


class Dispatch(Form):
    """By whom it goes, and by when it is promised: those the page showed to be picked, and no other."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    carrier = forms.CharField(label="Carrier", max_length=60)
    tracking = forms.CharField(label="Tracking number", max_length=60, required=False)
    promised_on = DayField(
        label="Promised by", required=False, help_text="Empty: by the promise in force, in working days"
    )
    furniture = {"carrier": {"width": 20}, "tracking": {"width": 20, "optional": True}}


class ConfirmArrival(Form):
    """What arrived, line by line, and who took it in."""

    def __init__(self, *arguments: Any, lines: Sequence[Any], reasons: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.lines = lines
        choices = [("", "As it was sent"), *reasons]
        for line in lines:
            what = f"{line.item.name}, lot {line.lot.number}"
            key, said = str(line.pk), line.quantity if line.received is None else line.received
            self.fields[f"received-{key}"] = forms.IntegerField(
                label=f"{what}: how many arrived?", initial=said, min_value=0, max_value=MOST,
                error_messages=COUNT | {"required": "Enter how many arrived, 0 for none"},
            )  # fmt: skip
            self.fields[f"reason-{key}"] = forms.ChoiceField(
                label=f"If not {line.quantity:,}, why?", choices=choices, required=False,
                initial=line.difference,
            )  # fmt: skip
            self.fields[f"note-{key}"] = forms.CharField(
                label="More about it", max_length=300, required=False
            )
            self.furniture[f"received-{key}"] = {"width": 10, "suffix": line.item.plural_unit}
            self.furniture[f"note-{key}"] = {"optional": True}
        self.fields["received_by"] = forms.CharField(
            label="Who took it in?", max_length=100, help_text="A name. It is kept apart, for two years."
        )
        self.furniture["received_by"] = {"width": 20, "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for line in self.lines:
            received, reason = given.get(f"received-{line.pk}"), given.get(f"reason-{line.pk}")
            if received is not None and received != line.quantity and not reason:
                self.add_error(f"reason-{line.pk}", "Choose why it is not what was sent")
        return given


class CorrectArrival(ConfirmArrival):
    """What arrived after all, and why that is said only now."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["received_by"]
        self.fields["why"] = forms.CharField(
            label="Why is it corrected?", max_length=300, widget=forms.Textarea,
            error_messages={"required": ENTER_REASON},
        )  # fmt: skip
        self.furniture["why"] = {"rows": 3}


class AnswerDiscrepancy(Form):
    """What was found out, and whether what is missing is sent again."""

    outcome = forms.ChoiceField(label="What was found out?", widget=forms.RadioSelect)
    answer = forms.CharField(
        label="Answer to the receiver", widget=forms.Textarea, max_length=300,
        error_messages={"required": ENTER_REASON},
    )  # fmt: skip
    replace = forms.BooleanField(label="Send what is missing again", required=False)
    furniture = {"answer": {"rows": 3}}

    def __init__(self, *arguments: Any, outcomes: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["outcome"]
        field.choices = list(outcomes)


class Unpick(Form):
    """Why a consignment goes back on the shelf."""

    why = forms.CharField(
        label="Reason", widget=forms.Textarea, max_length=300, error_messages={"required": ENTER_REASON}
    )
    furniture = {"why": {"rows": 3}}


class PutBack(Unpick):
    """Which consignments go back on the shelf together, and why."""

    chosen = forms.MultipleChoiceField(
        label="Which go back?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose what goes back on the shelf",
            "invalid_choice": "Consignment %(value)s is not here to be put back. Choose from this list",
        },
    )

    def __init__(self, *arguments: Any, choices: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["chosen"]
        field.choices = list(choices)
        self.order_fields(["chosen", "why"])
