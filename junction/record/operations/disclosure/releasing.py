"""Release an extract, by a job: seal the log, make the bundle, sign its head, keep the bytes.

What the bundle is made of is frozen before it is made (the end of the log, the moment) and its signature is
kept, so the same bundle can be made again to the byte for as long as there are the documents.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from junction.core.audit import operations as audit
from junction.core.audit.operations import record
from junction.core.audit.queries import export_seals
from junction.core.audit.rules import moment, public_key, signing_key
from junction.core.files import operations as files
from junction.core.files.queries import content
from junction.core.jobs import defer
from junction.core.scope import Actor

from ...files.bundles import packed
from ...models import Extract, ExtractFinding
from ...queries.leaving import leaves, leaving, logged, rules_said
from ...rules.disclosure.bundles import Contents, chain_of, files_of, seal_text, with_proof
from ...rules.disclosure.papers import Leaf
from ...rules.disclosure.rules import State
from .refusals import NotReadyToLeave, at_work, locked, progress_of

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
    bundle = packed(_files(extract, by=by))
    _released(extract, bundle, by=by, now=now)


def bundle_of(extract: Extract, *, by: Actor) -> bytes:
    """Make the bundle of a released extract again, from the record; the same bytes as then."""
    return packed(_files(extract, by=by))


def _freeze(extract: Extract, *, now: datetime) -> None:
    """Link and seal the log, and keep where it ends: the bundle goes up to there."""
    audit.chain()
    audit.seal(now)
    extract.checkpoint = export_seals()[-1]
    extract.seal = {"sealed_at": moment(now)}
    extract.save(update_fields=["checkpoint", "seal"])


def _files(extract: Extract, *, by: Actor) -> dict[str, bytes]:
    found = files_of(_contents(extract, by=by))
    if "signature" not in extract.seal:
        extract.seal = _sealed(found, extract.seal["sealed_at"])
    return with_proof(found, extract.seal)


def _sealed(found: dict[str, bytes], sealed_at: str) -> dict[str, Any]:
    _, head, rows = chain_of(found)
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
    made: list[Leaf] = []
    many = extract.documents.count()
    for leaf in leaves(by.scope, extract):
        made.append(leaf)
        progress_of(extract.pk, State.RELEASING, len(made), many)
    return Contents(
        title=extract.title, purpose=extract.purpose, made_for=extract.made_for, number=extract.pk,
        as_at=extract.as_at, sealed_at=datetime.fromisoformat(extract.seal["sealed_at"]),
        leaving=leaving(by.scope, extract), leaves=made, rules=rules_said(by.scope, extract),
        log=logged(by.scope, extract), checkpoint=extract.checkpoint, originals=_originals(extract, made),
    )  # fmt: skip


def _originals(extract: Extract, made: list[Leaf]) -> dict[int, bytes]:
    """Return the bytes of what goes as received: asked for, touched by no rule, with nothing found in it."""
    if not extract.with_originals:
        return {}
    doubtful = ExtractFinding.objects.filter(extract=extract).values_list("one__paper", "other__paper")
    in_doubt = {number for pair in doubtful for number in pair}
    sound = [leaf for leaf in made if not leaf.is_touched and leaf.number not in in_doubt]
    return {leaf.number: content(leaf.sha256) for leaf in sound}


@transaction.atomic
def _released(extract: Extract, bundle: bytes, *, by: Actor, now: datetime) -> None:
    name = f"extract-{extract.pk}.zip"
    extract.file = files.store(bundle, name=name, media_type="application/zip", by=by, now=now)
    extract.state, extract.released_at, extract.released_by = State.RELEASED, now, by.key
    extract.save(update_fields=["file", "seal", "state", "released_at", "released_by"])
    record(
        at=now, by=by, verb="record.extract.released", subject=f"extract:{extract.pk}",
        sha256=extract.file.sha256, head=extract.seal["head"], bytes=len(bundle),
    )  # fmt: skip
