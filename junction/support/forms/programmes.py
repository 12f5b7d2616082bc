"""What is typed of programmes: what one is, what it offers or enables, links, calls of the front line."""

from typing import Any

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen

WHOLE = "The whole nation"


def _posts(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, help_text="The post, not a name", **more)


class Spanned(Chosen):
    """Something in an area and a span of days."""

    area = forms.ChoiceField(label="Where?", required=False)
    begins_on = DayField(label="First day")
    ends_on = DayField(label="First day without it", required=False, help_text="Empty: no end is known")

    def clean_area(self) -> str | None:
        return self.cleaned_data["area"] or None


class StateProgramme(Spanned):
    """A programme and who is accountable for it."""

    name = forms.CharField(label="What is it called?", max_length=200)
    purpose = forms.CharField(label="What is it for?", max_length=2000, widget=forms.Textarea)
    department = forms.CharField(label="Which department or body runs it?", max_length=200)
    sro = _posts("Who is accountable: the senior responsible owner?", required=False)
    minister = _posts("Which Minister?", required=False)
    levers = forms.MultipleChoiceField(
        label="Which levers does it hold?", required=False, widget=forms.CheckboxSelectMultiple
    )
    source = forms.CharField(label="Where does it say so?", max_length=300, required=False)
    field_order = ["name", "purpose", "department", "sro", "minister", "levers", "area", "begins_on",
                   "ends_on", "source"]  # fmt: skip
    furniture = {
        "purpose": {"rows": 3}, "sro": {"optional": True}, "minister": {"optional": True},
        "levers": {"small": True, "optional": True}, "ends_on": {"optional": True},
        "source": {"optional": True},
    }  # fmt: skip


class ChangeProgramme(StateProgramme):
    """The programme anew, and why."""

    why = forms.CharField(label="Why is it changed?", max_length=500)
    field_order = [*StateProgramme.field_order, "why"]


class AddProvisions(Spanned):
    """What a programme offers or enables."""

    kind = forms.ChoiceField(label="Does it give this itself?", widget=forms.RadioSelect)
    categories = forms.MultipleChoiceField(label="For which needs?", widget=forms.CheckboxSelectMultiple)
    channel = forms.ChoiceField(label="How do people get it?")
    audience = forms.ChoiceField(label="For whom?")
    for_whom = forms.CharField(label="Who exactly?", max_length=300, required=False)
    field_order = ["kind", "categories", "audience", "for_whom", "channel", "area", "begins_on", "ends_on"]
    furniture = {
        "kind": {"small": True}, "categories": {"small": True}, "for_whom": {"optional": True},
        "ends_on": {"optional": True},
    }  # fmt: skip


class LinkProgrammes(Chosen):
    """Two programmes brought together."""

    one = forms.TypedChoiceField(label="Which programme?", coerce=int)
    other = forms.TypedChoiceField(label="And which other?", coerce=int)
    purpose = forms.CharField(label="What are they brought together for?", max_length=500)
    made_by = _posts("Who brought them together?")
    made_on = DayField(label="On which day?")


class SayResult(Chosen):
    """What came of it."""

    result = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect)
    text = forms.CharField(label="In words", max_length=1000, widget=forms.Textarea)
    furniture = {"result": {"small": True}, "text": {"rows": 3}}


class AnswerCall(SayResult):
    """What is done about what a call said."""

    programme = forms.TypedChoiceField(
        label="Which programme sees to it?", coerce=int, required=False, empty_value=None
    )
    furniture = {**SayResult.furniture, "programme": {"optional": True}}


class WriteCall(Chosen):
    """What a call with the front line said."""

    area = forms.ChoiceField(label="Where?")
    caller = forms.ChoiceField(label="Who spoke?", help_text="The kind of body: name no person")
    theme = forms.ChoiceField(label="What is short?", widget=forms.RadioSelect)
    text = forms.CharField(
        label="What is the challenge?", max_length=1000, widget=forms.Textarea,
        help_text="Beyond more cash: what would have to be different? Name no person and no home.",
    )  # fmt: skip
    category = forms.ChoiceField(label="Is it about one kind of need?", required=False)
    programme = forms.TypedChoiceField(
        label="Is it about one programme?", coerce=int, required=False, empty_value=None
    )
    called_on = DayField(label="On which day was the call?")
    furniture = {
        "theme": {"small": True}, "text": {"rows": 4}, "category": {"optional": True},
        "programme": {"optional": True},
    }  # fmt: skip


class SayWhy(Chosen):
    """A reason."""

    why = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
