"""What is laid over a statement: its kind and its words."""

from collections.abc import Mapping
from typing import Any

from django import forms

from junction.core.pages.forms import Form


class AddLayer(Form):
    """A correction, a note or a link."""

    kind = forms.ChoiceField(label="What do you add?", widget=forms.RadioSelect)
    text = forms.CharField(
        label="What it should read, or what you say of it", max_length=4000, widget=forms.Textarea
    )
    furniture = {"kind": {"small": True, "inline": True, "size": "s"}, "text": {"rows": 3}}

    def __init__(self, *arguments: Any, kinds: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined] # a choice field
