"""Letters of confirmation: what is asked, what came, why a request is taken back."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

Pairs = Sequence[tuple[Any, str]]


class AskConfirmation(Form):
    """What is to be confirmed, by whom and when."""

    title = forms.CharField(label="What is the letter called?", max_length=200)
    asks = forms.CharField(label="What is to be confirmed?", max_length=4000, widget=forms.Textarea)
    asked_of = forms.ChoiceField(label="By whom?", widget=forms.RadioSelect)
    area = forms.ChoiceField(label="Where?", required=False)
    due_on = DayField(label="By which day?")
    gates = forms.CharField(
        label="Which money waits for it?",
        max_length=300,
        required=False,
        help_text="In words, or leave empty",
    )
    document = forms.TypedChoiceField(
        label="The letter that asks, in the record", required=False, coerce=int, empty_value=None
    )
    furniture = {"asks": {"rows": 4}, "asked_of": {"small": True}, "gates": {"optional": True},
                 "document": {"optional": True}}  # fmt: skip

    def __init__(self, *arguments: Any, kinds: Pairs, areas: Pairs, documents: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        lists = {"asked_of": kinds, "area": areas, "document": [("", "None"), *documents]}
        for name, pairs in lists.items():
            self.fields[name].choices = list(pairs)  # type: ignore[attr-defined] # choice fields


class WriteLetter(Form):
    """A letter that came."""

    sent_on = DayField(label="Sent on")
    received_on = DayField(label="Received on")
    signed_by = forms.CharField(label="Who signed it?", max_length=200, help_text="The post, not a name")
    key_issues = forms.CharField(
        label="Key issues it names", max_length=8000, required=False, widget=forms.Textarea
    )
    document = forms.TypedChoiceField(
        label="The letter in the record", required=False, coerce=int, empty_value=None
    )
    furniture = {"key_issues": {"rows": 5, "optional": True}, "document": {"optional": True}}

    def __init__(self, *arguments: Any, documents: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["document"]
        field.choices = [("", "It is not kept here"), *documents]


class TakeBack(Form):
    """Why a request is taken back."""

    why = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
