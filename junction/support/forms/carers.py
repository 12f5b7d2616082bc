"""What is typed of help for carers: which kind is begun, which step follows, and what is said of it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

from ..rules.carers import CarerState

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


class ChooseStep(Form):
    """How it stands now, of what may follow."""

    step = forms.ChoiceField(
        label="How does it stand now?", widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands now"},
    )  # fmt: skip

    def __init__(self, *arguments: Any, states: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        step: Any = self.fields["step"]
        step.choices = list(states)


class StepCarerHelp(Form):
    """What is said of the step that was chosen: only what that step asks."""

    state = forms.CharField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label="Why?", error_messages={"required": "Choose the reason"})
    owner = forms.ChoiceField(
        label="Who has it or decided it?", required=False,
        help_text="Somebody of the desk of this council. For anybody else, name their post below.",
    )  # fmt: skip
    post = forms.CharField(
        label="A post or a team without an account here", required=False, max_length=80,
        help_text="Such as Carers team. Not a person's name.",
    )  # fmt: skip
    until = DayField(
        label="Until which day is it agreed?", required=False,
        help_text="The last day. Empty, it holds until it is looked at again.",
    )  # fmt: skip
    on = DayField(label="On which day was it done?", error_messages={"required": "Enter the day"})
    furniture = {"post": {"width": 20, "optional": True}, "until": {"optional": True}}

    def __init__(self, *arguments: Any, to: CarerState, reasons: Pairs, people: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["why"].choices = [("", "Choose"), *reasons]
        fields["owner"].choices = [("", "Choose"), *people]
        asked = {"why": to.why, "owner": to.owner, "post": to.owner, "until": to.until, "on": to.on}
        for name in (name for name, is_asked in asked.items() if not is_asked):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Who has it is one of both: somebody of the desk, or a post."""
        typed = super().clean() or {}
        if typed.get("owner") and typed.get("post") == self.initial.get("post"):
            typed["post"] = ""  # it only stood there from the step before
        if "owner" in self.fields and not self.errors and bool(typed["owner"]) == bool(typed["post"]):
            said = "Choose one of both: somebody of the desk, or the name of a post"
            self.add_error(
                "owner", said if typed["post"] else "Say who has it: somebody of the desk, or a post"
            )
        return typed

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, with who has it under one name."""
        typed = dict(self.cleaned_data)
        post = typed.pop("post", "")
        return typed | ({"owner": typed["owner"] or post} if "owner" in typed else {})
