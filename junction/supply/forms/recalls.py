"""What people type about recalls."""

from typing import Any

from django import forms

from junction.core.pages.forms import Form

from .catalogue import ENTER_REASON, WithReason
from .stock import COUNT, MOST


class StartRecall(Form):
    """Why a lot is called back, and what to do with it."""

    reason = forms.CharField(
        label="Why is it called back?", widget=forms.Textarea, max_length=300,
        error_messages={"required": ENTER_REASON},
    )  # fmt: skip
    instructions = forms.CharField(
        label="What should people do with it?", widget=forms.Textarea, max_length=600,
        initial="Stop using it. Set aside what you have left, and say how much that is.",
    )  # fmt: skip
    source = forms.CharField(label="Who says so, and where", max_length=300, required=False)
    furniture = {"reason": {"rows": 3}, "instructions": {"rows": 3}, "source": {"optional": True}}


class AnswerRecall(Form):
    """How much is left, and whether it should be replaced."""

    set_aside = forms.IntegerField(
        label="How much of this lot have you set aside?", min_value=0, max_value=MOST,
        error_messages=COUNT | {"required": "Enter how much you have set aside, 0 for none"},
    )  # fmt: skip
    replace = forms.BooleanField(label="Send us the same amount of another lot", required=False)
    furniture = {"set_aside": {"width": 10}}

    def __init__(self, *arguments: Any, unit: str, may_replace: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.furniture["set_aside"] = {**self.furniture["set_aside"], "suffix": unit}
        if not may_replace:
            del self.fields["replace"]


class EndRecall(WithReason):
    """Whether it was a mistake."""

    how = forms.ChoiceField(
        label="How does it end?",
        widget=forms.RadioSelect,
        choices=[
            ("over", "It is over: the lot stays held for good"),
            ("mistake", "It was a mistake: the lot may be given out again"),
        ],
    )
    field_order = ["how", "why"]
