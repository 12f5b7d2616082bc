"""What a link worker types: a contact, what matters to them, a service, how support ends."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

Pairs = Sequence[tuple[str, str]]


class SpokenWith(Form):
    """By which way, whether they were reached, what was said, and when next."""

    way = forms.ChoiceField(
        label="How did you try to speak with them?", widget=forms.RadioSelect,
        error_messages={"required": "Choose how you tried to speak with them"},
    )  # fmt: skip
    reached = forms.TypedChoiceField(
        label="Did you speak with them?", choices=[("yes", "Yes"), ("no", "No, they could not be reached")],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        error_messages={"required": "Say whether you spoke with them"},
    )  # fmt: skip
    note = forms.CharField(
        label="What was said", required=False, max_length=4000, widget=forms.Textarea,
        help_text="Your team alone reads it. Do not write where somebody hides.",
    )  # fmt: skip
    due_on = DayField(
        label="When will you speak next?", required=False,
        help_text="Leave it empty for the usual time.",
    )  # fmt: skip
    furniture = {"note": {"rows": 5, "optional": True}, "due_on": {"optional": True}}

    def __init__(self, *arguments: Any, ways: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        way: Any = self.fields["way"]
        way.choices = list(ways)


class WhatMatters(Form):
    """Words of theirs."""

    words = forms.CharField(
        label="In their words", max_length=4000, widget=forms.Textarea,
        error_messages={"required": "Write down what was said"},
    )  # fmt: skip
    furniture = {"words": {"rows": 6}}


class LinkTo(Form):
    """That they agree to be referred, or that they go there by themselves."""

    refers = forms.TypedChoiceField(
        label="How do they get there?",
        choices=[("no", "By themselves: I told them of it"), ("yes", "I refer them: the service rings")],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        error_messages={"required": "Choose how they get there"},
    )  # fmt: skip
    has_consent = forms.BooleanField(
        label="They agree that this service is told who they are and how to reach them", required=False
    )
    words = forms.CharField(
        label="What the service must know", required=False, max_length=1000, widget=forms.Textarea,
        help_text="Only where you refer them. Do not write where somebody hides.",
    )  # fmt: skip
    furniture = {"words": {"rows": 4, "optional": True}}


class EndSupport(Form):
    """By which outcome, and a word of it."""

    outcome = forms.ChoiceField(
        label="How does it end?", widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ends"},
    )  # fmt: skip
    note = forms.CharField(label="A note", required=False, max_length=4000, widget=forms.Textarea)
    furniture = {"note": {"rows": 4, "optional": True}}

    def __init__(self, *arguments: Any, outcomes: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        outcome: Any = self.fields["outcome"]
        outcome.choices = list(outcomes)
