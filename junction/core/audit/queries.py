"""Read the log and prove it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.core.telling import Tell, told

from . import rules
from .models import AuditCheckpoint, AuditEntry, AuditLink, AuditPending
from .proof import Broken, Link, Seal, forged, walk

SEE = "audit.see"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was proved: so many lines and seals are as they were written, or where they are not."""

    lines: int
    checkpoints: int
    waiting: int  # lines not yet linked: written in the last minute
    broken: Broken | None = None

    @property
    def is_intact(self) -> bool:
        return self.broken is None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for; a `verb` that ends in "." means a whole package ("returns.")."""

    subject: str = ""
    by: str = ""
    verb: str = ""
    at_from: datetime | None = None
    at_until: datetime | None = None


EVERY_LINE = Wanted()


def lines(scope: Scope, wanted: Wanted = EVERY_LINE) -> QuerySet[AuditEntry]:
    """Return lines of the log, newest first; none without the permission to see the log of the nation.

    The ground does not know what a line is about; the roof shows the lines of a smaller reach.
    """
    return find_lines(wanted) if scope.reach(SEE).national else AuditEntry.objects.none()


def find_lines(wanted: Wanted) -> QuerySet[AuditEntry]:
    """Return lines, newest first, whoever asks: for a caller that narrows them to what its scope reaches."""
    found, verb = AuditEntry.objects.order_by("-at", "-pk"), wanted.verb
    if verb:
        found = found.filter(verb__startswith=verb) if verb.endswith(".") else found.filter(verb=verb)
    if wanted.at_from:
        found = found.filter(at__gte=wanted.at_from)
    if wanted.at_until:
        found = found.filter(at__lt=wanted.at_until)
    if wanted.by:
        found = found.filter(by=wanted.by)
    return found.filter(_about(wanted.subject)) if wanted.subject else found


def _about(subject: str) -> Q:
    """Lines about one thing, those about several of its kind with it among them."""
    several = rules.among_several(subject)
    if several is None:
        return Q(subject=subject)
    return Q(subject=subject) | Q(subject=several[0], detail__ids__contains=several[1])


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the log is linked and sealed, and when it was last proved."""

    linked: int
    sealed: int  # lines up to the last seal
    sealed_at: datetime | None
    waiting: int
    proof: AuditEntry | None  # the line that the last proof left


def chain_state(scope: Scope) -> ChainState | None:
    """Return the state of the chain without walking it; None without the permission over the nation."""
    if not scope.reach(SEE).national:
        return None
    link = AuditLink.objects.order_by("-position").first()
    seal = AuditCheckpoint.objects.order_by("-position").first()
    return ChainState(
        linked=link.position if link else 0,
        sealed=seal.position if seal else 0,
        sealed_at=seal.sealed_at if seal else None,
        waiting=AuditPending.objects.count(),
        proof=AuditEntry.objects.filter(subject=rules.WHOLE_LOG).order_by("-at", "-pk").first(),
    )


def reasons_of(subjects: Iterable[str]) -> dict[str, str]:
    """Return why each of these records was written, where its line says why.

    Whoever may see a record may see the reason for it: the caller has found the records in its own scope.
    """
    found = AuditEntry.objects.filter(subject__in=list(subjects)).exclude(why="").order_by("at", "pk")
    return dict(found.values_list("subject", "why"))


def verify(*, known: Iterable[Seal] = (), tell: Tell | None = None) -> VerifyReport:
    """Prove chain and seals, and name the first break. `known` are copies of seals kept elsewhere."""
    stored = seals()
    kept = list(known)
    trusted = frozenset({rules.public_key(rules.signing_key(settings.JUNCTION_AUDIT_SECRET))})
    broken = forged([*stored, *kept], trusted | frozenset(settings.JUNCTION_AUDIT_OLD_KEYS))
    links = told(_links(), tell, of=AuditLink.objects.count() if tell else 0)
    proof = walk(links, {seal.position: seal for seal in [*stored, *kept]})
    waiting, loose = _unlinked()
    return VerifyReport(proof.lines, len(stored), waiting, proof.broken or broken or loose)


def waiting() -> int:
    """Count the lines that wait to be linked."""
    return AuditPending.objects.count()


def seals() -> list[Seal]:
    """Return every checkpoint, oldest first."""
    found = AuditCheckpoint.objects.order_by("position")
    return [
        Seal(seal.position, bytes(seal.hash), seal.sealed_at, seal.public_key, seal.signature)
        for seal in found
    ]


def export_seals() -> list[dict[str, Any]]:
    """Return every checkpoint as plain values for a copy that is kept elsewhere."""
    return [
        {
            "position": seal.position,
            "hash": seal.hash.hex(),
            "sealed_at": rules.moment(seal.sealed_at),
            "public_key": seal.public_key,
            "signature": seal.signature,
        }
        for seal in seals()
    ]


def import_seals(values: Iterable[dict[str, Any]]) -> list[Seal]:
    """Turn an exported copy back, for `verify(known=…)`."""
    return [
        Seal(
            int(value["position"]),
            bytes.fromhex(value["hash"]),
            datetime.fromisoformat(value["sealed_at"]),
            value["public_key"],
            value["signature"],
        )
        for value in values
    ]


def _links() -> Iterator[Link]:
    """Stream the chain with its lines, in one snapshot and without taking it all into memory."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT l.position, l.entry_id, l.previous_hash, l.hash, e.id, e.at, e.by, e.verb, e.subject,"
            " e.detail::text, e.why, e.playbook"
            " FROM core_auditlink l LEFT JOIN core_auditentry e ON e.id = l.entry_id ORDER BY l.position"
        )
        for position, entry, previous, digest, *line in cursor:
            yield Link(
                position,
                entry,
                bytes(previous),
                bytes(digest),
                None if line[0] is None else rules.Line(*line),
            )


def _unlinked() -> tuple[int, Broken | None]:
    """Count the lines that wait, and find one that neither waits nor is linked, or that was lost waiting."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM core_auditpending),"
            " (SELECT min(p.entry_id) FROM core_auditpending p"
            "   LEFT JOIN core_auditentry e ON e.id = p.entry_id WHERE e.id IS NULL),"
            " (SELECT min(e.id) FROM core_auditentry e LEFT JOIN core_auditlink l ON l.entry_id = e.id"
            "   LEFT JOIN core_auditpending p ON p.entry_id = e.id"
            "   WHERE l.entry_id IS NULL AND p.entry_id IS NULL)"
        )
        waiting, lost, loose = cursor.fetchone() or (0, None, None)
    if lost is not None:
        return waiting, Broken(0, lost, "the line was deleted before it was linked")
    if loose is not None:
        return waiting, Broken(0, loose, "the line is in no link: it was put in, or its link was taken out")
    return waiting, None
