"""What is typed of an emergency need: what and by when, why it goes up, what came of it."""

from django import forms

from junction.core.pages.forms.chosen import Chosen


class Escalate(Chosen):
    """What a provider needs at once."""

    place = forms.CharField(
        label="Which place needs it?", max_length=20, help_text="Its CQC location number, 1-…"
    )
    need = forms.ChoiceField(label="What is needed?", widget=forms.RadioSelect)
    text = forms.CharField(
        label="How much, for whom, and what was tried?", max_length=4000, widget=forms.Textarea,
        help_text="Name no resident.",
    )  # fmt: skip
    needed_by = forms.DateTimeField(
        label="By when?", widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "By when must be a real time, like 2020-04-20T17:00"},
    )  # fmt: skip
    contract = forms.ChoiceField(label="Does the council buy care here?", widget=forms.RadioSelect)
    furniture = {"place": {"width": 20}, "need": {"small": True}, "text": {"rows": 4},
                 "contract": {"small": True}}  # fmt: skip


class PassUp(Chosen):
    """Why it cannot be met here."""

    why = forms.CharField(label="Why can it not be met here?", max_length=2000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}


class SayOutcome(Chosen):
    """What came of it at this rung."""

    outcome = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect)
    text = forms.CharField(label="In words", max_length=2000, widget=forms.Textarea)
    furniture = {"outcome": {"small": True}, "text": {"rows": 3}}
