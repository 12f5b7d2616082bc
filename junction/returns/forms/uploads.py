"""A file of returns as it is sent: the file, and which return it answers."""

from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.core.uploads.forms import UploadedFile
from junction.returns.rules.questions import QuestionSet


class UploadForm(Form):
    """A file to be checked."""

    question_set = forms.ChoiceField(label="Return", widget=forms.RadioSelect)
    file = UploadedFile(
        label="File",
        help_text="CSV, XLSX, XLS or ODS; 50 MB at most. You see what was found before anything is stored.",
    )

    def __init__(self, *arguments: Any, sets: list[QuestionSet], **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(each.name, each.title) for each in sets]
        self.fields["question_set"].choices = choices  # type: ignore[attr-defined] # a choice field
        self.initial.setdefault("question_set", choices[0][0] if choices else "")
