"""Write the log, chain it, seal it. Operations write lines in their transaction; signals never do."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from junction.core.scope import Actor

from . import rules
from .models import AuditCheckpoint, AuditEntry, AuditLink, AuditPending

LOCK = 7_301_001  # of pg_advisory_xact_lock: one process chains at a time
BATCH = 5_000
LINES = "COPY core_auditentry (at, by, verb, subject, detail, why, playbook) FROM STDIN"
LINKS = "COPY core_auditlink (position, entry_id, previous_hash, hash) FROM STDIN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a set, for `record_many`."""

    subject: str
    detail: dict[str, object] = field(default_factory=dict)
    why: str = ""


def record(
    *, at: datetime, by: Actor, verb: str, subject: str, why: str = "", playbook: str = "", **detail: object
) -> None:
    """Add one line. `subject` is "kind:id"; `detail` must be JSON and hold no personal value."""
    AuditEntry.objects.create(
        at=at, by=by.key, verb=verb, subject=subject, why=why, playbook=playbook, detail=detail
    )


def record_many(*, at: datetime, by: Actor, verb: str, entries: Iterable[Entry], playbook: str = "") -> None:
    """Add the lines of one set-based write, by COPY; `entries` may be any number."""
    whole = transaction.atomic(savepoint=False)  # without its lines a write must not stand either
    with whole, connection.cursor() as cursor, cursor.copy(LINES) as copy:
        for entry in entries:
            detail = json.dumps(entry.detail)
            copy.write_row((at, by.key, verb, entry.subject, detail, entry.why, playbook))


def chain() -> int:
    """Link every committed line that waits, oldest first; return how many. Safe to run anywhere, at any time.

    Ids are given out before commit, so a line may turn up after later ones: it then takes the next position.
    """
    total = 0
    while linked := _chain_batch():
        total += linked
    return total


@transaction.atomic
def seal(now: datetime) -> AuditCheckpoint | None:
    """Sign the end of the chain; return None when nothing was added since the last seal."""
    _lock()
    last = AuditLink.objects.order_by("-position").first()
    if last is None or AuditCheckpoint.objects.filter(position=last.position).exists():
        return None
    key = rules.signing_key(settings.JUNCTION_AUDIT_SECRET)
    return AuditCheckpoint.objects.create(
        position=last.position,
        hash=bytes(last.hash),
        sealed_at=now,
        public_key=rules.public_key(key),
        signature=rules.sign(key, position=last.position, digest=bytes(last.hash), sealed_at=now),
    )


def record_proof(*, lines: int, reason: str, by: Actor, now: datetime) -> None:
    """Write down that somebody walked the chain, how far, and the reason if it was broken there."""
    record(
        at=now, by=by, verb="core.log.verified", subject=rules.WHOLE_LOG, why=reason, lines=lines,
        intact=not reason,
    )  # fmt: skip


@transaction.atomic
def _chain_batch() -> int:
    _lock()
    waiting = AuditEntry.objects.filter(pk__in=AuditPending.objects.values("entry_id"))
    lines = lines_of(waiting.order_by("pk")[:BATCH])
    if not lines:
        return 0
    last = AuditLink.objects.order_by("-position").first()
    position, previous = (last.position, bytes(last.hash)) if last else (0, rules.START)
    _link(lines, position=position, previous=previous)
    AuditPending.objects.filter(pk__lte=lines[-1].id, pk__in=[line.id for line in lines]).delete()
    return len(lines)


def _link(lines: Sequence[rules.Line], *, position: int, previous: bytes) -> None:
    found = rules.chain(previous, lines)
    rows = zip(lines, [previous, *found], found, strict=False)
    with connection.cursor() as cursor, cursor.copy(LINKS) as copy:
        for place, (line, before, after) in enumerate(rows, start=position + 1):
            copy.write_row((place, line.id, before, after))


def lines_of(entries: QuerySet[AuditEntry]) -> list[rules.Line]:
    """Return lines as they are hashed: the detail as the database prints it, never through floats."""
    fields = ("pk", "at", "by", "verb", "subject", "text", "why", "playbook")
    rows = entries.annotate(text=Cast("detail", TextField())).values_list(*fields)
    return [rules.Line(*row) for row in rows]


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
