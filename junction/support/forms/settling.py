"""What is typed when a need is noted, closed, met, left unmet, rung back or forgotten, and a worry closed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form

Pairs = Sequence[tuple[str, str]]


class Note(Form):
    """Words about a need."""

    note = forms.CharField(label="Note", max_length=2000, widget=forms.Textarea)


class Close(Form):
    """What the person said to the question that is asked before."""

    still_needed = forms.ChoiceField(
        label="Do you still need this? What did they say?", widget=forms.RadioSelect,
        choices=[("no", "No, it is no longer needed"), ("yes", "Yes, it is still needed")],
    )  # fmt: skip
    note = forms.CharField(label="Note", max_length=2000, required=False, widget=forms.Textarea)
    furniture = {"note": {"rows": 3, "optional": True}}


class Met(Form):
    """How it was met."""

    note = forms.CharField(label="How was it met?", max_length=2000, required=False, widget=forms.Textarea)
    furniture = {"note": {"rows": 3, "optional": True}}


class OneOf(Form):
    """One of the codes of the rules, and words."""

    code = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)
    note = forms.CharField(label="Note", max_length=2000, required=False, widget=forms.Textarea)
    furniture = {"note": {"rows": 3, "optional": True}}

    def __init__(self, *arguments: Any, question: str, choices: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        code: Any = self.fields["code"]
        code.label, code.choices = question, list(choices)
        code.error_messages["required"] = f"Answer the question “{question}”"


class RungBack(OneOf):
    """What a call back found, and how soon it is to be seen to where it is a real need."""

    level = forms.ChoiceField(label="If it is a real need after all: how soon?", required=False)

    def __init__(self, *arguments: Any, levels: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        level: Any = self.fields["level"]
        level.choices = [("", "As the rules say"), *levels]


class Why(Form):
    """A reason."""

    why = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
