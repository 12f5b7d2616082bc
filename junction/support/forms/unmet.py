"""Which area is looked at."""

from django import forms

from junction.core.pages.forms.chosen import Chosen


class ChooseArea(Chosen):
    """One area of those that may be looked at."""

    area = forms.ChoiceField(label="Area", required=False)
