"""What is sought in the record."""

from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.core.wording import sentence_case
from junction.record.rules.reading import Kind

KINDS = [("", "Anything"), *((str(kind), sentence_case(kind)) for kind in Kind if kind != Kind.FURNITURE)]


class Search(Form):
    """Words, a kind, and days that a statement speaks of."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    kind = forms.ChoiceField(label="Kind of statement", choices=KINDS, required=False)
    furniture = {"q": {"width": 30}, "from": {"optional": True}, "until": {"optional": True}}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["from"] = DayField(label="Speaks of a day from", required=False)
        self.fields["until"] = DayField(label="Until, this day included", required=False)
