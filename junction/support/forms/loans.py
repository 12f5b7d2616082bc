"""What is typed of loans of volunteers: offering one, and why it is declined or ended."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

Pairs = Sequence[tuple[Any, str]]


class OfferLoan(Form):
    """How many volunteers go to which scheme, for how long, with which skills, on what terms."""

    lender = forms.TypedChoiceField(label="From", coerce=int)
    borrower = forms.TypedChoiceField(label="To", coerce=int)
    people = forms.IntegerField(label="How many volunteers at most", min_value=1, max_value=1_000_000)
    skills = forms.MultipleChoiceField(
        label="Who can do one of these", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick none if it may be anybody.",
    )  # fmt: skip
    starts_on = DayField(label="From which day")
    ends_on = DayField(label="First day they are back")
    terms = forms.CharField(
        label="On what terms", max_length=300, required=False, widget=forms.Textarea,
        help_text="Such as who pays for travel. Name nobody.",
    )  # fmt: skip
    furniture = {"people": {"width": 5}, "terms": {"rows": 3, "optional": True}}

    def __init__(self, *arguments: Any, mine: Pairs, others: Pairs, skills: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["lender"].choices, fields["borrower"].choices = list(mine), list(others)
        fields["skills"].choices = list(skills)


class Heard(Form):
    """What a volunteer said, and how it was heard."""

    answer = forms.ChoiceField(
        label="What did they say?", widget=forms.RadioSelect,
        choices=[("yes", "Yes, they help the other scheme in these days"), ("no", "No")],
        error_messages={"required": "Select what they said"},
    )  # fmt: skip
    heard_by = forms.ChoiceField(
        label="How did you hear it?", widget=forms.RadioSelect, error_messages={"required": "Select how"}
    )

    def __init__(self, *arguments: Any, ways: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        heard_by: Any = self.fields["heard_by"]
        heard_by.choices = list(ways)


class Reason(Form):
    """Why, by a code of the rules."""

    why = forms.ChoiceField(label="Why?", widget=forms.RadioSelect, error_messages={"required": "Choose why"})

    def __init__(self, *arguments: Any, reasons: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        why: Any = self.fields["why"]
        why.choices = list(reasons)
