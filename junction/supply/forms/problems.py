"""What is typed about shortages and offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.supply.rules.offers import OfferRules
from junction.supply.rules.shortages import ProblemRules

MOST = 10_000_000_000


class ReportShortage(Form):
    """What is short, where, how bad it is, and who is told."""

    title = forms.CharField(label="What is the problem?", max_length=120, help_text="In one line")
    area = forms.ChoiceField(label="Where?", error_messages={"required": "Select where"})
    items = forms.MultipleChoiceField(
        label="What is short?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one item"},
    )
    severity = forms.ChoiceField(
        label="How bad is it?", widget=forms.RadioSelect, error_messages={"required": "Select how bad it is"}
    )
    to = forms.ChoiceField(
        label="Who should deal with it?",
        widget=forms.RadioSelect,
        choices=[("lrf", "Local Resilience Forum"), ("nation", "National cell")],
        error_messages={"required": "Select who should deal with it"},
    )
    told = forms.CharField(
        label="What else do they need to know?", max_length=500, required=False, widget=forms.Textarea
    )
    furniture = {"items": {"small": True}, "told": {"rows": 3, "optional": True}}

    def __init__(
        self,
        *arguments: Any,
        areas: Sequence[tuple[str, str]],
        items: Sequence[tuple[str, str]],
        rules: ProblemRules,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        severities = [(one.code, one.text) for one in rules.severities.values()]
        for name, pairs in (("area", list(areas)), ("items", list(items)), ("severity", severities)):
            chosen = [("", "Select an area"), *pairs] if name == "area" and len(pairs) > 1 else pairs
            self.fields[name].choices = chosen  # type: ignore[attr-defined] # choice fields


class CloseProblem(Form):
    """How it ended."""

    outcome = forms.ChoiceField(
        label="How did it end?", widget=forms.RadioSelect, error_messages={"required": "Select how it ended"}
    )
    why = forms.CharField(label="What was done?", max_length=500, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}

    def __init__(self, *arguments: Any, outcomes: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["outcome"].choices = list(outcomes.items())  # type: ignore[attr-defined] # a choice field


class MakeOffer(Form):
    """What somebody offers, and how they are reached."""

    kind = forms.ChoiceField(
        label="What can you do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you can do"},
    )
    item = forms.ChoiceField(label="What is it?", required=False)
    what = forms.CharField(
        label="Describe it",
        max_length=500,
        widget=forms.Textarea,
        help_text="The product, its maker, the standards it meets and its certificates",
    )
    quantity = forms.IntegerField(
        label="How many?",
        required=False,
        min_value=1,
        max_value=MOST,
        help_text="Single pieces: a pair of gloves is two",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter a whole number of single pieces"
        ),
    )
    price = forms.CharField(label="Price", max_length=200, required=False)
    there_on = DayField(label="By which day could it be delivered?", required=False)
    company = forms.CharField(label="Company or organisation", max_length=200)
    company_number = forms.CharField(label="Company number", max_length=20, required=False)
    name = forms.CharField(label="Your name", max_length=100)
    email = forms.EmailField(label="Email address", help_text="The answer goes there")
    phone = forms.CharField(label="Telephone number", max_length=40, required=False, widget=forms.TelInput)
    furniture = {
        "what": {"rows": 4, "maxlength": 500},
        "quantity": {"width": 10, "optional": True},
        "price": {"optional": True, "width": 20},
        "there_on": {"optional": True},
        "company_number": {"optional": True, "width": 10},
        "name": {"autocomplete": "name"},
        "email": {"autocomplete": "email", "spellcheck": False},
        "phone": {"optional": True, "width": 20, "autocomplete": "tel"},
    }

    def __init__(
        self, *arguments: Any, rules: OfferRules, items: Sequence[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = list(rules.kinds.items())  # type: ignore[attr-defined] # a choice field
        self.fields["item"].choices = [("", "Something else"), *items]  # type: ignore[attr-defined] # a choice field


class CheckOffer(Form):
    """What was found when one thing was looked at."""

    result = forms.ChoiceField(
        label="What was found?",
        widget=forms.RadioSelect,
        choices=[("passed", "Passed"), ("failed", "Not passed"), ("waiting", "Waiting for an answer")],
        error_messages={"required": "Select what was found"},
    )
    note = forms.CharField(
        label="What did you look at?", max_length=300, required=False, widget=forms.Textarea
    )
    furniture = {"note": {"rows": 3, "optional": True}}


class AnswerOffer(Form):
    """The answer, and what they are told."""

    answer = forms.ChoiceField(
        label="Answer", widget=forms.RadioSelect, error_messages={"required": "Select an answer"}
    )
    told = forms.CharField(label="What they are told", max_length=1000, widget=forms.Textarea)
    furniture = {"told": {"rows": 5}}

    def __init__(self, *arguments: Any, answers: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["answer"].choices = list(answers.items())  # type: ignore[attr-defined] # a choice field
