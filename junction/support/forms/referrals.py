"""What is typed of referrals: what to look for, sending one, declining one, taking one back."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.support.rules.directory_book import DirectoryBook

Pairs = Sequence[tuple[str, str]]


class FindService(Form):
    """What somebody needs, in a category or in words, and how near."""

    need = forms.ChoiceField(label="What for", required=False)
    q = forms.CharField(label="Or in words", required=False, max_length=200)
    miles = forms.TypedChoiceField(label="How far away", required=False, coerce=int, empty_value=None)
    way = forms.ChoiceField(label="How", required=False)
    furniture = {"q": {"width": 20}}

    def __init__(self, *arguments: Any, book: DirectoryBook, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["need"].choices = [("", "Anything"), *book.needs.items()]
        fields["miles"].choices = [(str(one), f"Within {one} miles") for one in book.miles_offered if one > 1]
        fields["way"].choices = book.ways_offered
        if not book.ways:  # of a day when it was not asked yet
            del fields["way"]


class SendReferral(Form):
    """That they agree, and what the service must know."""

    has_consent = forms.BooleanField(
        label="They agree that this service is told who they are and how to reach them",
        error_messages={"required": "Ask whether they agree, and say so here"},
    )
    words = forms.CharField(
        label="What the service must know", required=False, max_length=1000, widget=forms.Textarea,
        help_text="Such as what they need and when. Do not write where somebody hides.",
    )  # fmt: skip
    way = forms.ChoiceField(label="How does it suit them to have it?", required=False)
    furniture = {"words": {"rows": 4, "optional": True}, "way": {"optional": True}}
    field_order = ("has_consent", "way", "words")

    def __init__(self, *arguments: Any, ways: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["way"].choices = [("", "They did not say"), *ways]
        if not ways:
            del fields["way"]


class DeclineReferral(Form):
    """Why, by a code, and words for the call taker."""

    why = forms.ChoiceField(
        label="Why do you decline?", widget=forms.RadioSelect,
        error_messages={"required": "Choose why you decline"},
    )  # fmt: skip
    note = forms.CharField(
        label="What the helpline should know", max_length=1000, required=False, widget=forms.Textarea
    )
    furniture = {"note": {"rows": 3, "optional": True}}

    def __init__(self, *arguments: Any, reasons: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        why: Any = self.fields["why"]
        why.choices = list(reasons)


class TakeBack(Form):
    """Why it is taken back."""

    note = forms.CharField(
        label="Why do you take it back?", max_length=1000, widget=forms.Textarea,
        error_messages={"required": "Say why you take it back"},
    )  # fmt: skip
    furniture = {"note": {"rows": 3}}
