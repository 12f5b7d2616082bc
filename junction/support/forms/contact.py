"""What is typed when a person's contact, or what is safe for them, is written down anew."""

from collections.abc import Sequence
from typing import Any

from django import forms

from .helping import Reach

Pairs = Sequence[tuple[str, str]]


class Contact(Reach):
    """How a person is reached, and the reason why it is different."""

    language = forms.ChoiceField(label="Language")
    why = forms.CharField(
        label="What is different, and who says so?", max_length=1000, widget=forms.Textarea,
        help_text="It stands in what happened to the need. Write no number and no address here.",
    )  # fmt: skip
    furniture = {**Reach.furniture, "why": {"rows": 3}}

    def __init__(self, *arguments: Any, languages: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["words"]
        language: Any = self.fields["language"]
        language.choices = list(languages)
