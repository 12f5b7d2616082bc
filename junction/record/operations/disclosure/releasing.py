"""Release an extract, by a job: seal the log, make the bundle, sign its head, keep the bytes.

What the bundle is made of is frozen before it is made (the end of the log, the moment) and its signature is
kept, so the same bundle can be made again to the byte for as long as there are the documents. It is written
document by document to the disk of the file store; no more than a few documents are in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from junction.core.audit import operations as audit
from junction.core.audit.operations import record
from junction.core.audit.queries import export_seals
from junction.core.audit.rules import moment, public_key, signing_key
from junction.core.files import operations as files
from junction.core.files.queries import pieces
from junction.core.jobs import defer
from junction.core.scope import Actor

from ...files.bundles import Spool, pack
from ...models import Extract, ExtractFinding
from ...queries.extracts import has_lost, in_doubt
from ...queries.leaving import leaves, leaving, logged, rules_said
from ...rules.disclosure.bundles import Contents, parts_of
from ...rules.disclosure.chain import proof_of, seal_text
from ...rules.disclosure.papers import Leaf
from ...rules.disclosure.rules import State
from .refusals import LostADocument, NotReadyToLeave, at_work, locked, progress_of

RELEASE = "record.release_extract"


@transaction.atomic
def ask_release(extract_id: int, *, by: Actor, now: datetime) -> None:
    """Have it released. Raise `Extract.DoesNotExist`, `ExtractMovedOn`, `NotReadyToLeave`."""
    extract = locked(extract_id, State.PREPARING, State.CHECKED, by=by)
    is_open = ExtractFinding.objects.filter(extract=extract, accepted_at__isnull=True).exists()
    if extract.state != State.CHECKED or is_open:
        raise NotReadyToLeave
    extract.state, extract.done, extract.of = State.RELEASING, 0, 0
    extract.save(update_fields=["state", "done", "of"])
    record(at=now, by=by, verb="record.extract.release-asked", subject=f"extract:{extract.pk}")
    defer(RELEASE, extract_id=extract.pk, by=by.key)


def release(extract_id: int, *, by: Actor, now: datetime) -> None:
    """Do it; twice is as good as once."""
    extract = at_work(extract_id, State.RELEASING, by=by)
    if extract is None:
        return
    if not extract.checkpoint:
        _freeze(extract, now=now)
    with bundle_of(extract, by=by) as bundle:
        _released(extract, bundle, by=by, now=now)


@contextmanager
def bundle_of(extract: Extract, *, by: Actor) -> Iterator[Path]:
    """Make the bundle of an extract; of one that has left, from the record, the same bytes as then.

    It is gone afterwards unless it was kept. Raise `LostADocument`.
    """
    if has_lost(by.scope, extract):
        raise LostADocument
    with files.workroom() as room:
        parts = room / "parts"
        parts.mkdir()
        spool = Spool(parts)
        spool.write(parts_of(_contents(extract, by=by)))
        spool.write(proof_of(spool, lambda head, rows: _seal(extract, head, rows)))
        pack(spool, room / "bundle.zip")
        yield room / "bundle.zip"


def _freeze(extract: Extract, *, now: datetime) -> None:
    """Link and seal the log, and keep where it ends: the bundle goes up to there."""
    audit.chain()
    audit.seal(now)
    extract.checkpoint = export_seals()[-1]
    extract.seal = {"sealed_at": moment(now)}
    extract.save(update_fields=["checkpoint", "seal"])


def _seal(extract: Extract, head: str, rows: int) -> dict[str, Any]:
    """Return the signed head: that of when it was released, where it was."""
    if "signature" not in extract.seal:
        extract.seal = _sealed(head, rows, extract.seal["sealed_at"])
    return dict(extract.seal)


def _sealed(head: str, rows: int, sealed_at: str) -> dict[str, Any]:
    key = signing_key(settings.JUNCTION_AUDIT_SECRET)
    signature = key.sign(seal_text(head=head, rows=rows, sealed_at=sealed_at)).hex()
    return {
        "head": head,
        "rows": rows,
        "sealed_at": sealed_at,
        "public_key": public_key(key),
        "signature": signature,
    }


def _contents(extract: Extract, *, by: Actor) -> Contents:
    return Contents(
        title=extract.title, purpose=extract.purpose, made_for=extract.made_for, number=extract.pk,
        as_at=extract.as_at, sealed_at=datetime.fromisoformat(extract.seal["sealed_at"]),
        leaving=leaving(by.scope, extract), leaves=_leaves(extract, by=by),
        rules=rules_said(by.scope, extract), log=logged(by.scope, extract), checkpoint=extract.checkpoint,
        original=_originals(extract, by=by),
    )  # fmt: skip


def _leaves(extract: Extract, *, by: Actor) -> Iterator[Leaf]:
    """Yield what leaves, and tell how far it is."""
    many = extract.documents.count()
    for done, leaf in enumerate(leaves(by.scope, extract), start=1):
        yield leaf
        progress_of(extract.pk, State.RELEASING, done, many)


def _originals(extract: Extract, *, by: Actor) -> Callable[[Leaf], Iterable[bytes] | None]:
    """Return what gives the bytes of what goes as received: asked for, touched by no rule, not in doubt."""
    doubtful = in_doubt(by.scope, extract)

    def original(leaf: Leaf) -> Iterable[bytes] | None:
        goes = extract.with_originals and not leaf.is_touched and leaf.number not in doubtful
        return pieces(leaf.sha256) if goes else None

    return original


@transaction.atomic
def _released(extract: Extract, bundle: Path, *, by: Actor, now: datetime) -> None:
    name = f"extract-{extract.pk}.zip"
    extract.file = files.take_in(bundle, name=name, media_type="application/zip", by=by, now=now)
    extract.state, extract.released_at, extract.released_by = State.RELEASED, now, by.key
    extract.save(update_fields=["file", "seal", "state", "released_at", "released_by"])
    record(
        at=now, by=by, verb="record.extract.released", subject=f"extract:{extract.pk}",
        sha256=extract.file.sha256, head=extract.seal["head"], bytes=extract.file.bytes,
    )  # fmt: skip
