"""What is typed of help for carers: which kind is begun, and the next step."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

Pairs = Sequence[tuple[str, str]]


class OpenCarerHelp(Form):
    """Which kind it is."""

    kind = forms.ChoiceField(
        label="What is it?", widget=forms.RadioSelect, error_messages={"required": "Choose what it is"}
    )

    def __init__(self, *arguments: Any, kinds: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kind: Any = self.fields["kind"]
        kind.choices = list(kinds)


class StepCarerHelp(Form):
    """How it stands now, and what is said of it."""

    state = forms.ChoiceField(
        label="How does it stand now?", widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands now"},
    )  # fmt: skip
    why = forms.ChoiceField(label="Why, where a reason is asked", required=False)
    owner = forms.CharField(
        label="Which post of the council has it or decided it", required=False, max_length=80,
        help_text="A post or a team, such as Carers team. Not a person's name.",
    )  # fmt: skip
    on = DayField(label="On which day it was done", required=False)
    furniture = {"owner": {"width": 20, "optional": True}, "on": {"optional": True}}

    def __init__(self, *arguments: Any, states: Pairs, reasons: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["state"].choices = list(states)
        fields["why"].choices = [("", "No reason is asked"), *reasons]
