"""Who is to be kept from whom, and why; why that is over. Codes only, never words."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form

Pairs = Sequence[tuple[str, str]]


class Exclude(Form):
    """A volunteer who is not to be sent to somebody again."""

    who = forms.ChoiceField(label="Which volunteer?", widget=forms.RadioSelect)
    side = forms.ChoiceField(
        label="Who would have it so?", widget=forms.RadioSelect,
        choices=[("person", "Whoever was helped"), ("desk", "The desk")],
    )  # fmt: skip
    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, people: Pairs, reasons: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["who"].choices, fields["reason"].choices = list(people), list(reasons)


class EndExclusion(Form):
    """Why a volunteer may be sent there again."""

    why = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, ends: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        why: Any = self.fields["why"]
        why.choices = list(ends)
