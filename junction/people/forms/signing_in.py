"""The sign-in library's forms, saying in our words what to do about an empty field."""

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

CODE = "Enter the 6 numbers that your app shows, or a recovery code"
UNKNOWN_PASSKEY = "That passkey is not known here. Use another one, or sign in another way."


class Said(forms.Form):
    """Mixed into a form of the library: `said` is what an empty field is answered."""

    said: ClassVar[dict[str, str]] = {}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, message in self.said.items():
            self.fields[name].error_messages["required"] = message


class SignIn(Said, LoginForm):
    """Email address and password."""

    said: ClassVar = {"login": "Enter your email address", "password": "Enter your password"}


class ForgottenPassword(Said, ResetPasswordForm):
    """Where to send the link."""

    said: ClassVar = {"email": "Enter your email address"}


class NewPassword(Said, ResetPasswordKeyForm):
    """A new password, twice."""

    said: ClassVar = {"password1": "Enter a new password", "password2": "Enter the new password again"}


class ChangePassword(Said, ChangePasswordForm):
    """The password now, and a new one twice."""

    said: ClassVar = {"oldpassword": "Enter your password now", **NewPassword.said}


class ConfirmByPassword(Said, ReauthenticateForm):
    """The password, again."""

    said: ClassVar = {"password": "Enter your password"}


class EnterCode(Said, AuthenticateForm):
    """The code of the moment."""

    said: ClassVar = {"code": CODE}


class ConfirmByCode(Said, ReauthenticateByCodeForm):
    """The code of the moment, again."""

    said: ClassVar = {"code": CODE}


class SetUpApp(Said, ActivateTOTPForm):
    """The first code an app shows."""

    said: ClassVar = {"code": "Enter the 6 numbers that your app shows"}


class ByPasskey(forms.Form):
    """Mixed into a form of the library: a passkey that is not known here is no wrong code."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc] # of the form it is mixed into
        except ValidationError as wrong:
            raise (ValidationError(UNKNOWN_PASSKEY) if wrong.code == "incorrect_code" else wrong) from None


class SignInByPasskey(ByPasskey, LoginWebAuthnForm):
    """A passkey alone."""


class EnterPasskey(ByPasskey, AuthenticateWebAuthnForm):
    """A passkey in place of the code."""


class ConfirmByPasskey(ByPasskey, ReauthenticateWebAuthnForm):
    """A passkey, again."""


class RenamePasskey(Said, EditWebAuthnForm):
    """Another name for a passkey."""

    said: ClassVar = {"name": "Enter a name for this passkey"}
