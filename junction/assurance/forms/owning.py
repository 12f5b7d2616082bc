"""What is typed when a thing goes from one owner to another, or to nobody."""

from typing import Any

from django import forms

from junction.core.pages.forms.chosen import Chosen


class Confirm(Chosen):
    """Nothing is typed: a press of the button."""


class HandOver(Chosen):
    """To whom, and why; `expected` is the owner whom the page showed."""

    to = forms.ChoiceField(label="Who has it from now on?")
    why = forms.CharField(label="Why does it go to them?", max_length=300)
    expected = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not self.fields["to"].choices:  # type: ignore[attr-defined] # a choice field
            self.fields["to"].help_text = "Nobody else in your sight may settle this."


class Release(Chosen):
    """Who must find it a home, and why it is let go."""

    finder = forms.CharField(
        label="Who must find it a home?", max_length=200, help_text="The post, not a name"
    )
    why = forms.CharField(label="Why do you let it go?", max_length=300)
