"""What is typed of soft intelligence: what was heard, and why it is taken back."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class WriteHeard(Chosen):
    """Who said what, of which area or place, and how far it is believed."""

    area = forms.ChoiceField(label="Which area is it about?", required=False)
    place = forms.CharField(
        label="Or which place?", max_length=20, required=False, help_text="Its CQC location number, 1-…"
    )
    said_by = forms.CharField(label="Who said it?", max_length=200, help_text="The post, not a name")
    heard_on = DayField(label="On which day was it heard?")
    said = forms.CharField(label="What was said?", max_length=4000, widget=forms.Textarea)
    reliability = forms.ChoiceField(label="How reliable is the source?", widget=forms.RadioSelect)
    credibility = forms.ChoiceField(label="How credible is what was said?", widget=forms.RadioSelect)
    is_shareable = forms.BooleanField(label="Councils and forums of the area may see it", required=False)
    furniture = {
        "area": {"optional": True}, "place": {"width": 20}, "said": {"rows": 4},
        "reliability": {"small": True}, "credibility": {"small": True},
    }  # fmt: skip


class ShareHeard(Chosen):
    """Nothing is typed: a press of the button."""


class WithdrawHeard(Chosen):
    """Why it is taken back."""

    why = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
