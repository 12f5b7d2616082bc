"""What an agent types for a caller on the phone: who they are and how to reach them, or a place's matter."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form

from ..rules.need_texts import NeedTexts
from .helping import Reach

Pairs = Sequence[tuple[str, str]]
SCRIPT = "script"  # the wordings of a call


class Caller(Reach):
    """A person who rings, or for whom somebody rings, and the council it is for."""

    area = forms.ChoiceField()
    postcode = forms.CharField(max_length=10, required=False)
    on_behalf = forms.ChoiceField(required=False)
    has_consent = forms.BooleanField(required=False)
    is_another = forms.BooleanField(label="I looked at these: this is another need", required=False)
    furniture = {**Reach.furniture, "postcode": {"width": 10, "autocomplete": "off"}}
    field_order = (
        "phone", "name", "area", "postcode", "on_behalf", "has_consent", "may_ring", "may_leave_word",
        "may_text", "email", "may_email", "address", "may_write", "is_protected", "code_word", "words",
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, texts: NeedTexts, councils: Pairs, relations: Pairs, **named: Any
    ) -> None:
        super().__init__(*arguments, texts=texts, way=SCRIPT, **named)
        fields: Any = self.fields
        for name in ("postcode", "area"):
            fields[name].label = texts.asked("where", name, SCRIPT)
        fields["on_behalf"].label = texts.asked("for_whom", "text", SCRIPT)
        fields["has_consent"].label = texts.asked("for_whom", "consent", SCRIPT)
        first = [] if len(councils) == 1 else [("", "Choose")]
        fields["area"].choices = [*first, *councils]
        fields["on_behalf"].choices = [("", texts.asked("for_whom", "me", SCRIPT)), *relations]
        fields["code_word"].help_text = "We say it when we ring, so that they know it is us."


class PlaceMatter(Form):
    """What a place needs, and in whose words."""

    matter = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect)
    words = forms.CharField(label="What is needed?", max_length=2000, widget=forms.Textarea)
    is_another = forms.BooleanField(label="I looked at these: this is another matter", required=False)
    furniture = {"words": {"rows": 4}}

    def __init__(self, *arguments: Any, matters: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        matter: Any = self.fields["matter"]
        matter.choices = list(matters)
