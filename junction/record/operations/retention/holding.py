"""Place a hold on a document, a thread or an area, and release it; nothing that is held is destroyed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ...models import Document, Hold, Thread
from ...queries.documents import documents
from ...queries.retention import RETAIN, areas_to_hold
from ...queries.retention import hold as find_hold
from ...queries.said import in_reach
from ...rules.retention import AREA, DOCUMENT, THREAD, retention_rules
from ..confirming import SayWhy
from .refusals import AlreadyReleased, IsDestroyed, MayNotHold, SayWhichAndWhy


@dataclass(frozen=True, slots=True)
class Holding:
    """What is to be held, for which matter and why; of an area without a code: the whole record."""

    reach: str
    matter: str
    why: str
    document: int | None = None
    thread: int | None = None
    area: str | None = None


@transaction.atomic
def place_hold(asked: Holding, *, by: Actor, now: datetime) -> Hold:
    """Place it. Raise `SayWhichAndWhy`, `MayNotHold`, `IsDestroyed`; `DoesNotExist` out of reach."""
    rules = retention_rules(local_day(now))
    if asked.reach not in rules.reaches or not (asked.matter.strip() and asked.why.strip()):
        raise SayWhichAndWhy
    placed = Hold.objects.create(
        reach=asked.reach, **_what(asked, by=by, now=now), matter=asked.matter.strip()[:200],
        why=asked.why.strip()[:1000], placed_at=now, placed_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="record.hold.placed", subject=f"hold:{placed.pk}", playbook=rules.reference,
        why=placed.why, matter=placed.matter, reach=placed.reach, document=placed.document_id,
        thread=placed.thread_id, area=placed.area_id,
    )  # fmt: skip
    return placed


def _what(asked: Holding, *, by: Actor, now: datetime) -> dict[str, object]:
    """Return the one thing that is held; who destroys it meanwhile is waited for."""
    if asked.reach == DOCUMENT:
        one = documents(by.scope, permission=RETAIN).get(pk=asked.document or 0)
        if Document.objects.select_for_update().get(pk=one.pk).destroyed_at:
            raise IsDestroyed
        return {"document_id": one.pk}
    if asked.reach == THREAD:
        return {"thread_id": in_reach(by.scope, Thread, permission=RETAIN).get(pk=asked.thread or 0).pk}
    assert asked.reach == AREA
    is_mine = by.scope.reach(RETAIN).national
    if asked.area:
        is_mine = asked.area in dict(areas_to_hold(by.scope, on=local_day(now)))
    if not is_mine:
        raise MayNotHold
    return {"area_id": asked.area or None}


@transaction.atomic
def release_hold(number: int, *, why: str, by: Actor, now: datetime) -> Hold:
    """Release it. Raise `Hold.DoesNotExist` out of reach, `SayWhy`, `AlreadyReleased`."""
    if not why.strip():
        raise SayWhy
    find_hold(by.scope, number, as_at=now)
    found = Hold.objects.select_for_update().get(pk=number)
    if found.released_at:
        raise AlreadyReleased
    found.released_at, found.released_by, found.released_why = now, by.key, why.strip()[:1000]
    found.save(update_fields=["released_at", "released_by", "released_why"])
    record(
        at=now, by=by, verb="record.hold.released", subject=f"hold:{found.pk}", why=found.released_why,
        matter=found.matter,
    )  # fmt: skip
    return found
