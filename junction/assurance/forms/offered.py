"""What is typed of expert help: a need, a region's lead, an offer, what came of it."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class StateNeed(Chosen):
    """What a council needs help for."""

    council = forms.ChoiceField(label="Which council?")
    theme = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect)
    text = forms.CharField(label="What is needed, and why?", max_length=4000, widget=forms.Textarea)
    furniture = {"theme": {"small": True}, "text": {"rows": 4}}


class OfferHelp(Chosen):
    """What is offered, and from when until when."""

    text = forms.CharField(label="What is offered?", max_length=4000, widget=forms.Textarea)
    given_by = forms.CharField(label="Who gives it?", max_length=200, help_text="An organisation or a post")
    from_on = DayField(label="From which day?")
    last_on = DayField(
        label="Until which day?", required=False, help_text="Leave it empty for the initial three months"
    )
    furniture = {"text": {"rows": 3}, "last_on": {"optional": True}}


class SayWhatHelped(Chosen):
    """What came of a need."""

    outcome = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect)
    text = forms.CharField(label="In words", max_length=2000, widget=forms.Textarea)
    furniture = {"outcome": {"small": True}, "text": {"rows": 3}}


class NameLead(Chosen):
    """Who leads the help for a region."""

    region = forms.ChoiceField(label="Of which region?")
    post = forms.CharField(label="Which post leads it?", max_length=200, help_text="Not a name")
    reached_by = forms.CharField(
        label="How is it reached?", max_length=200, help_text="A shared address or number"
    )
    from_on = DayField(label="From which day?")
