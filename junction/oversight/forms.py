"""What is typed on the roof: which figure judges a promise."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form

from .rules.judging import AT_LEAST, AT_MOST


class BindPromise(Form):
    """A figure and what it must be."""

    figure = forms.ChoiceField(label="Figure")
    target_is = forms.ChoiceField(
        label="It must be", choices=[(AT_LEAST, "At least"), (AT_MOST, "At most")], widget=forms.RadioSelect
    )
    target = forms.FloatField(label="So much", widget=forms.TextInput)
    furniture = {"target": {"width": 10}, "target_is": {"small": True, "inline": True}}

    def __init__(self, *arguments: Any, figures: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["figure"].choices = [("", "Select a figure"), *figures]  # type: ignore[attr-defined] # choices


class Sure(Form):
    """Nothing is asked but to press the button."""
