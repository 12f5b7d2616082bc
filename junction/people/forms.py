"""What people type about access."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from junction.core.pages.forms import Form

from .rules import Role


class Invite(Form):
    """Who, to which role, over what."""

    email = forms.EmailField(label="Email address")
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    over = forms.ChoiceField(label="For", widget=forms.RadioSelect, required=False)
    number = forms.CharField(
        label="Or another place, organisation or area",
        required=False,
        max_length=100,
        help_text="Its registered number, such as 1-123456789, or the name or code of an area",
    )
    furniture = {"email": {"autocomplete": "off", "spellcheck": False}, "number": {"width": 20}}

    def __init__(
        self, *arguments: Any, roles: Iterable[Role], targets: Iterable[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["role"].choices = [(role.name, role.title) for role in roles]  # type: ignore[attr-defined]
        own = list(targets)
        self.fields["over"].choices = own  # type: ignore[attr-defined]
        self.fields["over"].initial = own[0][0] if len(own) == 1 else None

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if not given.get("over") and not given.get("number") and "over" not in self.errors:
            self.add_error("over", "Select what the role is for, or enter a number")
        return given


class AskForAccess(Form):
    """Which place."""

    number = forms.CharField(
        label="Registered number of your service",
        max_length=40,
        help_text="On your certificate of registration, such as 1-123456789",
    )
    furniture = {"number": {"width": 20}}


class Accept(Form):
    """The name and the password of somebody new."""

    name = forms.CharField(label="Your full name", max_length=200)
    password = forms.CharField(
        label="Choose a password",
        widget=forms.PasswordInput,
        strip=False,
        help_text="At least 12 characters. Three random words are easy to remember and hard to guess.",
    )
    furniture = {"name": {"autocomplete": "name"}, "password": {"autocomplete": "new-password"}}


class TakeEmergencyAccess(Form):
    """What, and why."""

    number = forms.CharField(
        label="Place, organisation or area",
        max_length=100,
        help_text="Its registered number, such as 1-123456789, or the name or code of an area",
    )
    reason = forms.CharField(
        label="Why do you need to see this now?",
        widget=forms.Textarea,
        max_length=1000,
        help_text="The people it belongs to will read your name, this reason and the times.",
    )
    furniture = {"number": {"width": 20}}


class ErasePerson(Form):
    """Why, and that it is meant."""

    why = forms.CharField(
        label="Why is this person erased?",
        widget=forms.Textarea,
        max_length=500,
        help_text="The reason is kept in the log. Name nobody in it.",
    )
    sure = forms.BooleanField(
        label="I understand that this cannot be undone",
        error_messages={"required": "Tick that you are sure."},
    )


class CreateToken(Form):
    """For which organisation, called what, for how long."""

    organisation = forms.IntegerField(label="Organisation", widget=forms.Select)
    name = forms.CharField(
        label="Name of the token", max_length=100, help_text="What uses it, such as Care records system"
    )
    days = forms.IntegerField(label="How many days it works", min_value=1)
    furniture = {"days": {"width": 3}}

    def __init__(
        self, *arguments: Any, organisations: Iterable[tuple[int, str]], most_days: int, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        days: Any = self.fields["days"]
        days.validators.append(MaxValueValidator(most_days))
        days.initial, days.help_text = most_days, f"{most_days} at most"
        choices = list(organisations)
        self.fields["organisation"] = forms.TypedChoiceField(
            label="Organisation", coerce=int, choices=choices, initial=choices[0][0] if choices else None
        )
