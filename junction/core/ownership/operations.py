"""Take a thing, hand it over, let it go. The caller has made sure that `by` may see the thing."""

from datetime import datetime

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from .models import Ownership

Subject = tuple[str, int]  # kind and id


class CannotTake(Refusal):
    """Somebody else has this already. Ask them to hand it over."""


class CannotHandOver(Refusal):
    """Nobody has this now, or you no longer have it. Look at it again before you hand it over."""


class CannotRelease(Refusal):
    """Nobody has this now. There is nothing to release."""


@transaction.atomic
def take(subject: Subject, *, owner: str, by: Actor, now: datetime, reason: str = "") -> None:
    """Make `owner` answer for a thing that is nobody's; taking what one has already changes nothing."""
    current = _current(subject)
    if current and current.owner == owner:
        return
    if current:
        raise CannotTake(owner=current.owner)
    _begin(subject, owner=owner, by=by, now=now, reason=reason)
    _record("ownership.taken", subject, by=by, now=now, why=reason, owner=owner)


@transaction.atomic
def hand_over(
    subject: Subject, *, to: str, by: Actor, now: datetime, reason: str = "", expected: str = ""
) -> None:
    """Pass a thing from its owner to another. `expected` is whom the page showed as owner, if it did."""
    current = _current(subject)
    if current is None or (expected and current.owner != expected):
        raise CannotHandOver(owner=current.owner if current else None)
    if current.owner == to:
        return
    _end(current, now)
    _begin(subject, owner=to, by=by, now=now, reason=reason)
    _record("ownership.handed-over", subject, by=by, now=now, why=reason, owner=to, before=current.owner)


@transaction.atomic
def release(subject: Subject, *, by: Actor, now: datetime, reason: str = "") -> None:
    """Let a thing be nobody's again."""
    current = _current(subject)
    if current is None:
        raise CannotRelease
    _end(current, now)
    _record("ownership.released", subject, by=by, now=now, why=reason, before=current.owner)


def _current(subject: Subject) -> Ownership | None:
    kind, number = subject
    found = Ownership.objects.select_for_update().filter(subject_kind=kind, subject_id=number)
    return found.filter(owned_until__isnull=True).first()


def _begin(subject: Subject, *, owner: str, by: Actor, now: datetime, reason: str) -> None:
    kind, number = subject
    try:
        with transaction.atomic():
            Ownership.objects.create(
                subject_kind=kind, subject_id=number, owner=owner, owned_from=now, reason=reason, by=by.key
            )
    except IntegrityError as error:  # somebody took it between our look and our write
        raise CannotTake from error


def _end(current: Ownership, now: datetime) -> None:
    current.owned_until = now
    current.save(update_fields=["owned_until"])


def _record(verb: str, subject: Subject, *, by: Actor, now: datetime, why: str, **detail: str) -> None:
    record(at=now, by=by, verb=verb, subject=f"{subject[0]}:{subject[1]}", why=why, **detail)
