"""Holds and destructions: what is held, for which matter, and why something goes or stays."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form

Pairs = Sequence[tuple[Any, str]]


class HoldDocument(Form):
    """Why one document is held."""

    matter = forms.CharField(
        label="Which inquiry, claim or request?",
        max_length=200,
        help_text="Its name, without names of people",
    )
    why = forms.CharField(label="Why is it held?", max_length=1000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}


class HoldMany(HoldDocument):
    """What is held: all on a thread, or all of an area."""

    reach = forms.ChoiceField(label="What is held?", widget=forms.RadioSelect)
    thread = forms.TypedChoiceField(label="Thread", required=False, coerce=int, empty_value=None)
    area = forms.ChoiceField(
        label="Area", required=False,
        help_text="Documents of an organisation or a place that is of no area: hold each on its own page, "
        "put them on a thread and hold that, or hold the whole record",
    )  # fmt: skip
    furniture = {
        "why": {"rows": 3},
        "reach": {"small": True},
        "thread": {"optional": True},
        "area": {"optional": True},
    }
    field_order = ("reach", "thread", "area", "matter", "why")

    def __init__(self, *arguments: Any, reaches: Pairs, threads: Pairs, areas: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        chosen = {"reach": reaches, "thread": [("", "None"), *threads], "area": areas}
        for name, pairs in chosen.items():
            self.fields[name].choices = list(pairs)  # type: ignore[attr-defined] # choice fields


class SayReason(Form):
    """Why a hold is released, or a document destroyed or kept."""

    why = forms.CharField(
        label="Why?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Without names of people: the log keeps it",
    )
    furniture = {"why": {"rows": 3}}


class CarryOut(Form):
    """A second person confirms that a document goes for good."""

    is_sure = forms.BooleanField(label="I have looked at what goes, and it may go for good")
