"""Add evidence, and take it back. A link is kept with what it led to, where the snapshot comes along."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.files import operations as files
from junction.core.files.models import StoredFile
from junction.core.scope import Actor
from junction.record.queries.documents import statements as readable

from ..models import Evidence
from ..queries.answers import one_evidence
from ..queries.catalogues import requirement
from ..rules.book import assurance_rules
from ..rules.evidence_files import why_not_kept
from ..rules.parties import Party, party_of_row
from . import refusals
from .answering import refuse_other_parties

FILE, LINK, QUOTE = "file", "link", "quote"


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes as they were received."""

    content: bytes
    name: str
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as somebody brings it: exactly one of a file, a link or a quote."""

    title: str
    owner: str
    file: Upload | None = None
    link: str = ""
    snapshot: Upload | None = None
    statement: int | None = None
    quote: str = ""
    effective_from: date | None = None
    effective_until: date | None = None
    received_on: date | None = None  # none: today
    expires_on: date | None = None  # none: as long as the playbook says

    @property
    def kind(self) -> str:
        given = [(FILE, self.file), (LINK, self.link.strip()), (QUOTE, self.quote.strip())]
        found = [kind for kind, one in given if one]
        return found[0] if len(found) == 1 else ""


@transaction.atomic
def add_evidence(requirement_id: int, party: Party, shown: Shown, *, by: Actor, now: datetime) -> Evidence:
    """Keep a piece of evidence. Raise `MayNotAnswer`, `CannotAddEvidence`, `WrongDays`."""
    asked = requirement(by.scope, requirement_id)
    refuse_other_parties(party, by=by)
    made = Evidence.objects.create(
        requirement=asked,
        file=_stored(shown.file, by=by, now=now),
        snapshot=_stored(shown.snapshot, by=by, now=now),
        **evidence_values(party, shown, by=by, now=now),
    )
    record(
        at=now, by=by, verb="assurance.evidence.added", subject=f"requirement:{asked.pk}", party=party.key,
        evidence=made.pk, kind=made.kind, sha256=made.file_id,
        expires_on=made.expires_on and made.expires_on.isoformat(),
    )  # fmt: skip
    return made


def evidence_values(party: Party, shown: Shown, *, by: Actor, now: datetime) -> dict[str, object]:
    """Return the columns of a piece of evidence that is sound. Raise `CannotAddEvidence` or `WrongDays`."""
    today = local_day(now)
    kind = shown.kind
    if not (kind and shown.title.strip() and shown.owner.strip()):
        raise refusals.CannotAddEvidence
    if shown.snapshot and not shown.link.strip():
        raise refusals.CannotAddEvidence("Give the link that this is a snapshot of.")
    for sent in (shown.file, shown.snapshot):
        if sent and (why := why_not_kept(sent.name, sent.content)):
            raise refusals.CannotAddEvidence(why)
    if shown.statement and not readable(by.scope).filter(pk=shown.statement).exists():
        raise refusals.CannotAddEvidence("The line of the document is not there or not for you.")
    received_on = shown.received_on or today
    ends_on = shown.expires_on or shown.effective_until
    expires_on = ends_on or received_on + timedelta(days=assurance_rules(today).evidence_days)
    if received_on > today or expires_on <= (shown.effective_from or received_on):
        raise refusals.WrongDays
    return {
        "kind": kind, "title": shown.title.strip()[:200], "owner": shown.owner.strip()[:200],
        "effective_from": shown.effective_from, "effective_until": shown.effective_until,
        "received_on": received_on, "expires_on": expires_on, "link": shown.link.strip(),
        "statement_id": shown.statement, "quote": shown.quote.strip(), "added_at": now, "added_by": by.key,
        **party.columns,
    }  # fmt: skip


@transaction.atomic
def withdraw_evidence(evidence_id: int, *, why: str, by: Actor, now: datetime) -> Evidence:
    """Take a piece back: it was wrong, or is not theirs. What it was stays to be seen."""
    found = one_evidence(by.scope, evidence_id)
    refuse_other_parties(party_of_row(found), by=by)
    if not why.strip():
        raise refusals.NeedsReason
    taken = Evidence.objects.filter(pk=found.pk, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by.key, withdrawn_why=why.strip()
    )
    if not taken:
        raise refusals.WithdrawnAlready
    record(
        at=now, by=by, verb="assurance.evidence.withdrawn", subject=f"requirement:{found.requirement_id}",
        why=why, evidence=found.pk,
    )  # fmt: skip
    found.refresh_from_db()
    return found


def _stored(upload: Upload | None, *, by: Actor, now: datetime) -> StoredFile | None:
    if upload is None:
        return None
    return files.store(upload.content, name=upload.name, media_type=upload.media_type, by=by, now=now)
