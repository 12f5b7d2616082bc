"""What the sign-in library asks of us: nobody signs up alone, secrets are encrypted, every event has a line.

The receivers at the end are doors: the library tells what happened by its own signals, and each is one call.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from allauth.account import signals as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from junction.core.scope import ANONYMOUS, NOBODY, Actor
from junction.core.sealing import seal, unseal

from . import operations, queries

# What the library tells people of, by the name of its own letter.
CHANGES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_reset": "Your password was set anew",
    "account/email/password_set": "A password was set for your account",
    "mfa/email/totp_activated": "An authenticator app was added to how you sign in",
    "mfa/email/totp_deactivated": "The authenticator app was removed from how you sign in",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account",
    "mfa/email/webauthn_added": "A passkey was added to how you sign in",
    "mfa/email/webauthn_removed": "A passkey was removed from how you sign in",
    "socialaccount/email/account_connected": "Your organisation's sign-in was joined to your account",
}


TOO_MANY = "There were too many attempts. Wait five minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "That email address and password do not go together. Check both.",
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "That is not your password now. Try again.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Ask again who it is before a change of how one signs in.

        Not of somebody who has just signed in and sets up their first second factor: what they would be
        asked for is the password that they have just typed.
        """
        return not (app == "allauth.mfa" and self._has_just_come_in()) and bool(
            super().is_reauthentication_required(app=app, **given)
        )

    def _has_just_come_in(self) -> bool:
        user = self.request.user
        known = get_authentication_records(self.request, user) if user.is_authenticated else []
        since = datetime.fromtimestamp(max((record["at"] for record in known), default=0), UTC)
        is_fresh = timezone.now() - since < timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
        return is_fresh and not queries.had_second_factor(user.pk, before=since)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send what the library would write in our words and by the outbox, like every other letter."""
        by, now = _who_asks(self.request), timezone.now()
        if template_prefix == "account/email/password_reset_key":
            operations.send_new_password_link(email, link=context["password_reset_url"], by=by, now=now)
        elif template_prefix == "account/email/unknown_account":
            operations.send_unknown_account(email, by=by, now=now)
        else:
            what = CHANGES.get(template_prefix, "Something about how you sign in was changed")
            operations.send_sign_in_changed(email, what=what, by=by, now=now)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return settings.PUBLIC_ADDRESS + reverse("account_reset_password_from_key", args=key.split("-", 1))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account")


class SocialAdapter(DefaultSocialAccountAdapter):
    """A council's own sign-in may be used by those who are already here, never to become somebody new."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second factors' secrets lie encrypted in the database, under a key made of the installation's own."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Enter the numbers that your app shows now.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "My passkey"

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=queries.SEALED_FOR)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose=queries.SEALED_FOR)


def _who_asks(request: HttpRequest | None) -> Actor:
    user: Any = getattr(request, "user", None)
    return Actor(key=user.key, name="", scope=NOBODY) if user and user.is_authenticated else ANONYMOUS


def _record(verb: str, user: Any, **detail: str) -> None:
    by = Actor(key=user.key, name="", scope=NOBODY)
    operations.record_sign_in(verb, by=by, now=timezone.now(), **detail)


@receiver(auth.user_logged_in)
def signed_in(sender: Any, user: Any, **given: Any) -> None:
    _record("sign-in.succeeded", user)


@receiver(auth.user_login_failed)
def sign_in_failed(sender: Any, credentials: dict[str, Any], **given: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    operations.record_sign_in("sign-in.failed", by=ANONYMOUS, now=timezone.now(), tried=tried)


@receiver(auth.user_logged_out)
def signed_out(sender: Any, user: Any, **given: Any) -> None:
    if user:
        _record("sign-out", user)


@receiver(mfa.authentication_failed)
def second_factor_failed(sender: Any, user: Any, **given: Any) -> None:
    _record("second-factor.failed", user)


@receiver(mfa.authenticator_added)
def second_factor_added(sender: Any, user: Any, authenticator: Any, **given: Any) -> None:
    _record("second-factor.added", user, kind=str(authenticator.type))


@receiver(mfa.authenticator_removed)
def second_factor_removed(sender: Any, user: Any, authenticator: Any, **given: Any) -> None:
    _record("second-factor.removed", user, kind=str(authenticator.type))


@receiver(mfa.authenticator_reset)
def recovery_codes_renewed(sender: Any, user: Any, authenticator: Any, **given: Any) -> None:
    _record("second-factor.renewed", user, kind=str(authenticator.type))


@receiver(account.password_changed)
def password_changed(sender: Any, user: Any, **given: Any) -> None:
    _record("password.changed", user)


@receiver(account.password_reset)
def password_reset(sender: Any, user: Any, **given: Any) -> None:
    _record("password.reset", user)
