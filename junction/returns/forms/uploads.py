"""A file of returns as it is sent: the file, and what to do with rows that are wrong."""

from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.returns.rules.questions import QuestionSet

LARGEST = 50 * 1024 * 1024


class UploadForm(Form):
    """A file to be checked."""

    question_set = forms.ChoiceField(label="Return", widget=forms.RadioSelect)
    file = forms.FileField(
        label="File",
        help_text="CSV, XLSX, XLS or ODS. Nothing is stored until you have seen what was found.",
        error_messages={"required": "Select a file", "empty": "The file is empty. Select another one."},
    )

    def __init__(self, *arguments: Any, sets: list[QuestionSet], **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(each.name, each.title) for each in sets]
        self.fields["question_set"].choices = choices  # type: ignore[attr-defined] # a choice field
        self.initial.setdefault("question_set", choices[0][0] if choices else "")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 50 MB. Send it in parts.")
        return file
