"""What is typed to disclose: what an extract is to have, what is taken out of it, why a finding may stay."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.record.rules.disclosure.rules import EXTRACT, SCOPES, DisclosureRules

NAMES = {"rows": 2}


class MakeExtract(Form):
    """An extract: what it is for, then what it is to have; everything that is said of it must hold."""

    title = forms.CharField(label="What is it called?", max_length=200)
    purpose = forms.CharField(label="What is it for?", max_length=1000, widget=forms.Textarea)
    made_for = forms.CharField(label="Whom is it for?", max_length=200)
    words = forms.CharField(
        label="Words in the documents",
        max_length=200,
        required=False,
        help_text="A subject, such as face masks",
    )
    people = forms.CharField(
        label="People named in them", max_length=1000, required=False, widget=forms.Textarea,
        help_text="One name a line; a document that names any of them is in it",
    )  # fmt: skip
    thread = forms.ChoiceField(label="On a thread", required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds of document",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all",
    )
    with_originals = forms.BooleanField(
        label="Add files as they were received, where nothing is taken out of them", required=False
    )
    furniture = {
        "title": {"width": 30}, "purpose": {"rows": 2}, "made_for": {"width": 30},
        "words": {"width": 30, "optional": True},
        "people": {"rows": 3, "optional": True}, "thread": {"optional": True}, "from": {"optional": True},
        "until": {"optional": True}, "kinds": {"small": True, "size": "s"}, "with_originals": {"small": True},
    }  # fmt: skip

    def __init__(
        self, *arguments: Any, kinds: Mapping[str, str], threads: Sequence[tuple[int, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["kinds"].choices = list(kinds.items())  # type: ignore[attr-defined] # a choice field
        choices = [("", "Any"), *((str(number), title) for number, title in threads)]
        self.fields["thread"].choices = choices  # type: ignore[attr-defined] # a choice field
        self.fields["from"] = DayField(label="Dated from", required=False)
        self.fields["until"] = DayField(label="Until, this day included", required=False)

    def asked(self) -> dict[str, Any]:
        """Return which documents are asked for."""
        said = self.cleaned_data
        last = said.get("until")
        return {
            "words": said["words"],
            "thread": int(said["thread"]) if said["thread"] else None,
            "kinds": tuple(said["kinds"]),
            "from_on": said.get("from"),
            "until_on": last + timedelta(days=1) if last else None,
            "people": tuple(name.strip() for name in said["people"].splitlines() if name.strip()),
        }


class AddRedaction(Form):
    """What is taken out, where it holds, and why."""

    words = forms.CharField(
        label="Words to take out", max_length=500, required=False,
        help_text="However they are written: capitals, accents, line breaks and hyphens make no difference",
    )  # fmt: skip
    pattern = forms.ChoiceField(label="Or everything of a kind", required=False)
    scope = forms.ChoiceField(
        label="Where?", choices=list(SCOPES.items()), initial=EXTRACT, widget=forms.RadioSelect
    )
    number = forms.ChoiceField(label="Document, if not everywhere", required=False)
    line = forms.IntegerField(label="Line, if one place alone", min_value=1, required=False)
    initials = forms.BooleanField(label="Its initials too, and initial with surname", required=False)
    inside_words = forms.BooleanField(label="Inside longer words too", required=False)
    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)
    comment = forms.CharField(
        label="Comment", max_length=1000, required=False, widget=forms.Textarea,
        help_text="It leaves with the schedule of redactions; what is taken out is taken out of it too",
    )  # fmt: skip
    furniture = {
        "words": {"width": 30}, "scope": {"small": True, "size": "s"}, "reason": {"small": True, "size": "s"},
        "line": {"width": 5}, "comment": {"rows": 2, "optional": True}, "initials": {"small": True},
        "inside_words": {"small": True},
    }  # fmt: skip

    def __init__(
        self, *arguments: Any, rules: DisclosureRules, papers: Sequence[tuple[int, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        patterns = [("", "Nothing"), *((code, said.title) for code, said in rules.patterns.items())]
        reasons = [(code, f"{code}: {said.title}") for code, said in rules.reasons.items()]
        numbered = [("", "None"), *((str(number), f"{number}. {title}") for number, title in papers)]
        for name, choices in (("pattern", patterns), ("reason", reasons), ("number", numbered)):
            self.fields[name].choices = choices  # type: ignore[attr-defined] # choice fields


class AcceptFinding(Form):
    """Why a finding may stay as it is."""

    because = forms.CharField(label="Why may it stay as it is?", max_length=500, widget=forms.Textarea)
    furniture = {"because": {"rows": 3}}
