"""Answering a requirement, showing evidence, verifying, raising an issue, signing."""

from collections.abc import Mapping
from typing import Any

from django import forms

from junction.assurance.rules.book import AssuranceRules, Word
from junction.core.pages.forms import DayField, Form

LONG, SHORT = 4000, 500


class Answering(Form):
    """Four separate things; how strong the evidence is, is not among them, since it follows from evidence."""

    status = forms.ChoiceField(
        label="How far is it?", widget=forms.RadioSelect, error_messages={"required": "Select how far it is"}
    )
    result = forms.ChoiceField(
        label="What came of it?", widget=forms.RadioSelect, required=False,
        help_text="Leave it empty if nobody has looked yet",
    )  # fmt: skip
    depth = forms.TypedChoiceField(
        label="How deep did you look?", widget=forms.RadioSelect, coerce=int,
        error_messages={"required": "Select how deep you looked"},
    )  # fmt: skip
    said = forms.CharField(label="In your words", required=False, max_length=LONG, widget=forms.Textarea)
    expected = forms.IntegerField(widget=forms.HiddenInput)
    furniture = {"said": {"rows": 4, "optional": True}, "result": {"optional": True}}

    def __init__(self, *arguments: Any, rules: AssuranceRules, **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = {
            "status": [(code, one.title) for code, one in rules.statuses.items()],
            "result": [(code, one.title) for code, one in rules.results.items()],
            "depth": [(str(place), text) for place, text in enumerate(rules.depths)],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined] # choice fields


class ShowEvidence(Form):
    """A piece of evidence: one of a file, a link, or words of a document."""

    title = forms.CharField(label="What is it?", max_length=200)
    owner = forms.CharField(
        label="Who answers for it?", max_length=200, help_text="A post, not a name: “Head of commissioning”"
    )
    file = forms.FileField(
        label="File", required=False,
        help_text="A document, a picture, an e-mail or a saved page; no archives and nothing that runs",
    )  # fmt: skip
    link = forms.URLField(label="Or a link", required=False, max_length=500, assume_scheme="https")
    snapshot = forms.FileField(
        label="What the link leads to today", required=False,
        help_text="Save the page and send it along: links change, and what was seen must stay to be seen",
    )  # fmt: skip
    quote = forms.CharField(
        label="Or words of a document", required=False, max_length=LONG, widget=forms.Textarea
    )
    effective_from = DayField(label="It holds from", required=False)
    effective_until = DayField(label="It holds until", required=False)
    received_on = DayField(label="It was received on", required=False, help_text="Leave it empty for today")
    expires_on = DayField(
        label="It expires on", required=False, help_text="From this day on it shows nothing any more"
    )
    furniture = {
        name: {"optional": True}
        for name in ("effective_from", "effective_until", "received_on", "expires_on", "snapshot")
    } | {"quote": {"rows": 3}}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        given = [name for name in ("file", "link", "quote") if typed.get(name)]
        if not self.errors and len(given) != 1:
            self.add_error("file", "Give one of a file, a link, or words of a document")
        if typed.get("snapshot") and not typed.get("link"):
            self.add_error("link", "Enter the link that this is a snapshot of")
        return typed


class Verify(Form):
    """What a second person found."""

    kind = forms.ChoiceField(
        label="What did you find?", widget=forms.RadioSelect,
        error_messages={"required": "Select what you found"},
    )  # fmt: skip
    said = forms.CharField(
        label="What did you look at?", max_length=LONG, widget=forms.Textarea,
        error_messages={"required": "Say what you looked at"},
    )  # fmt: skip
    exercise = forms.CharField(label="Which exercise?", required=False, max_length=200)
    looked_on = DayField(label="On which day?", required=False, help_text="Leave it empty for today")
    expected = forms.IntegerField(widget=forms.HiddenInput)
    furniture = {
        "said": {"rows": 4}, "looked_on": {"optional": True},
        "exercise": {"hint": "Only for what an exercise tested", "optional": True},
    }  # fmt: skip

    def __init__(self, *arguments: Any, rules: AssuranceRules, **named: Any) -> None:
        super().__init__(*arguments, **named)
        pairs = [(code, one.title) for code, one in rules.verifications.items()]
        self.fields["kind"].choices = pairs  # type: ignore[attr-defined] # a choice field


class RaiseIssue(Form):
    """What is still open."""

    text = forms.CharField(label="What is open?", max_length=LONG, widget=forms.Textarea)
    owner = forms.CharField(
        label="Who deals with it?", required=False, max_length=200, help_text="A post, not a name"
    )
    due_on = DayField(label="By which day?", required=False)
    furniture = {"text": {"rows": 3}, "owner": {"optional": True}, "due_on": {"optional": True}}


class Why(Form):
    """A reason in a few words."""

    why = forms.CharField(label="Why?", max_length=SHORT, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}

    def __init__(self, *arguments: Any, label: str = "Why?", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["why"].label = label


class Sign(Form):
    """A verdict on the answers as they stand, and what is said with it."""

    verdict = forms.ChoiceField(
        label="What do you say?", widget=forms.RadioSelect,
        error_messages={"required": "Select what you say"},
    )  # fmt: skip
    said = forms.CharField(
        label="In your words", required=False, max_length=LONG, widget=forms.Textarea,
        help_text="Needed unless you agree",
    )  # fmt: skip
    furniture = {"said": {"rows": 4, "optional": True}}

    def __init__(self, *arguments: Any, verdicts: Mapping[str, Word], **named: Any) -> None:
        super().__init__(*arguments, **named)
        pairs = [(code, one.title) for code, one in verdicts.items()]
        self.fields["verdict"].choices = pairs  # type: ignore[attr-defined] # a choice field
