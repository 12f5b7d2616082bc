"""What people type about incidents and places."""

from collections.abc import Mapping
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.registry.rules import cells
from junction.registry.rules.incidents import Playbook
from junction.registry.rules.service_types import LABELS

AREAS_HINT = "Names or codes, one on each line: a council, a region, a Local Resilience Forum, England"


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
    beds = forms.IntegerField(label="Beds", min_value=0, max_value=1000, required=False)
    why = forms.CharField(label="Reason", widget=forms.Textarea, max_length=2000)
    furniture = {"postcode": {"width": 10}, "beds": {"width": 4}, "why": {"rows": 3}}

    def clean_postcode(self) -> str:
        """Write the postcode as the post does."""
        cell = cells.postcode(self.cleaned_data["postcode"])
        if self.cleaned_data["postcode"] and not cell.value:
            raise forms.ValidationError("Enter a full UK postcode, such as M33 4RZ")
        return cell.value or ""


class MergePlaces(Form):
    """The other place, and why they are one."""

    other = forms.IntegerField(
        label="Number of the other place", help_text="It stands in the address of its page"
    )
    why = forms.CharField(label="Why are they one place?", widget=forms.Textarea, max_length=2000)
    furniture = {"other": {"width": 10}, "why": {"rows": 3}}


class ImportPlaces(Form):
    """A list, the day it speaks of, and the area it is complete for."""

    file = forms.FileField(
        label="List of places",
        required=False,
        help_text="CSV, XLSX, or the regulator's location as JSON; 50 MB at most",
    )
    listed_on = DayField(label="Which day does the list speak of?", required=False)
    complete_for = forms.CharField(
        label="Area the list is complete for",
        required=False,
        max_length=100,
        help_text="Only when the list holds every place there: those it does not name will end.",
    )
    file_id = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    file_name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=255)

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if not given.get("file") and not given.get("file_id") and "file" not in self.errors:
            self.add_error("file", "Select a file")
        return given
