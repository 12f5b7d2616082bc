"""What people type about incidents and places."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.core.uploads.forms import UploadedFile
from junction.registry.rules import cells
from junction.registry.rules.contacts import CONTACT_LABELS, ContactKind, ContactNotValid, clean_contact
from junction.registry.rules.identifiers import (
    ADVICE,
    BORNE_BY_BODIES,
    BORNE_BY_PLACES,
    IDENTIFIER_LABELS,
    IdentifierKind,
    IdentifierNotValid,
    clean_identifier,
)
from junction.registry.rules.incidents import Playbook
from junction.registry.rules.service_types import LABELS

AREAS_HINT = "Names or codes, one on each line: a council, a region, a Local Resilience Forum, England"
ENTER_REASON = "Enter a reason. It is kept with what you do."


class ExtendIncident(Form):
    """More areas, and why."""

    areas = forms.CharField(label="Areas", widget=forms.Textarea, help_text=AREAS_HINT)
    why = forms.CharField(label="Reason", widget=forms.Textarea, max_length=2000)
    furniture = {"areas": {"rows": 4}, "why": {"rows": 3}}

    @property
    def area_texts(self) -> list[str]:
        """The lines of the areas, without blank ones."""
        return [line.strip() for line in self.cleaned_data["areas"].splitlines() if line.strip()]


class DeclareIncident(ExtendIncident):
    """What it is called, which playbook, for which areas, and why."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Such as “Coronavirus” or “Floods, Tees valley”"
    )
    playbook = forms.ChoiceField(label="Playbook", widget=forms.RadioSelect)
    field_order = ["name", "playbook", "areas", "why"]
    furniture = {**ExtendIncident.furniture, "name": {"width": 20}}

    def __init__(self, *arguments: Any, playbooks: Mapping[str, Playbook], **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["playbook"]
        field.choices = [(one.name, one.title) for one in playbooks.values()]


class StandDownIncident(Form):
    """Why it is over."""

    why = forms.CharField(label="Why is it over?", widget=forms.Textarea, max_length=2000)
    furniture = {"why": {"rows": 3}}


class CorrectPlace(Form):
    """What is known of a place, and why it is corrected."""

    CORRECTED = ("name", "address", "town", "postcode", "beds", "service_type")

    name = forms.CharField(label="Name", max_length=200)
    service_type = forms.ChoiceField(
        label="Main service", choices=[(str(kind), label) for kind, label in LABELS.items()]
    )
    address = forms.CharField(label="Address", max_length=300, required=False)
    town = forms.CharField(label="Town", max_length=100, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    beds = forms.IntegerField(
        label="Beds",
        min_value=0,
        max_value=1000,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Beds must be a whole number from 0 to 1,000"
        ),
    )
    why = forms.CharField(
        label="Reason", widget=forms.Textarea, max_length=2000, error_messages={"required": ENTER_REASON}
    )
    furniture = {
        "address": {"optional": True},
        "town": {"optional": True, "width": 20},
        "postcode": {"optional": True, "width": 10},
        "beds": {"optional": True, "width": 4},
        "why": {"rows": 3},
    }

    def clean_postcode(self) -> str:
        """Write the postcode as the post does."""
        cell = cells.postcode(self.cleaned_data["postcode"])
        if self.cleaned_data["postcode"] and not cell.value:
            raise forms.ValidationError("Enter a full UK postcode, such as M33 4RZ")
        return cell.value or ""


class MergePlaces(Form):
    """The other place, and why they are one."""

    other = forms.IntegerField(
        label="Number of the other place",
        min_value=1,
        max_value=2**62,
        help_text="Its page says it under “Number in Junction”",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a number, such as 1204"),
    )
    why = forms.CharField(label="Why are they one place?", widget=forms.Textarea, max_length=2000)
    furniture = {"other": {"width": 10}, "why": {"rows": 3}}


class ImportPlaces(Form):
    """A list, the day it speaks of, and the area it is complete for."""

    file = UploadedFile(
        label="List of places", help_text="CSV, XLSX, or the regulator's location as JSON; 50 MB at most"
    )
    listed_on = DayField(label="Which day does the list speak of?", required=False)
    complete_for = forms.CharField(
        label="Area the list is complete for",
        required=False,
        max_length=100,
        help_text="Only when the list holds every place there: those it does not name will end.",
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("complete_for") and not given.get("listed_on") and "listed_on" not in self.errors:
            self.add_error(
                "listed_on", "Enter the day the list speaks of: what it does not name ends on that day"
            )
        return given

    @property
    def options(self) -> dict[str, str]:
        """What was said beside the file, as it is kept with it."""
        day = self.cleaned_data["listed_on"]
        return {
            "listed_on": day.isoformat() if day else "",
            "complete_for": self.cleaned_data["complete_for"].strip(),
        }


class WithReason(Form):
    """Only a reason, which is kept with what it is given for."""

    why = forms.CharField(
        label="Reason", widget=forms.Textarea, max_length=2000, error_messages={"required": ENTER_REASON}
    )
    furniture = {"why": {"rows": 3}}


class ClosePlace(WithReason):
    """The first day without care, and why."""

    closed_on = DayField(
        label="First day without care there",
        help_text="Such as 27 3 2020. The day before was the last one on which anybody was cared for.",
        error_messages={"required": "Enter the first day without care there"},
    )
    field_order = ["closed_on", "why"]


class ReopenPlace(WithReason):
    """Whether it was a mistake or opened again, since when, and why."""

    how = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        choices=[
            ("mistake", "It never closed: the closing was a mistake"),
            ("anew", "It did close, and care is given there again"),
        ],
    )
    opened_on = DayField(label="First day of care there again", required=False)
    field_order = ["how", "opened_on", "why"]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("how") == "mistake":
            self.errors.pop("opened_on", None)
            given["opened_on"] = None
        elif given.get("how") == "anew" and not given.get("opened_on") and "opened_on" not in self.errors:
            self.add_error("opened_on", "Enter the first day of care there again")
        return given


class ChangeContact(Form):
    """How a place is reached, and what this way is for."""

    value = forms.CharField(label="Number or address", max_length=300)
    label = forms.CharField(
        label="What it is for",
        required=False,
        max_length=100,
        help_text="Such as Night desk or Manager's office. Do not write a person's name.",
    )
    furniture = {
        "value": {"autocomplete": "off", "spellcheck": False},
        "label": {"optional": True, "width": 20},
    }

    def __init__(self, *arguments: Any, of_kind: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.of_kind = of_kind

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        kind = given.get("kind", self.of_kind)
        if kind and given.get("value"):
            try:
                given["value"] = clean_contact(ContactKind(kind), given["value"])
            except ContactNotValid as wrong:
                self.add_error("value", str(wrong))
        return given


class AddContact(ChangeContact):
    """A new way to reach a place."""

    kind = forms.ChoiceField(
        label="Kind of contact",
        widget=forms.RadioSelect,
        choices=[(str(kind), label) for kind, label in CONTACT_LABELS.items()],
    )
    field_order = ["kind", "value", "label"]
    furniture = {**ChangeContact.furniture, "kind": {"inline": True}}


class AddIdentifier(Form):
    """A number or code by which others know a place."""

    kind = forms.ChoiceField(
        label="Kind of number",
        widget=forms.RadioSelect,
        choices=[(str(kind), IDENTIFIER_LABELS[kind]) for kind in BORNE_BY_PLACES],
    )
    value = forms.CharField(label="Number or code", max_length=50)
    furniture = {
        "kind": {"hints": {str(kind): ADVICE[kind] for kind in BORNE_BY_PLACES}},
        "value": {"width": 20, "autocomplete": "off", "spellcheck": False},
    }

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("kind") and given.get("value"):
            try:
                given["value"] = clean_identifier(IdentifierKind(given["kind"]), given["value"])
            except IdentifierNotValid as wrong:
                self.add_error("value", str(wrong))
        return given


class AddBody(Form):
    """A voluntary body."""

    name = forms.CharField(label="What is the body called?", max_length=200)
    area = forms.ChoiceField(label="For which area?", required=False)
    kind = forms.ChoiceField(
        label="Kind of number", widget=forms.RadioSelect, initial=str(IdentifierKind.CHARITY),
        choices=[(str(kind), IDENTIFIER_LABELS[kind]) for kind in BORNE_BY_BODIES],
    )  # fmt: skip
    number = forms.CharField(
        label="Number", max_length=20, required=False,
        help_text="Those who work for it are invited by this number. A group without one: leave it empty",
    )  # fmt: skip
    furniture = {"kind": {"small": True}, "number": {"width": 10, "optional": True}}

    def __init__(self, *arguments: Any, areas: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        cast(forms.ChoiceField, self.fields["area"]).choices = areas

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("kind") and given.get("number"):
            try:
                clean_identifier(IdentifierKind(given["kind"]), given["number"])
            except IdentifierNotValid as wrong:
                self.add_error("number", str(wrong))
        return given
