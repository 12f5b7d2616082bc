"""What agents type at the desk: what came of a call, a note, and where a case goes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms

from junction.core.calendar import LOCAL
from junction.core.pages.forms import Form

from ..rules.desk import Desk

Pairs = Sequence[tuple[str, str]]
ROWS: Mapping[str, Any] = {"rows": 3, "optional": True}
DAYS = (("0", "Today"), ("1", "Tomorrow"), ("2", "In 2 days"), ("3", "In 3 days"), ("7", "In a week"))


def moment_of(now: datetime, days: str, clock: Any) -> datetime | None:
    """Return the moment of a day from now and a time of that day, by the clock on the wall."""
    if clock is None or not days:
        return None
    day = now.astimezone(LOCAL).date() + timedelta(days=int(days))
    return datetime.combine(day, clock, tzinfo=LOCAL)


class LogCall(Form):
    """What came of a call."""

    outcome = forms.ChoiceField(label="What came of the call?", widget=forms.RadioSelect)
    ring_on = forms.ChoiceField(label="Ring back on which day?", choices=DAYS, required=False)
    ring_clock = forms.TimeField(
        label="At what time?", required=False, input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I%p"]
    )
    why = forms.ChoiceField(label="Where nothing meets it: why?", required=False)
    passed_to = forms.ChoiceField(label="Where it is passed on: to which register?", required=False)
    passed_known = forms.ChoiceField(label="Which one is it?", required=False)
    passed_number = forms.CharField(label="Its number there", max_length=40, required=False)
    spoke_to = forms.CharField(
        label="Whom did you speak to? Write a role, no name", max_length=80, required=False
    )
    note = forms.CharField(label="Note", max_length=2000, required=False, widget=forms.Textarea)
    furniture = {
        "ring_clock": {"width": 5, "hint": "Such as 15:30", "inputmode": "text"},
        "passed_known": {"hint": "What is open there for this place. Else say the register and the number"},
        "passed_number": {"width": 10}, "spoke_to": {"hint": "Themselves, a daughter, a deputy manager"},
        "note": ROWS,
    }  # fmt: skip

    def __init__(
        self, *arguments: Any, desk: Desk, reasons: Pairs, goes_to: Sequence[str], there: Pairs, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["outcome"].choices = [(code, one.title) for code, one in desk.dispositions.items()]
        fields["why"].choices = [("", "Does not apply"), *reasons]
        fields["passed_to"].choices = [
            ("", "Does not apply"), *((code, desk.passes[code].title) for code in goes_to)
        ]  # fmt: skip
        fields["passed_known"].choices = [("", "None of these"), *there]

    def clean(self) -> dict[str, Any]:
        """One that was chosen of those shown says the register and the number."""
        said = super().clean() or {}
        if known := said.pop("passed_known", ""):
            said["passed_to"], _, said["passed_number"] = known.partition(":")
        return said


class OneKeyNote(Form):
    """A note, written by hand or put together from stock phrases."""

    note = forms.CharField(label="Note", max_length=2000, widget=forms.Textarea)
    furniture = {"note": {"rows": 3}}


class FindCase(Form):
    """What a caller can say: a reference, a telephone number, a name."""

    reference = forms.CharField(label="Reference", max_length=12, required=False)
    phone = forms.CharField(label="Telephone number", max_length=30, required=False)
    name = forms.CharField(label="Name", max_length=100, required=False)
    furniture = {
        "reference": {"width": 10, "autocomplete": "off"}, "phone": {"width": 20, "autocomplete": "off"},
        "name": {"width": 20, "autocomplete": "off"},
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the three is needed."""
        said = super().clean() or {}
        if not any(said.values()) and not self.errors:
            self.add_error("reference", "Write a reference, a telephone number or a name")
        return said


class HandOver(Form):
    """To whom a case goes, and what they should know."""

    to = forms.ChoiceField(label="To whom?")
    note = forms.CharField(label="What should they know?", max_length=2000, widget=forms.Textarea)
    furniture = {"note": {"rows": 4}}

    def __init__(self, *arguments: Any, agents: Pairs, hubs: Sequence[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        to: Any = self.fields["to"]
        to.choices = [
            ("", "Choose"), *((f"agent-{key}", name) for key, name in agents),
            *((f"hub-{number}", f"{name} (hub)") for number, name in hubs),
        ]  # fmt: skip


class ReturnIt(Form):
    """Why a case is not accepted."""

    why = forms.CharField(label="Why does it go back?", max_length=1000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
