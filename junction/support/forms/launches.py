"""What is typed of a launch: what it is, collects, replaces, needs and opens; a promise; a decision."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen

from .programmes import Spanned

BOXES: dict[str, Any] = {"required": False, "widget": forms.CheckboxSelectMultiple}
LINES = "One on each line"
NO_OTHER = "No other launch is stated yet, so there is none to choose. Change this one once there is."
NO_INTERFACE = "No launch opens one yet"


class Lines(forms.CharField):
    """Short texts, one on each line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class OpenLines(Lines):
    """Interfaces, one on each line, with the first day without it where one is known."""

    def clean(self, value: Any) -> Any:
        return [self._one(line) for line in super().clean(value)]

    def _one(self, line: str) -> tuple[str, date | None]:
        name, comma, day = line.rpartition(",")
        if not comma:
            return line, None
        try:
            return name.strip(), date.fromisoformat(day.strip())
        except ValueError:
            raise forms.ValidationError(
                f"“{day.strip()}” is not a day. Write the line like “{name.strip()}, 2020-07-01”."
            ) from None


def opened(interfaces: Iterable[tuple[str, date | None]]) -> str:
    """Interfaces as they are typed."""
    return "\n".join(f"{name}, {until.isoformat()}" if until else name for name, until in interfaces)


class LaunchLines(Spanned):
    """What a launch is."""

    title = forms.CharField(label="What is it called?", max_length=200)
    audience = forms.ChoiceField(label="For whom is it?")
    channel = forms.ChoiceField(label="How do they get it?")
    is_final = forms.BooleanField(label="When it ends, nothing needs to follow", required=False)
    collects = forms.MultipleChoiceField(label="What data does it ask of them?", **BOXES)
    replaces = forms.TypedMultipleChoiceField(label="Which launches does it replace?", coerce=int, **BOXES)
    needs = forms.TypedMultipleChoiceField(label="Which launches does it need?", coerce=int, **BOXES)
    uses = Lines(label="Which interfaces does it use?", max_length=2000, required=False, help_text=LINES)
    opens = OpenLines(
        label="Which interfaces does it open to others?", max_length=2000, required=False,
        help_text=f"{LINES}. Where one will be withdrawn, add the day: “names and addresses, 2020-07-01”",
    )  # fmt: skip
    source = forms.CharField(label="Where does it say so?", max_length=300, required=False)
    field_order = ["title", "audience", "channel", "area", "begins_on", "ends_on", "is_final",
                   "collects", "replaces", "needs", "uses", "opens", "source"]  # fmt: skip
    furniture = {
        "ends_on": {"optional": True}, "collects": {"small": True, "optional": True},
        "replaces": {"small": True, "optional": True}, "needs": {"small": True, "optional": True},
        "uses": {"rows": 2, "optional": True}, "opens": {"rows": 2, "optional": True},
        "source": {"optional": True},
    }  # fmt: skip

    nothing = {"replaces": NO_OTHER, "needs": NO_OTHER}

    def __init__(self, *arguments: Any, interfaces: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        opened_by_others = f"Others open: {', '.join(interfaces)}" if interfaces else NO_INTERFACE
        self.fields["uses"].help_text = f"{LINES}. {opened_by_others}"


class StateLaunch(LaunchLines):
    """One thing that is to go live."""

    programme = forms.TypedChoiceField(label="Of which programme is it?", coerce=int)
    field_order = ["programme", *LaunchLines.field_order]


class ChangeLaunch(LaunchLines):
    """The launch anew, and why; it stays with its programme."""

    why = forms.CharField(label="Why is it changed?", max_length=500)
    field_order = [*LaunchLines.field_order, "why"]


class AddPromise(Chosen):
    """What a launch promises to whom."""

    audience = forms.ChoiceField(label="To whom?")
    category = forms.ChoiceField(label="What?")
    gives = forms.TypedChoiceField(
        label="What is said of it?", widget=forms.RadioSelect, coerce=lambda code: code == "yes",
        choices=[("yes", "They will get it"), ("no", "They will not get it")], initial="yes",
    )  # fmt: skip
    within_days = forms.IntegerField(
        label="Within how many days?", min_value=0, max_value=365, required=False
    )
    until = DayField(
        label="First day without the promise", required=False, help_text="Empty: as long as the launch lasts"
    )
    text = forms.CharField(label="In these words", max_length=500, widget=forms.Textarea)
    why = forms.CharField(label="Why is it added?", max_length=500)
    furniture = {
        "gives": {"small": True}, "within_days": {"width": 3, "optional": True}, "until": {"optional": True},
        "text": {"rows": 3},
    }  # fmt: skip


class DecideLaunch(Chosen):
    """A decision by a post."""

    decision = forms.ChoiceField(label="What was decided?", widget=forms.RadioSelect)
    decided_by = forms.CharField(label="Who decided?", max_length=200, help_text="The post, not a name")
    decided_on = DayField(label="On which day?")
    why = forms.CharField(
        label="Why?", max_length=1000, widget=forms.Textarea,
        help_text="Against the gate: say what is done about each reason it gives",
    )  # fmt: skip
    saw = forms.CharField(required=False, widget=forms.HiddenInput)
    furniture = {"decision": {"small": True}, "why": {"rows": 4}}
