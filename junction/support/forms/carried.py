"""What came of a letter that was to be posted, or of a word that was to be left."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form


class Carried(Form):
    """Whether it was done."""

    outcome = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, outcomes: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        outcome: Any = self.fields["outcome"]
        outcome.choices = list(outcomes)
