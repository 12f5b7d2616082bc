"""What is typed about offers of help: making, passing on and answering one, its use, who has which kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

MOST = 1_000_000
Pairs = Sequence[tuple[str, str]]


class Choosing(Form):
    """A form whose choices are said when it is made, by the name of the field."""

    def __init__(self, *arguments: Any, choices: Mapping[str, Pairs], **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, pairs in choices.items():
            self.fields[name].choices = list(pairs)  # type: ignore[attr-defined] # choice fields


class MakeHelpOffer(Choosing):
    """What a business or group offers, and how they are reached."""

    kind = forms.ChoiceField(
        label="What can you offer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you can offer"},
    )
    staff_kind = forms.ChoiceField(label="If staff, which?", required=False)
    what = forms.CharField(
        label="Describe it",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Do not write names, numbers or addresses of people here",
    )
    quantity = forms.IntegerField(
        label="How many?",
        min_value=1,
        max_value=MOST,
        help_text="Rooms, vehicles, people, pieces, square metres, or hours of care a week",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter how many, as a whole number"
        ),
    )
    price_basis = forms.ChoiceField(
        label="At what price?", widget=forms.RadioSelect, error_messages={"required": "Select a price"}
    )
    price = forms.CharField(label="The price, if there is one", max_length=200, required=False)
    area = forms.ChoiceField(label="For which council's area?", required=False)
    starts_on = DayField(label="From which day?")
    ends_on = DayField(label="Until which day?", required=False, help_text="If empty, it stands for 90 days")
    conditions = forms.CharField(label="Conditions", max_length=1000, required=False, widget=forms.Textarea)
    company = forms.CharField(label="Business or group", max_length=200)
    name = forms.CharField(label="Your name", max_length=100)
    email = forms.EmailField(label="Email address", help_text="The answer goes there")
    phone = forms.CharField(label="Telephone number", max_length=40, required=False, widget=forms.TelInput)
    furniture = {
        "staff_kind": {"optional": True},
        "what": {"rows": 4, "maxlength": 1000},
        "quantity": {"width": 10},
        "price": {"optional": True, "width": 20},
        "ends_on": {"optional": True},
        "conditions": {"optional": True, "rows": 3, "maxlength": 1000},
        "name": {"autocomplete": "name"},
        "email": {"autocomplete": "email", "spellcheck": False},
        "phone": {"optional": True, "width": 20, "autocomplete": "tel"},
    }


class WriteDownOffer(MakeHelpOffer):
    """What somebody offers on the telephone, written down by who answers offers."""

    email = forms.EmailField(
        label="Email address", required=False, help_text="If none, enter a telephone number"
    )
    supply_offer = forms.IntegerField(
        label="Number of the offer of supplies",
        required=False,
        min_value=1,
        help_text="If the buyers of supplies deal with it too",
    )
    furniture = {
        **MakeHelpOffer.furniture,
        "name": {"autocomplete": "off"},
        "email": {"optional": True, "autocomplete": "off", "spellcheck": False},
        "phone": {"optional": True, "width": 20, "autocomplete": "off"},
        "supply_offer": {"optional": True, "width": 10},
    }

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].label, self.fields["name"].label = "What is offered?", "Who speaks for them"

    def clean(self) -> dict[str, Any]:
        """Say where it is dealt with too by kind and number."""
        known: dict[str, Any] = super().clean() or {}
        number = known.pop("supply_offer", None)
        return {**known, "elsewhere": f"supply-offer:{number}" if number else ""}


class PassOn(Choosing):
    """To whom it goes, and why."""

    to = forms.ChoiceField(label="To whom?", error_messages={"required": "Select who has it next"})
    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea)
    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    furniture = {"why": {"rows": 3}}


class AnswerHelpOffer(Choosing):
    """The answer, why where it is no, and what they are told."""

    answer = forms.ChoiceField(
        label="Answer", widget=forms.RadioSelect, error_messages={"required": "Select an answer"}
    )
    declined_why = forms.ChoiceField(label="Why, if declined", required=False)
    told = forms.CharField(label="What they are told", max_length=1000, widget=forms.Textarea)
    furniture = {"declined_why": {"optional": True}, "told": {"rows": 5}}


class UseOffer(Form):
    """How much of it was used, by whom, for which need."""

    quantity = forms.IntegerField(
        label="How many were used?",
        min_value=1,
        max_value=MOST,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter how many, as a whole number"
        ),
    )
    used_by = forms.CharField(label="Which body used it?", max_length=200)
    used_on = DayField(label="On which day?")
    need = forms.CharField(
        label="Reference of the need", max_length=9, required=False, help_text="Such as 4K7P-29QX"
    )
    furniture = {"quantity": {"width": 10}, "need": {"optional": True, "width": 10}}


class Withdraw(Form):
    """Nothing is typed: a press of the button."""


class RouteOffers(Choosing):
    """Who has offers of a kind at a desk, from which day."""

    kind = forms.ChoiceField(label="Which offers?", required=False)
    owner = forms.ChoiceField(label="Who has them?", error_messages={"required": "Select who has them"})
    valid_from = DayField(label="From which day?")
    why = forms.CharField(label="Why?", max_length=300)
