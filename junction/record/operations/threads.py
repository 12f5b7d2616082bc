"""Begin a thread, add things to it, take them back; a link is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Thread, ThreadLink
from ..queries.threads import happened_at, linked
from .annotating import AlreadyWithdrawn
from .confirming import SayMore, locked, write_down
from .writing import Where, placed


class NothingToAdd(Refusal):
    """No such thing is in your reach."""

    status: ClassVar[int] = 422


class AlreadyOnIt(Refusal):
    """This stands on the thread already."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing by its kind and number, and why it belongs to a thread."""

    kind: str
    number: int
    note: str = ""


@transaction.atomic
def begin_thread(title: str, *, about: str = "", area: str | None = None, by: Actor, now: datetime) -> Thread:
    """Begin to follow a subject. Raise `SayMore`, `NotYourRecord`."""
    if not title.strip():
        raise SayMore
    begun = placed(Thread(title=title.strip()[:200], about=about.strip()), Where(area), by=by)
    return write_down(begun, by=by, now=now)


@transaction.atomic
def add_to_thread(number: int, subject: Subject, *, by: Actor, now: datetime) -> ThreadLink:
    """Add a thing at the moment it happened. Raise `NothingToAdd`, `AlreadyOnIt`."""
    thread = locked(Thread, number, by=by)
    at = happened_at(by.scope, subject.kind, subject.number)
    if at is None:
        raise NothingToAdd
    try:
        with transaction.atomic():
            added = ThreadLink.objects.create(
                thread=thread, subject_kind=subject.kind, subject_id=subject.number, at=at,
                note=subject.note.strip()[:300], added_at=now, added_by=by.key,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyOnIt from error
    record(
        at=now, by=by, verb="record.thread.added", subject=f"thread:{thread.pk}", why=added.note,
        added=f"{subject.kind}:{subject.number}",
    )  # fmt: skip
    return added


@transaction.atomic
def add_all_to_thread(number: int, subjects: Sequence[Subject], *, by: Actor, now: datetime) -> int:
    """Add several things, or none. Return how many were not on it yet. Raise `NothingToAdd`."""
    thread = locked(Thread, number, by=by)
    standing = thread.links.filter(withdrawn_at__isnull=True).values_list("subject_kind", "subject_id")
    there = set(standing)
    new = [one for one in dict.fromkeys(subjects) if (one.kind, one.number) not in there]
    for one in new:
        add_to_thread(number, one, by=by, now=now)
    return len(new)


@transaction.atomic
def withdraw_from_thread(link: int, *, by: Actor, now: datetime) -> ThreadLink:
    """Take a thing off a thread. Raise its `DoesNotExist` out of reach, `AlreadyWithdrawn`."""
    thread = linked(by.scope, link).thread_id
    locked(Thread, thread, by=by)
    found = ThreadLink.objects.select_for_update().get(pk=link)
    if found.withdrawn_at:
        raise AlreadyWithdrawn
    found.withdrawn_at, found.withdrawn_by = now, by.key
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        at=now, by=by, verb="record.thread.withdrawn", subject=f"thread:{thread}",
        withdrawn=f"{found.subject_kind}:{found.subject_id}",
    )  # fmt: skip
    return found
