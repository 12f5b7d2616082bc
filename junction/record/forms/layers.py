"""What is laid over a statement: its kind, the words it is about, and what is said of them."""

from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.record.rules.handling import HandlingRules
from junction.record.rules.layers import LONGEST


class AddLayer(Form):
    """A correction, a reading, a note or a link."""

    kind = forms.ChoiceField(label="What do you add?", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Which words is it about?", required=False, max_length=1000,
        help_text="As they are printed, from the lines above. Leave it empty for all of it.",
    )  # fmt: skip
    text = forms.CharField(
        label="What it should read, or what you say of it", required=False, max_length=4000,
        widget=forms.Textarea,
    )  # fmt: skip
    part = forms.ChoiceField(
        label="What is to be read so?", required=False, help_text="Only for how it is to be read"
    )
    target = forms.CharField(
        label="Where does it lead?", required=False, max_length=LONGEST,
        help_text="Only for a link: a page of this site, such as /places/12/, or https://www.gov.uk",
    )  # fmt: skip
    furniture = {
        "kind": {"small": True, "inline": True, "size": "s"},
        "text": {"rows": 3},
        "target": {"classes": "govuk-input--width-20"},
    }

    def __init__(self, *arguments: Any, rules: HandlingRules, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = list(rules.annotations.items())  # type: ignore[attr-defined] # a choice field
        parts = [("", "Nothing in particular"), *rules.reading_parts.items()]
        self.fields["part"].choices = parts  # type: ignore[attr-defined] # a choice field
