"""What is said of a document that is sent to be read."""

from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.core.uploads.forms import UploadedFile
from junction.record.rules.handling import HandlingRules

Choices = list[tuple[str, str]]


class ImportDocument(Form):
    """A document and what is known of it."""

    file = UploadedFile(label="Document", help_text="Text, PDF, DOCX, CSV, XLSX, EML or MSG")
    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    title = forms.CharField(label="Title", max_length=300)
    source = forms.CharField(
        label="From whom or where it came",
        max_length=300,
        required=False,
        help_text="Such as a council's website",
    )
    dated_on = DayField(label="The day it bears", required=False)
    area = forms.ChoiceField(label="Whose it is", required=False)
    sensitivity = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, initial="official")
    furniture = {
        "kind": {"small": True},
        "source": {"optional": True},
        "dated_on": {"optional": True, "hint": "Years that its text leaves out follow from it"},
        "sensitivity": {"small": True},
    }

    def __init__(
        self, *arguments: Any, rules: HandlingRules, areas: Choices, is_national: bool, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["kind"].choices = [(code, kind.title) for code, kind in rules.kinds.items()]
        fields["sensitivity"].choices = list(rules.sensitivities.items())
        fields["area"].choices = [("", "The nation"), *areas] if is_national else areas
        fields["area"].required = not is_national

    @property
    def options(self) -> dict[str, Any]:
        """What the job is told, as plain values."""
        said = dict(self.cleaned_data)
        said.pop("file")
        said["dated_on"] = said["dated_on"].isoformat() if said["dated_on"] else None
        return said | {"area": said["area"] or None}
