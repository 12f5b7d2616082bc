"""What is typed of hubs, of needs that come again, and of letters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

from ..rules.hub_hours import DAYS, Hours

Pairs = Sequence[tuple[str, str]]
CLOCK = ["%H:%M", "%H.%M", "%H"]


class OpenHub(Form):
    """A hub and its number."""

    name = forms.CharField(label="Name of the hub", max_length=100)
    area = forms.ChoiceField(label="Council")
    phone = forms.CharField(label="Telephone number that people ring", max_length=30, required=False)
    furniture = {"phone": {"width": 20}}

    def __init__(self, *arguments: Any, councils: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        area.choices = list(councils) if len(councils) == 1 else [("", "Choose"), *councils]


class SetWeek(Form):
    """From which day on, and from when until when on each day; both empty is closed."""

    valid_from = DayField(label="From which day on?")
    furniture = {
        f"{word}_{number}": {"width": 5, "inputmode": "text"}
        for number in range(len(DAYS))
        for word in ("opens", "closes")
    }

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for number, day in enumerate(DAYS):
            for word in ("opens", "closes"):
                field = forms.TimeField(label=f"{day} {word}", required=False, input_formats=CLOCK)
                self.fields[f"{word}_{number}"] = field

    def clean(self) -> dict[str, Any]:
        """Both or neither for each day."""
        said = super().clean() or {}
        for number, day in enumerate(DAYS):
            if (said.get(f"opens_{number}") is None) != (said.get(f"closes_{number}") is None):
                self.add_error(f"closes_{number}", f"Write both hours of {day}, or none")
        return said

    @property
    def days(self) -> list[Hours]:
        """The seven days that were typed."""
        said = self.cleaned_data
        pairs = [(said[f"opens_{number}"], said[f"closes_{number}"]) for number in range(len(DAYS))]
        return [(opens, closes) if opens is not None else None for opens, closes in pairs]


class Repeat(Form):
    """How often a need comes again."""

    every_days = forms.IntegerField(label="Every how many days?", min_value=1, max_value=366, required=False)
    rule = forms.CharField(label="Or a rule", max_length=200, required=False)
    furniture = {
        "every_days": {"width": 3, "hint": "7 is every week on this day"},
        "rule": {"hint": "Such as FREQ=WEEKLY;BYDAY=MO,TH for each Monday and Thursday"},
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or {}
        if not self.errors and bool(said.get("every_days")) == bool(said.get("rule")):
            self.add_error("every_days", "Write a number of days, or a rule, and not both")
        return said


class IssueLetter(Form):
    """Whom a letter is for."""

    kind = forms.ChoiceField(label="Which letter?", widget=forms.RadioSelect)
    name = forms.CharField(label="Name, as it is to stand in the letter", max_length=100)
    area = forms.ChoiceField(label="Council")
    furniture = {"name": {"autocomplete": "off"}}

    def __init__(self, *arguments: Any, kinds: Pairs, councils: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["kind"].choices = list(kinds)
        if len(kinds) == 1:
            fields["kind"].initial = kinds[0][0]
        fields["area"].choices = list(councils) if len(councils) == 1 else [("", "Choose"), *councils]


class OneReason(Form):
    """One of the reasons of the file."""

    why = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, reasons: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        why: Any = self.fields["why"]
        why.choices = list(reasons)


class CheckLetter(Form):
    """The code that stands on a letter."""

    code = forms.CharField(label="The code on the letter", max_length=40)
    furniture = {
        "code": {"width": 20, "autocomplete": "off", "hint": "Such as 4K7P-29QX-CDFG", "spellcheck": False}
    }
