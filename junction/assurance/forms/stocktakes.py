"""What is typed of stocktakes: whom to invite, who came, what was said, what an ask becomes."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class CallStocktake(Chosen):
    """A stocktake of one region: when, and who is invited."""

    title = forms.CharField(label="What is it called?", max_length=200)
    held_on = DayField(label="On which day?")
    councils = forms.MultipleChoiceField(
        label="Whose directors are invited?", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Who else is invited?", max_length=2000, required=False, widget=forms.Textarea,
        help_text="One post on each line, no names",
    )  # fmt: skip
    furniture = {"councils": {"small": True}, "others": {"rows": 3, "optional": True}}

    def clean_others(self) -> list[str]:
        return [line for line in self.cleaned_data["others"].splitlines() if line.strip()]


class WhichRegion(Chosen):
    """Of which region it is."""

    region = forms.ChoiceField(label="Of which region?", widget=forms.RadioSelect)
    furniture = {"region": {"small": True}}


class WhoCame(Chosen):
    """Who of those invited was there."""

    came = forms.TypedMultipleChoiceField(
        label="Who came?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Whoever is not ticked is written down as not there. This is said once.",
    )  # fmt: skip
    furniture = {"came": {"small": True}}


class WritePoint(Chosen):
    """One thing that was said."""

    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    area = forms.ChoiceField(label="Of which council?", required=False)
    text = forms.CharField(label="What was said?", max_length=4000, widget=forms.Textarea)
    furniture = {"kind": {"small": True}, "area": {"optional": True}, "text": {"rows": 4}}

    def clean_area(self) -> str | None:
        return self.cleaned_data["area"] or None


class CarryOn(Chosen):
    """What an ask becomes."""

    to = forms.ChoiceField(label="What is it to become?", widget=forms.RadioSelect)
    title = forms.CharField(label="Of an issue: what is it, in a few words?", max_length=200, required=False)
    theme = forms.ChoiceField(label="Of an issue: what is it about?", required=False)
    is_new = forms.BooleanField(label="None of the issues that look alike is the same", required=False)
    finder = forms.CharField(
        label="Of an ask: who must find it a home?", max_length=200, required=False,
        help_text="The post, not a name",
    )  # fmt: skip
    furniture = {"to": {"small": True}, "title": {"optional": True},
                                 "theme": {"optional": True}, "finder": {"optional": True}}  # fmt: skip
