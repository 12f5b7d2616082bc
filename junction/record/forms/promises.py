"""What is typed of promises, actions and asks: writing one down, putting one right, saying how it went."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

NATION = ""
FULL = {"rows": 3}


def moment_field(label: str, **named: Any) -> forms.DateTimeField:
    """A local time to the minute."""
    return forms.DateTimeField(
        label=label, widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M"), **named,
        error_messages={"invalid": f"{label} must be a real time, like 2020-04-20T17:00"},
    )  # fmt: skip


class Typed(Form):
    """Something written down: whose business it is, unless it hangs on a statement or stands already."""

    def __init__(self, *arguments: Any, areas: Sequence[tuple[str, str]] | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if areas is not None:
            self.fields["area"] = forms.ChoiceField(
                label="Whose business is it?", choices=areas, required=(NATION, "The nation") not in areas
            )

    def days(self) -> dict[str, Any]:
        """What was typed, the last day turned into the day after it."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("area", "last_on")}
        last = self.cleaned_data.get("last_on")
        return said | {"until_on": last + timedelta(days=1) if last else None}


class WriteCommitment(Typed):
    """A promise."""

    words = forms.CharField(
        label="What was promised, in its own words", max_length=4000, widget=forms.Textarea
    )
    promised_by = forms.CharField(label="Who promised it?", max_length=200)
    promised_to = forms.CharField(label="To whom?", max_length=200, required=False)
    made_on = DayField(label="Made on")
    from_on = DayField(label="To be kept from", required=False)
    last_on = DayField(
        label="Last day it can be kept", required=False, help_text="Leave empty if none was said"
    )
    measure = forms.CharField(label="How would one know?", max_length=300, required=False)
    furniture = {"words": FULL, "promised_to": {"optional": True}, "from_on": {"optional": True},
                 "last_on": {"optional": True}, "measure": {"optional": True}}  # fmt: skip


class WriteAction(Typed):
    """An action."""

    words = forms.CharField(label="What is to be done?", max_length=4000, widget=forms.Textarea)
    owner_said = forms.CharField(label="Who is to do it, as it was said", max_length=200, required=False)
    asked_on = DayField(label="Asked on")
    from_on = DayField(label="From", required=False)
    last_on = DayField(label="Last day", required=False, help_text="Leave empty if none was said")
    furniture = {"words": FULL, "owner_said": {"optional": True}, "from_on": {"optional": True},
                 "last_on": {"optional": True}}  # fmt: skip


class CorrectAsk(Typed):
    """The words of an ask."""

    words = forms.CharField(label="What was asked?", max_length=4000, widget=forms.Textarea)
    asked_by = forms.CharField(label="Who asked?", max_length=200)
    asked_at = moment_field("Asked at")
    furniture = {"words": FULL}

    def days(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "area"}


class GoesTo(Form):
    """Who has an ask, or who must find it a home."""

    to = forms.CharField(label="Who has it from then on?", max_length=200, required=False)
    finder = forms.CharField(
        label="Nobody yet: who must find it a home?", max_length=200, required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not (found.get("to", "").strip() or found.get("finder", "").strip()):
            self.add_error("to", "Enter who has it, or below who must find it a home")
        return found


class WriteAsk(CorrectAsk, GoesTo):
    """An ask and to whom it went."""

    field_order = ["words", "asked_by", "asked_at", "to", "finder"]


class PassOn(GoesTo):
    """One step of an ask."""

    at = moment_field("When?")
    note = forms.CharField(label="Note", max_length=500, required=False)
    furniture = {"note": {"optional": True}}


class AnswerAsk(Form):
    """How an ask was answered."""

    answer = forms.CharField(label="What was the answer?", max_length=4000, widget=forms.Textarea)
    answered_by = forms.CharField(label="Who answered?", max_length=200)
    at = moment_field("When?")
    furniture = {"answer": FULL}


class HowItEnded(Form):
    """An outcome of the playbook with a note."""

    outcome = forms.ChoiceField(label="What became of it?", widget=forms.RadioSelect)
    note = forms.CharField(label="How do you know?", max_length=500, widget=forms.Textarea)
    furniture = {"note": FULL, "outcome": {"small": True}}

    def __init__(self, *arguments: Any, outcomes: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["outcome"].choices = list(outcomes.items())  # type: ignore[attr-defined] # a choice field


class FindCommitment(HowItEnded):
    """What was found of a promise."""

    on = DayField(label="On which day did it come about?")
    field_order = ["outcome", "on", "note"]


class HandOver(Form):
    """To whom an action goes, and why."""

    to = forms.ChoiceField(label="Who has it from now on?", error_messages={"required": "Select who has it"})
    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea)
    expected = forms.CharField(required=False, widget=forms.HiddenInput)
    furniture = {"why": FULL}

    def __init__(self, *arguments: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["to"].choices = [("", "Select a person"), *people]  # type: ignore[attr-defined] # a choice field


class Why(Form):
    """A reason, kept with what is done."""

    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea)
    furniture = {"why": FULL}
