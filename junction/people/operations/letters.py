"""The letters people get about access. They go by the outbox, in the transaction of what causes them.

The link in a letter opens a door, so it is sealed until the letter goes and destroyed then; the outbox shows
the words without it. The address is forgotten when it is no longer needed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep
from junction.core.scope import Actor
from junction.core.wording import in_a_sentence

from .. import rules
from ..models import Invitation

KEEP_ADDRESS_FOR = timedelta(days=90)  # after a letter's link has ended, its address is forgotten


def send_invitation(invitation: Invitation, *, secret: str, by: Actor, now: datetime) -> int:
    """Queue the letter with the link and return its number. The secret is in the letter and nowhere else."""
    return _send(
        "people/invitation",
        invitation.email,
        link=_address("people:accept_invitation", secret),
        useful_until=invitation.expires_at,
        subject=rules.Over(invitation.place_id, invitation.organisation_id, invitation.area_id).reference,
        words={
            "title": in_a_sentence(rules.roles(local_day(now))[invitation.role].title),
            "over": invitation.over,
            "until": in_words(invitation.expires_at),
        },
        by=by,
        now=now,
    )


@transaction.atomic
def send_new_password_link(email: str, *, link: str, by: Actor, now: datetime) -> None:
    """Queue the link by which somebody who forgot the password sets another, once, within the hour."""
    until = now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    _send("people/new_password", email, link=link, useful_until=until, words={}, by=by, now=now)


@transaction.atomic
def send_unknown_account(email: str, *, by: Actor, now: datetime) -> None:
    """Tell an address we do not know that we do not: nobody who asks is left waiting."""
    words = {"ask": _address("people:ask_for_access")}
    _send("people/unknown_account", email, words=words, by=by, now=now)


@transaction.atomic
def send_sign_in_changed(email: str, *, what: str, by: Actor, now: datetime) -> None:
    """Tell somebody that a way they sign in was changed, so that they notice when it was not them."""
    words = {"what": what, "when": in_words(now), "forgotten": _address("account_reset_password")}
    _send("people/sign_in_changed", email, words=words, by=by, now=now)


def _send(
    template: str,
    email: str,
    *,
    words: Mapping[str, object],
    link: str = "",
    useful_until: datetime | None = None,
    subject: str = "",
    by: Actor,
    now: datetime,
) -> int:
    forget_on = local_day((useful_until or now) + KEEP_ADDRESS_FOR)
    to = keep(email, kind="email", by=by, now=now, retention_until=forget_on)
    filled = Words(
        plain={"product": settings.PRODUCT["name"], **words},
        personal={"address": to},
        sealed={"link": link} if link else {},
        useful_until=useful_until,
    )
    return queue(template, to=to, channel="email", by=by, now=now, words=filled, subject=subject)


def _address(name: str, *values: str) -> str:
    return settings.PUBLIC_ADDRESS + reverse(name, args=values)
