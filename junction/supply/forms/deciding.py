"""What is typed when deciding on an order: so much of each line, from one depot, and why less."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from junction.core.pages.forms import Form
from junction.supply.rules.onward import Route


@dataclass(frozen=True, slots=True)
class Typed:
    """The lines as typed. They are read without a form field for each: there may be thousands."""

    granted: dict[int, int]
    reasons: dict[int, str]
    wrong: dict[int, str]


def typed_lines(sent: QueryDict, asked: Mapping[int, int]) -> Typed:
    """Read `granted-<line>` and `reason-<line>`; a box that was left out stands for all that was asked."""
    granted: dict[int, int] = {}
    reasons: dict[int, str] = {}
    wrong: dict[int, str] = {}
    same = sent.get("reason-all", "")
    for line, number in asked.items():
        text = sent.get(f"granted-{line}", str(number)).replace(",", "").strip()
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            wrong[line] = "Enter a whole number, or 0 for none"
            continue
        granted[line] = int(text)
        if granted[line] < number:
            reasons[line] = sent.get(f"reason-{line}", "") or same
    return Typed(granted, reasons, wrong)


class Decide(Form):
    """Where it comes from, and what is said about the whole."""

    depot = forms.ChoiceField(label="Depot it comes from", required=False)
    why = forms.CharField(
        label="What else the person who asked is told", required=False, max_length=300, widget=forms.Textarea
    )
    furniture = {"why": {"rows": 2, "optional": True, "maxlength": 300}}

    def __init__(self, *arguments: Any, depots: Iterable[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        pairs = [(str(number), name) for number, name in depots]
        choices = pairs if len(pairs) == 1 else [("", "Select a depot"), *pairs]
        self.fields["depot"].choices = choices  # type: ignore[attr-defined] # a choice field


class SendOn(Form):
    """To which route, and why."""

    route = forms.ChoiceField(
        label="Where does it go?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select where it goes"},
    )
    why = forms.CharField(
        label="Why?", max_length=300, widget=forms.Textarea, help_text="The person who asked is told this"
    )
    furniture = {"why": {"rows": 3}}

    def __init__(self, *arguments: Any, ways: Sequence[Route], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["route"].choices = [(way.code, way.text) for way in ways]  # type: ignore[attr-defined] # a choice field


class HandOver(Form):
    """To whom, and why."""

    to = forms.ChoiceField(
        label="Who has it from now on?", error_messages={"required": "Select who has it from now on"}
    )
    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea)
    expected = forms.CharField(required=False, widget=forms.HiddenInput)
    furniture = {"why": {"rows": 3}}

    def __init__(self, *arguments: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["to"].choices = [("", "Select a person"), *people]  # type: ignore[attr-defined] # a choice field


class Why(Form):
    """A reason, kept with what is done."""

    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
