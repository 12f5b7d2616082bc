"""What people type about incidents."""

from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.registry.rules.incidents import Playbook

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

    def __init__(self, *arguments: Any, playbooks: dict[str, Playbook], **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["playbook"]
        field.choices = [(one.name, one.title) for one in playbooks.values()]


class StandDownIncident(Form):
    """Why it is over."""

    why = forms.CharField(label="Why is it over?", widget=forms.Textarea, max_length=2000)
    furniture = {"why": {"rows": 3}}
