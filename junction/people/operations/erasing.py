"""Erase a person: the name, the address and every way in are destroyed, what was done stays.

Facts and lines of the log keep the user's key, which then says nothing, so the chain still verifies and
looking back shows "erased". Roles and emergency access stay as history and end now. Tokens that the person
made are revoked, since whoever made one has read its secret.
"""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q

from junction.core.audit.operations import Entry, record, record_many
from junction.core.calendar import local_day
from junction.core.personal.operations import erase_value
from junction.core.personal.queries import ERASED
from junction.core.scope import Actor

from .. import queries
from ..models import ApiToken, EmergencyAccess, Invitation, Membership, User
from .refusals import AlreadyErased, CannotEraseYourself, NotYours, ReasonTooShort
from .sessions import end_sessions


@transaction.atomic
def erase_person(*, user_id: int, why: str, by: Actor, now: datetime) -> User:
    """Destroy what is personal of one user, for good.

    Raise `User.DoesNotExist` out of sight, `NotYours` without `people.manage` over the nation,
    `ReasonTooShort`, `CannotEraseYourself` and `AlreadyErased`; then nothing is changed.
    """
    seen = queries.person(by.scope, user_id, now=now)
    person = User.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if not by.scope.reach(queries.MANAGE).national:
        raise NotYours
    if not why.strip():
        raise ReasonTooShort("Say why. The reason is kept in the log, so name nobody in it.")
    if person.key == by.key:
        raise CannotEraseYourself
    if person.erased_at is not None:
        raise AlreadyErased
    address, name = person.email, person.name
    ended = _end_roles(person, by=by, now=now)
    revoked = _revoke_tokens(person, by=by, now=now)
    _shut_out(person)
    _forget(person, address=address, name=name, by=by, now=now)
    record(
        at=now, by=by, verb="people.person.erased", subject=person.key, why=why.strip(), roles_ended=ended,
        tokens_revoked=revoked,
    )  # fmt: skip
    return person


def _end_roles(person: User, *, by: Actor, now: datetime) -> int:
    on = local_day(now)
    open_ones = Membership.objects.filter(user=person).filter(Q(valid_until=None) | Q(valid_until__gt=on))
    for one in open_ones:
        one.valid_until, one.ended_at, one.ended_by = max(on, one.valid_from), now, by.key
        one.save(update_fields=["valid_until", "ended_at", "ended_by"])
    EmergencyAccess.objects.filter(user=person, ended_at=None, ends_at__gt=now).update(ended_at=now)
    return len(open_ones)


def _revoke_tokens(person: User, *, by: Actor, now: datetime) -> int:
    open_ones = ApiToken.objects.filter(created_by=person.key, revoked_at=None)
    numbers = list(open_ones.values_list("pk", flat=True))
    open_ones.update(revoked_at=now, revoked_by=by.key)
    entries = [Entry(f"token:{number}") for number in numbers]
    record_many(at=now, by=by, verb="people.token.revoked", entries=entries)
    return len(numbers)


def _shut_out(person: User) -> None:
    """End every session and take every way to sign in."""
    end_sessions(person)
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()


def _forget(person: User, *, address: str, name: str, by: Actor, now: datetime) -> None:
    Invitation.objects.filter(email=address, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    Invitation.objects.filter(Q(email=address) | Q(accepted_by=person)).update(email="")
    for value in _distinct((address, name)):
        erase_value(value, by=by, now=now, why=f"{person.key} was erased")
    person.email, person.name = f"erased-{person.pk}@erased.invalid", ERASED
    person.is_active, person.erased_at, person.last_login = False, now, None
    person.set_unusable_password()
    person.save()


def _distinct(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
