"""What people type about access."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from junction.core.pages.forms import Form

from ..rules import Role

Pairs = Iterable[tuple[int | str, str]]


class Invite(Form):
    """Who, to which role, over what."""

    email = forms.EmailField(
        label="Email address", error_messages={"required": "Enter the email address of the person you invite"}
    )
    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, error_messages={"required": "Select a role"}
    )
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
        self.fields["role"].choices = [(role.name, role.title) for role in roles]  # type: ignore[attr-defined] # a choice field
        own = list(targets)
        self.fields["over"].choices = own  # type: ignore[attr-defined] # a choice field
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
        error_messages={"required": "Enter the registered number of your service"},
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
        error_messages={"required": "Choose a password"},
        help_text="At least 12 characters. Three random words are easy to remember and hard to guess.",
    )
    furniture = {"name": {"autocomplete": "name"}, "password": {"autocomplete": "new-password"}}


class TakeEmergencyAccess(Form):
    """What, and why."""

    number = forms.CharField(
        label="Place, organisation or area",
        max_length=100,
        error_messages={"required": "Enter a place, an organisation or an area"},
        help_text="Its registered number, such as 1-123456789, or the name or code of an area",
    )
    reason = forms.CharField(
        label="Why do you need to see this now?",
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": "Say why you need to see this now"},
        help_text="The people it belongs to will read your name, this reason and the times.",
    )
    furniture = {"number": {"width": 20}}


class EndRole(Form):
    """Why."""

    why = forms.CharField(
        label="Why does this role end?",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Say why this role ends"},
        help_text="Such as: left the team. The reason is kept in the log. Name nobody in it.",
    )


class RemoveSecondFactor(Form):
    """Why."""

    why = forms.CharField(
        label="Why is the second factor removed?",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Say why the second factor is removed"},
        help_text="Such as: lost the phone, and rang me. The reason is kept in the log. Name nobody in it.",
    )


class ErasePerson(Form):
    """Why, and that it is meant."""

    why = forms.CharField(
        label="Why is this person erased?",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Say why this person is erased"},
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
        label="Name of the token",
        max_length=100,
        help_text="What uses it, such as Care records system",
        error_messages={"required": "Enter a name for the token"},
    )
    duty = forms.ChoiceField(label="What may it do?", widget=forms.RadioSelect, required=False)
    days = forms.IntegerField(label="How many days it works", min_value=1)
    furniture = {"days": {"width": 3}}

    def __init__(
        self, *arguments: Any, organisations: Pairs, duties: Pairs, most_days: int, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        duty: Any = self.fields["duty"]
        duty.choices, duty.initial = [("", "Send and read what the organisation may"), *duties], ""
        if len(duty.choices) == 1:
            del self.fields["duty"]
        days: Any = self.fields["days"]
        days.validators.append(MaxValueValidator(most_days))
        days.initial, days.help_text = most_days, f"{most_days} at most"
        choices = list(organisations)
        self.fields["organisation"] = forms.TypedChoiceField(
            label="Organisation", coerce=int, choices=choices, initial=choices[0][0] if choices else None
        )


class RevokeToken(Form):
    """Why."""

    why = forms.CharField(
        label="Why is this token revoked?",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Say why this token is revoked"},
        help_text="Such as: the system was replaced. The reason is kept in the log. Name nobody in it.",
    )
