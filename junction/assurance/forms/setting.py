"""Setting what a plan asks: the plan, one requirement, and many read from a document at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms

from junction.assurance.rules.book import AssuranceRules
from junction.assurance.rules.proposing import Proposal
from junction.assurance.rules.words import RequirementWords
from junction.core.pages.forms import DayField, Form

LONG = 4000


class OpenCatalogue(Form):
    """A version of a plan."""

    title = forms.CharField(label="What is the plan called?", max_length=200)
    version = forms.CharField(label="Version", max_length=60, required=False)
    in_force_from = DayField(label="In force from")
    document_id = forms.TypedChoiceField(
        label="Its document in the record", required=False, coerce=int, empty_value=None
    )
    replaces = forms.TypedChoiceField(
        label="Which version does it replace?", required=False, coerce=int, empty_value=None
    )
    furniture = {"version": {"optional": True, "width": 10}, "document_id": {"optional": True},
                 "replaces": {"optional": True}}  # fmt: skip

    def __init__(
        self,
        *arguments: Any,
        documents: Sequence[tuple[int, str]],
        earlier: Sequence[tuple[int, str]],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        for name, pairs, none in (("document_id", documents, "No document"), ("replaces", earlier, "None")):
            self.fields[name].choices = [("", none), *pairs]  # type: ignore[attr-defined] # choice fields


class SetRequirement(Form):
    """One requirement, typed or corrected by hand."""

    text = forms.CharField(label="What is asked?", max_length=LONG, widget=forms.Textarea)
    ref = forms.CharField(label="Reference in the plan", max_length=40, required=False)
    actors = forms.MultipleChoiceField(
        label="Of whom?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select whom it is asked of"},
    )  # fmt: skip
    theme = forms.ChoiceField(label="Theme")
    strength = forms.ChoiceField(label="Strength")
    kind = forms.ChoiceField(label="Kind")
    condition = forms.CharField(
        label="On what condition?", max_length=500, required=False, help_text="Only for a conditional one"
    )
    due_on = DayField(label="By which day?", required=False)
    due_said = forms.CharField(label="When, in the words of the plan", max_length=200, required=False)
    why = forms.CharField(label="Why is it corrected?", max_length=500)
    furniture = {
        "text": {"rows": 4}, "ref": {"optional": True, "width": 10}, "actors": {"small": True},
        "condition": {"optional": True}, "due_on": {"optional": True}, "due_said": {"optional": True},
    }  # fmt: skip

    def __init__(
        self,
        *arguments: Any,
        rules: AssuranceRules,
        words: RequirementWords,
        with_reason: bool = False,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        for name, listed in choices_of(rules, words).items():
            self.fields[name].choices = listed  # type: ignore[attr-defined] # choice fields
        if not with_reason:
            del self.fields["why"]

    def asked(self) -> dict[str, Any]:
        """Return the requirement as it was typed, without the reason."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "why"}
        return typed | {"actors": tuple(typed["actors"])}


class Withdraw(Form):
    """Why something is asked of nobody any more."""

    why = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}


def choices_of(rules: AssuranceRules, words: RequirementWords) -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen for each word of a requirement."""
    return {
        "actors": [(code, one.title) for code, one in rules.parties.items()],
        "theme": [(code, one.title) for code, one in words.themes.items()],
        "strength": [(code, one.title) for code, one in words.strengths.items()],
        "kind": [(code, one.title) for code, one in words.kinds.items()],
    }


@dataclass(frozen=True, slots=True)
class Edited:
    """A proposal with what a person did to it."""

    proposal: Proposal
    taken: bool
    error: str = ""


def read_proposals(
    sent: Mapping[str, Any], proposals: Sequence[Proposal], rules: AssuranceRules, words: RequirementWords
) -> list[Edited]:
    """Return each proposal as the page sent it; the fields of one are named by its statement."""
    allowed = {name: {code for code, _ in pairs} for name, pairs in choices_of(rules, words).items()}
    return [_edited(sent, one, allowed) for one in proposals]


def _edited(sent: Any, one: Proposal, allowed: Mapping[str, set[str]]) -> Edited:
    number = one.statement
    taken = f"take-{number}" in sent
    text = str(sent.get(f"text-{number}", one.text)).strip()
    actors = tuple(code for code in sent.getlist(f"actors-{number}") if code in allowed["actors"])
    chosen = {
        name: value
        if (value := str(sent.get(f"{name}-{number}", ""))) in allowed[name]
        else getattr(one, name)
        for name in ("theme", "strength", "kind")
    }
    due_on, wrong = _day(str(sent.get(f"due-{number}", "")).strip())
    edited = replace(
        one, text=text, actors=actors, due_on=due_on, theme=chosen["theme"], strength=chosen["strength"],
        kind=chosen["kind"],
    )  # fmt: skip
    if not taken:
        return Edited(edited, taken=False)
    if not text:
        return Edited(edited, taken=True, error="Enter what is asked, or untick it")
    if not actors:
        return Edited(edited, taken=True, error="Select whom it is asked of")
    return Edited(edited, taken=True, error=wrong)


def _day(text: str) -> tuple[date | None, str]:
    if not text:
        return None, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, f"“{text[:20]}” is no day. Write it like 2020-10-31"
