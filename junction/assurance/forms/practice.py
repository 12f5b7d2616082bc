"""What is typed of a practice-quality review."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class ReviewPractice(Chosen):
    """What was looked at, what was found, what changes, and who signs by post."""

    reviewed_on = DayField(label="On which day was it reviewed?")
    frameworks = forms.MultipleChoiceField(label="What was looked at?", widget=forms.CheckboxSelectMultiple)
    found = forms.CharField(
        label="What was found?", max_length=4000, widget=forms.Textarea, help_text="Do not name people"
    )
    changes = forms.CharField(label="What changes?", max_length=4000, required=False, widget=forms.Textarea)
    next_steps = forms.CharField(
        label="What comes next?", max_length=2000, required=False, widget=forms.Textarea
    )
    signer = forms.ChoiceField(label="Who signs it?", widget=forms.RadioSelect)
    why = forms.CharField(
        label="Why is it corrected?", max_length=1000, required=False,
        help_text="Needed when this week has a review already",
    )  # fmt: skip
    furniture = {
        "frameworks": {"small": True}, "found": {"rows": 4}, "changes": {"rows": 3, "optional": True},
        "next_steps": {"rows": 2, "optional": True}, "signer": {"small": True}, "why": {"optional": True},
    }  # fmt: skip
