"""A file in a form: its size is looked at before a byte of it is read."""

from typing import Any

from django import forms

from junction.core.tables.reading import MAX_BYTES

TOO_LARGE = f"The file is larger than {MAX_BYTES // 1_000_000} MB. Send it in parts, or pack it by gzip"


class UploadedFile(forms.FileField):
    """A file to be imported."""

    def __init__(self, **named: Any) -> None:
        told = {"required": "Select a file", "empty": "The file is empty. Select another one"}
        super().__init__(error_messages=told, **named)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is too large to be taken."""
        file = super().clean(data, initial)
        if file and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file
