"""Confirm or dismiss what rules proposed; write down what a person types. Only who keeps the record may."""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models.said import Proposable, Said
from ..queries.documents import KEEP, documents, may_keep_for
from ..queries.said import in_reach

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


@transaction.atomic
def confirm(
    kind: type[P], number: int, *, edits: dict[str, Any] | None = None, by: Actor, now: datetime
) -> P:
    """Confirm a proposal, with what the person put right in it. Raise `AlreadySettled`."""
    found = locked(kind, number, by=by)
    if found.confirmed_at or found.dismissed_at:
        raise AlreadySettled
    before = {name: str(getattr(found, name)) for name in edits or {}}
    for name, value in (edits or {}).items():
        setattr(found, name, value)
    found.confirmed_at, found.confirmed_by = now, by.key
    found.save()
    record(at=now, by=by, verb=_verb(kind, "confirmed"), subject=_subject(found), before=before)
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
    return thing
