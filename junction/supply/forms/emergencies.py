"""A request to the emergency line, on one page: as a provider types it, or a call taker while listening."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.supply.rules.onward import Routes
from junction.supply.rules.urgency import Cover, Line

from .items import ItemsForm, whole


class AskForHelp(ItemsForm):
    """Who asks, how things stand, what is needed, what was tried, who receives it."""

    requester = forms.CharField(label="Your name", max_length=100)
    contact = forms.CharField(
        label="Telephone number for the next 24 hours",
        max_length=40,
        widget=forms.TelInput,
        help_text="Somebody must answer it at any hour. If it is a mobile, we send text messages to it",
    )
    email = forms.EmailField(
        label="Email address", required=False, help_text="We write to it at every step, if you give one"
    )
    cover = forms.ChoiceField(label="How long will what you have last?", widget=forms.RadioSelect)
    instead = forms.ChoiceField(label="Where should it go instead?", widget=forms.RadioSelect, required=False)
    confirmed_cases = whole("Confirmed cases", most=10_000)
    suspected_cases = whole("Suspected cases", most=10_000)
    beds = whole("Beds", most=10_000)
    tried = forms.MultipleChoiceField(
        label="What have you tried already?", widget=forms.CheckboxSelectMultiple, required=False
    )
    receiver = forms.CharField(label="Who receives it", max_length=100)
    address = forms.CharField(label="Delivery address", max_length=300, widget=forms.Textarea)
    takes_at_night = forms.BooleanField(label="Somebody can receive it at night", required=False)
    night_note = forms.CharField(
        label="How to reach them at night", max_length=200, required=False, help_text="Such as: ring the bell"
    )
    asked = " you need"
    furniture = {
        "requester": {"autocomplete": "name"},
        "contact": {"width": 20, "autocomplete": "tel"},
        "email": {"optional": True, "autocomplete": "email", "spellcheck": False},
        "confirmed_cases": {"width": 4, "optional": True},
        "suspected_cases": {"width": 4, "optional": True},
        "beds": {"width": 4, "optional": True},
        "address": {"rows": 3, "maxlength": 300},
        "night_note": {"optional": True},
    }

    def __init__(
        self, *arguments: Any, line: Line, routes: Routes, items: Sequence[Any], **named: Any
    ) -> None:
        self.line = line
        super().__init__(*arguments, items=items, **named)
        choices: dict[str, Any] = {
            "cover": [(one.code, one.text) for one in line.covers.values()],
            "tried": [(one.code, one.text) for one in line.routes.values()],
            "instead": [
                (code, routes.by_code[code].text) for one in line.covers.values() for code in one.instead
            ],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined] # choice fields

    @property
    def elsewhere(self) -> Cover:
        """The band of cover that this line is not for."""
        return next(one for one in self.line.covers.values() if one.priority is None)

    def clean(self) -> dict[str, Any]:
        """Where to go, when this line is not for it."""
        given = super().clean()
        if given.get("cover") == self.elsewhere.code and not given.get("instead"):
            self.add_error("instead", "Select where it should go instead")
        return given


class LineCallForm(Form):
    """A call that has just been answered, or that nobody answered in time."""

    waited = forms.IntegerField(
        label="How long did the caller wait?",
        min_value=0,
        max_value=7200,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter the wait in whole seconds, up to 7,200"
        ),
    )
    end = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        choices=[("answered", "I answered it just now"), ("given-up", "The caller gave up just now")],
        error_messages={"required": "Select what came of the call"},
    )
    furniture = {"waited": {"width": 4, "suffix": "seconds"}}
