"""What those who keep volunteers type: checks seen, schemes, demand, words of a task."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.core.uploads.forms import UploadedFile
from junction.support.rules.where import outward_of

Pairs = Sequence[tuple[Any, str]]


class SeeCheck(Form):
    """A check that was seen; nothing of the paper is kept but what stands here."""

    code = forms.ChoiceField(label="Which check?", widget=forms.RadioSelect)
    issuer = forms.CharField(label="Who issued it?", max_length=120)
    issued_on = DayField(label="Date on it")
    expires_on = DayField(label="Last day it holds, where that stands on it", required=False)
    passport_from = forms.CharField(
        label="Scheme that saw it first, where you rely on that", max_length=120, required=False
    )
    furniture = {"issuer": {"width": 20}, "passport_from": {"width": 20, "optional": True}}

    def __init__(self, *arguments: Any, checks: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        code: Any = self.fields["code"]
        code.choices = list(checks)


class Why(Form):
    """A reason."""

    why = forms.CharField(label="Why?", max_length=200)


class AddScheme(Form):
    """A scheme and where it works."""

    name = forms.CharField(label="Name", max_length=120)
    area = forms.ChoiceField(label="Where it works", required=False)
    is_open = forms.BooleanField(label="Anybody may sign up", required=False, initial=True)

    def __init__(self, *arguments: Any, areas: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        area.choices = list(areas)


class AskForVolunteers(Form):
    """What an organisation or a place asks volunteers for."""

    asker = forms.ChoiceField(label="Who asks")
    kind = forms.ChoiceField(label="What for?", widget=forms.RadioSelect)
    what = forms.CharField(label="What is to be done", max_length=300)
    people = forms.IntegerField(label="How many volunteers", min_value=1, max_value=500, initial=1)
    on = DayField(label="On which day")
    begins = forms.TimeField(label="From (such as 09:00)", input_formats=["%H:%M"])
    ends = forms.TimeField(label="Until (such as 13:00)", input_formats=["%H:%M"])
    where = forms.CharField(label="Address where they come to", max_length=200)
    postcode = forms.CharField(label="Postcode there", max_length=10)
    contact = forms.CharField(
        label="Whom they ask for, and a number", max_length=200,
        help_text="Shown to those who have accepted, and to nobody else.",
    )  # fmt: skip
    furniture = {
        "people": {"width": 3}, "begins": {"width": 5}, "ends": {"width": 5}, "postcode": {"width": 10},
    }  # fmt: skip

    def __init__(self, *arguments: Any, askers: Pairs, kinds: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["asker"].choices, fields["kind"].choices = list(askers), list(kinds)

    def clean_postcode(self) -> str:
        """A postcode, as far as its looks say."""
        written: str = self.cleaned_data["postcode"]
        if not outward_of(written):
            raise forms.ValidationError("Enter a postcode such as M33 7ZF")
        return written

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        said = super().clean() or {}
        if not self.errors and said["ends"] <= said["begins"]:
            self.add_error("ends", "Enter a time after the beginning")
        return said


class AskMatching(Form):
    """Where tasks and volunteers are to be matched."""

    area = forms.ChoiceField(label="For which area?")

    def __init__(self, *arguments: Any, areas: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        area.choices = list(areas)


class SendVolunteers(Form):
    """A scheme's list."""

    scheme = forms.TypedChoiceField(label="Scheme", coerce=int)
    file = UploadedFile(label="List of volunteers")

    def __init__(self, *arguments: Any, schemes: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        scheme: Any = self.fields["scheme"]
        scheme.choices = list(schemes)
