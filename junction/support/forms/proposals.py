"""What is typed of a proposal for new provision: the proposal, its hand-over, the decision."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class Propose(Chosen):
    """New provision, and who has it."""

    area = forms.ChoiceField(label="Where?", required=False)
    category = forms.ChoiceField(label="For which need?")
    what = forms.CharField(label="What is proposed?", max_length=300)
    why = forms.CharField(
        label="Why?", max_length=1000, widget=forms.Textarea,
        help_text="The figures of this moment are kept beside it. Name no person.",
    )  # fmt: skip
    furniture = {"why": {"rows": 4}}


class HandOver(Chosen):
    """Who has it from now on."""

    to = forms.ChoiceField(label="Who has it from now on?")
    why = forms.CharField(label="Why?", max_length=300)
    expected = forms.CharField(required=False, widget=forms.HiddenInput)


class Decide(Chosen):
    """What was decided."""

    decision = forms.ChoiceField(label="What was decided?", widget=forms.RadioSelect)
    why = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea)
    decided_by = forms.CharField(
        label="Which post decided?", max_length=200, help_text="The post, not a name"
    )
    decided_on = DayField(label="On which day?")
    begins_on = DayField(
        label="First day of the provision", required=False, help_text="Only for what is agreed"
    )
    furniture = {"decision": {"small": True}, "why": {"rows": 3}, "begins_on": {"optional": True}}
