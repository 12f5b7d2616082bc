"""What is typed of Care Act easements: a decision, who was told, and its end."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class DecideStage(Chosen):
    """A council's decision on the stage it works at."""

    stage = forms.ChoiceField(label="Which stage?", widget=forms.RadioSelect)
    decided_on = DayField(label="Decided on")
    duties = forms.CharField(
        label="Which duties, services or people does it touch?", max_length=4000, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
    reason = forms.CharField(label="Why?", max_length=4000, required=False, widget=forms.Textarea)
    evidence = forms.CharField(
        label="What changed in demand or workforce, and what was tried before?", max_length=4000,
        required=False, widget=forms.Textarea,
    )  # fmt: skip
    impact = forms.CharField(
        label="What does it mean for people?", max_length=4000, required=False, widget=forms.Textarea
    )
    parts = forms.MultipleChoiceField(
        label="Who had their part in it?", required=False, widget=forms.CheckboxSelectMultiple
    )
    principles = forms.MultipleChoiceField(
        label="Which ethical principles were applied?", required=False, widget=forms.CheckboxSelectMultiple
    )
    review_on = DayField(label="When is it looked at again?", required=False)
    document = forms.TypedChoiceField(
        label="The decision in the record", required=False, coerce=int, empty_value=None
    )
    furniture = {
        "stage": {"small": True}, "duties": {"rows": 3, "optional": True},
        "reason": {"rows": 3, "optional": True}, "evidence": {"rows": 3, "optional": True},
        "impact": {"rows": 3, "optional": True}, "parts": {"small": True}, "principles": {"small": True},
        "review_on": {"optional": True}, "document": {"optional": True},
    }  # fmt: skip


class TellOf(Chosen):
    """Who was told of a decision."""

    audience = forms.ChoiceField(label="Who was told?", widget=forms.RadioSelect)
    told_on = DayField(label="On which day?")
    how = forms.CharField(label="How?", max_length=300, help_text="By letter, by e-mail, on the web site")
    is_accessible = forms.BooleanField(label="In an accessible form", required=False)
    furniture = {"audience": {"small": True}}


class EndStage(Chosen):
    """When and why a stage ended."""

    ended_on = DayField(label="On which day did it end?")
    why = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
