"""What a place of care tells of a person it states a need for: that they agree, and how to reach them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form

from ..rules.need_texts import NeedTexts
from ..rules.routing import Question
from .helping import Reach

Pairs = Sequence[tuple[str, str]]


class Answer(Form):
    """One question of the routing file, as the place answers it for the person."""

    answer = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose an answer"})
    furniture = {"answer": {"heading": True, "size": "l"}}

    def __init__(self, *arguments: Any, question: Question, **named: Any) -> None:
        super().__init__(*arguments, **named)
        answer: Any = self.fields["answer"]
        answer.label, answer.help_text = question.texts.text, question.hint
        answer.choices = [(one.code, one.texts.text) for one in question.options]


class StateFor(Reach):
    """Who it is for, and that they agree."""

    by_place = forms.TypedChoiceField(label="Which place states it?", coerce=int)
    postcode = forms.CharField(
        label="Their postcode, where they live elsewhere", max_length=10, required=False
    )
    has_consent = forms.BooleanField(
        label="They agree that we ask for them, or they cannot be asked and we act in their interest",
        error_messages={"required": "Tick that they agree, or that you act in their interest"},
    )
    is_another = forms.BooleanField(label="I looked at these: this is another need", required=False)
    furniture = {**Reach.furniture, "postcode": {"width": 10, "autocomplete": "off"}}
    field_order = (
        "by_place", "has_consent", "name", "phone", "postcode", "may_ring", "may_leave_word", "may_text",
        "email", "may_email", "address", "may_write", "is_protected", "code_word", "words",
    )  # fmt: skip

    def __init__(self, *arguments: Any, texts: NeedTexts, mine: Pairs, **named: Any) -> None:
        super().__init__(*arguments, texts=texts, **named)
        place: Any = self.fields["by_place"]
        place.choices = [*([] if len(mine) == 1 else [("", "Choose")]), *mine]
