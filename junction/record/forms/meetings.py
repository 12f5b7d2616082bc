"""What is typed of meetings: one written down or put right, and what happened to it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

from .promises import FULL, Typed, moment_field


class CorrectMeeting(Typed):
    """A meeting as it was said."""

    words = forms.CharField(label="What was said of it?", max_length=4000, widget=forms.Textarea)
    group = forms.CharField(label="Which meeting is it?", max_length=200, required=False)
    place = forms.CharField(label="Where?", max_length=200, required=False)
    held_on = DayField(label="On which day?", required=False, help_text="Leave empty if none was said")
    starts_at = forms.TimeField(
        label="At what time?", required=False, widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": "The time must be real, like 09:30"},
    )  # fmt: skip
    asked_by = forms.CharField(label="Who asked or invited?", max_length=200)
    asked_at = moment_field("Asked at")
    furniture = {
        "words": FULL, "group": {"optional": True}, "place": {"optional": True},
        "held_on": {"optional": True}, "starts_at": {"optional": True},
    }  # fmt: skip

    def days(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "area"}


class WriteMeeting(CorrectMeeting):
    """A meeting and who was asked to go."""

    who = forms.CharField(label="Who was asked to go?", max_length=200, required=False)
    finder = forms.CharField(label="Nobody yet: who must decide who goes?", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not (found.get("who", "").strip() or found.get("finder", "").strip()):
            self.add_error("who", "Enter who was asked, or below who must decide")
        return found


class WriteStep(Form):
    """What happened to a meeting."""

    what = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    who = forms.CharField(
        label="Who?", max_length=200, required=False, help_text="Where nobody goes yet: who must decide"
    )
    instead_of = forms.CharField(label="Instead of whom?", max_length=200, required=False)
    at = moment_field("When?")
    note = forms.CharField(label="Note, or what came of it", required=False, widget=forms.Textarea)
    furniture = {"what": {"small": True}, "note": FULL | {"optional": True}, "who": {"optional": True},
                 "instead_of": {"optional": True}}  # fmt: skip

    def __init__(self, *arguments: Any, steps: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["what"].choices = list(steps.items())  # type: ignore[attr-defined] # a choice field


class MergeMeetings(Form):
    """The other meeting, and why they are one."""

    other = forms.IntegerField(
        label="Number of the other meeting", min_value=1, max_value=2**62,
        help_text="Its page says it above its words",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a number, such as 12"),
    )  # fmt: skip
    why = forms.CharField(label="Why are they one meeting?", max_length=500, widget=forms.Textarea)
    furniture = {"other": {"width": 10}, "why": {"rows": 3}}
