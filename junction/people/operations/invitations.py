"""Invite, ask for access, accept, withdraw. A link works once, for some days; only its hash is kept.

Whoever asks is always answered the same words, whether the address is known or not, and always learns what
happens next: the answer is a page, and the letter (if one goes out) says the rest.
"""

import secrets
from contextlib import suppress
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import ANONYMOUS, NOBODY, Actor, Grant, Scope

from .. import queries, rules
from ..models import Invitation, User
from ..rules import Over
from . import letters
from .memberships import grant_membership
from .refusals import AlreadyAMember, CannotInvite, InvitationForAnother, InvitationNotOpen, WrongTarget


@transaction.atomic
def invite(*, email: str, role: str, over: Over, by: Actor, now: datetime) -> Invitation:
    """Send somebody a link to become `role` over `over`; `CannotInvite` beyond one's own reach or role."""
    on = local_day(now)
    if not any(_may_invite_to(role, over, grant=grant, on=on) for grant in by.scope.grants):
        raise CannotInvite
    if not queries.fits(by.scope, over, rules.roles(on)[role]):
        raise WrongTarget
    return _send(email=email, role=role, over=over, by=by, now=now)


def _may_invite_to(role: str, over: Over, *, grant: Grant, on: date) -> bool:
    own = rules.roles(on).get(grant.role)
    if own is None or role not in own.may_invite:
        return False
    return queries.covers(Scope(grants=(grant,)), over, permission="people.invite")


def _send(*, email: str, role: str, over: Over, by: Actor, now: datetime) -> Invitation:
    limits = rules.access_limits(local_day(now))
    secret, email = secrets.token_urlsafe(32), email.strip().lower()
    earlier = Invitation.objects.filter(
        email=email, role=role, **over.as_fields(), accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )  # only the newest of several letters may open the door
    replaced = earlier.update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        email=email, role=role, sha256=rules.hash_of(secret), invited_at=now,
        invited_by=by.key,
        expires_at=now + timedelta(days=limits.invitation_days), **over.as_fields(),
    )  # fmt: skip
    record(
        at=now, by=by, verb="people.invitation.sent", subject=f"invitation:{invitation.pk}",
        playbook=limits.reference, role=role, over=over.reference, replaced=replaced,
    )  # fmt: skip
    invitation.letter_id = letters.send_invitation(invitation, secret=secret, by=by, now=now)
    invitation.save(update_fields=["letter"])
    return invitation


@transaction.atomic
def ask_for_access(*, place_identifier: str, by: Actor, now: datetime) -> None:
    """Send a link to the address the regulator holds for a place, if it holds one; tell the asker nothing."""
    place_id = queries.place_with_identifier(place_identifier)
    address = queries.address_held_for(place_id) if place_id else ""
    record(
        at=now, by=by, verb="people.access.asked", subject=f"place:{place_id or 'unknown'}",
        sent=bool(address),
    )  # fmt: skip
    if place_id and address:
        _send(email=address, role="place-manager", over=Over(place_id=place_id), by=by, now=now)


@transaction.atomic
def accept_invitation(*, secret: str, name: str = "", password: str = "", by: Actor, now: datetime) -> User:
    """Make the reader of the link a member: a new user with a name and a password, or one signed in."""
    invitation = queries.open_invitation(rules.hash_of(secret), now=now, lock=True)
    if invitation is None:
        raise InvitationNotOpen
    user = User.objects.filter(email=invitation.email).first()
    if by.key != (user.key if user else ANONYMOUS.key):
        raise InvitationForAnother
    user = user or _new_user(invitation.email, name=name, password=password, now=now)
    by = Actor(key=user.key, name=user.name, scope=NOBODY)
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    over = Over(invitation.place_id, invitation.organisation_id, invitation.area_id)
    record(
        at=now, by=by, verb="people.invitation.accepted", subject=f"invitation:{invitation.pk}",
        over=over.reference,
    )  # fmt: skip
    with suppress(AlreadyAMember):  # two links for one role: the second has nothing left to give
        grant_membership(
            user_id=user.pk, role=invitation.role, over=over, granted_by=invitation.invited_by, by=by, now=now
        )
    return user


def _new_user(email: str, *, name: str, password: str, now: datetime) -> User:
    user = User(email=email, name=name.strip(), joined_at=now)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: Actor, now: datetime) -> Invitation:
    """Make a link that has not been used useless."""
    invitation = queries.invitation(by.scope, invitation_id, now=now)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationNotOpen
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    over = Over(invitation.place_id, invitation.organisation_id, invitation.area_id)
    record(
        at=now, by=by, verb="people.invitation.withdrawn", subject=f"invitation:{invitation.pk}",
        over=over.reference,
    )  # fmt: skip
    return invitation


@transaction.atomic
def forget_old_invitations(*, by: Actor, now: datetime) -> int:
    """Empty the addresses of invitations that ended long ago; return how many."""
    old = Invitation.objects.filter(expires_at__lt=now - letters.KEEP_ADDRESS_FOR).exclude(email="")
    forgotten = old.update(email="")
    if forgotten:
        record(at=now, by=by, verb="people.invitation.forgotten", subject="invitation:old", count=forgotten)
    return forgotten
