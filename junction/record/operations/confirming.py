"""Confirm or dismiss what rules proposed; write down what a person types. Only who keeps the record may."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import transaction

from junction.core.audit.operations import Entry, record, record_many
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models.said import Proposable, Said
from ..queries.documents import KEEP, documents, may_keep_for, statements
from ..queries.said import in_reach, proposed
from .former import keep_former
from .words import list_words

P = TypeVar("P", bound=Proposable)
S = TypeVar("S", bound=Said)


class AlreadySettled(Refusal):
    """Somebody has confirmed or dismissed this already. The page shows how it stands now."""


class SayWhy(Refusal):
    """Say why."""

    status: ClassVar[int] = 422


class SayMore(Refusal):
    """Something is missing. Fill in what is marked."""

    status: ClassVar[int] = 422


class NotYourRecord(Refusal):
    """You may keep the record only of areas you answer for."""

    status: ClassVar[int] = 403


def _verb(kind: type[Said], done: str) -> str:
    return f"record.{kind._meta.model_name}.{done}"


def _subject(one: Said) -> str:
    return f"{one._meta.model_name}:{one.pk}"


def locked(kind: type[S], number: int, *, by: Actor) -> S:
    """Return one thing to be changed, if one may. Raise its `DoesNotExist` out of reach."""
    in_reach(by.scope, kind, permission=KEEP).get(pk=number)
    return kind._default_manager.select_for_update().get(pk=number)


def in_sight(statement: int | None, *, by: Actor) -> int | None:
    """Return a statement that is named as a source, if one may read it. Raise `SayMore` where not."""
    if statement is not None and not statements(by.scope).filter(pk=statement).exists():
        raise SayMore("No such statement is in your reach.")
    return statement


@transaction.atomic
def confirm(
    kind: type[P], number: int, *, edits: dict[str, Any] | None = None, by: Actor, now: datetime
) -> P:
    """Confirm a proposal, with what the person put right in it. Raise `AlreadySettled`."""
    found = locked(kind, number, by=by)
    if found.confirmed_at or found.dismissed_at:
        raise AlreadySettled
    changed = [name for name, value in (edits or {}).items() if getattr(found, name) != value]
    keep_former(found, changed, since=found.recorded_at, now=now)
    for name, value in (edits or {}).items():
        setattr(found, name, value)
    found.confirmed_at, found.confirmed_by = now, by.key
    found.save()
    record(at=now, by=by, verb=_verb(kind, "confirmed"), subject=_subject(found), changed=changed)
    if edits and "words" in changed:
        list_words([str(edits["words"])], now=now)
    return found


@transaction.atomic
def dismiss(kind: type[P], number: int, *, why: str, by: Actor, now: datetime) -> None:
    """Say that a proposal is none. Raise `SayWhy` or `AlreadySettled`."""
    if not why.strip():
        raise SayWhy
    found = locked(kind, number, by=by)
    if found.dismissed_at:
        raise AlreadySettled
    found.dismissed_at, found.dismissed_by, found.why = now, by.key, why.strip()[:500]
    found.save(update_fields=["dismissed_at", "dismissed_by", "why"])
    record(at=now, by=by, verb=_verb(kind, "dismissed"), subject=_subject(found), why=found.why)


@transaction.atomic
def confirm_many(kind: type[P], numbers: Iterable[int], *, by: Actor, now: datetime) -> int:
    """Confirm proposals as they stand; what is out of reach or settled meanwhile stays. Return how many."""
    return _settle(kind, numbers, "confirmed", by=by, now=now)


@transaction.atomic
def dismiss_many(kind: type[P], numbers: Iterable[int], *, why: str, by: Actor, now: datetime) -> int:
    """Dismiss proposals for one reason; what is settled meanwhile stays. Return how many. Raise `SayWhy`."""
    if not why.strip():
        raise SayWhy
    return _settle(kind, numbers, "dismissed", why=why.strip()[:500], by=by, now=now)


def _settle(
    kind: type[P], numbers: Iterable[int], how: str, *, why: str = "", by: Actor, now: datetime
) -> int:
    reached = proposed(by.scope, kind, permission=KEEP).filter(pk__in=list(numbers)).order_by()
    rows = kind._default_manager.select_for_update().filter(pk__in=reached.values("pk"))
    open_now = [row.pk for row in rows if not (row.confirmed_at or row.dismissed_at)]
    said = {"why": why} if why else {}
    kind._default_manager.filter(pk__in=open_now).update(**{f"{how}_at": now, f"{how}_by": by.key}, **said)
    entries = [Entry(f"{kind._meta.model_name}:{number}", why=why) for number in open_now]
    record_many(at=now, by=by, verb=_verb(kind, how), entries=entries)
    return len(open_now)


@transaction.atomic
def write_down(thing: S, *, by: Actor, now: datetime) -> S:
    """Keep something a person typed; where it can be proposed, it is confirmed. Raise `NotYourRecord`."""
    of_document = documents(by.scope, permission=KEEP).filter(pk__in=[thing.document_id])
    if not (of_document.exists() if thing.document_id else may_keep_for(by.scope, area=thing.area_id)):
        raise NotYourRecord
    thing.recorded_at, thing.recorded_by = now, by.key
    if isinstance(thing, Proposable):
        thing.confirmed_at, thing.confirmed_by = now, by.key
    thing.save()
    record(at=now, by=by, verb=_verb(type(thing), "recorded"), subject=_subject(thing), area=thing.area_id)
    if isinstance(thing, Proposable):
        list_words([getattr(thing, "words", "")], now=now)
    return thing
