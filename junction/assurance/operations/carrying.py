"""Carry answers and evidence from requirements of one version to those that came from them in the next.

Each carried row is a new fact that names the one it was carried from. What a second person verified is
carried only where the words are the same: who verified other words has not looked at these.
"""

from collections.abc import Sequence
from datetime import datetime

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Answer, Catalogue, Evidence, Issue, Lineage, Requirement, Verification
from ..rules.book import assurance_rules
from ..rules.matching import lineage
from .recording import Said, party_of_row, record_answers

SAME = "same"
EVIDENCE = ["kind", "title", "owner", "effective_from", "effective_until", "received_on", "expires_on"]
EVIDENCE += ["file_id", "link", "snapshot_id", "statement_id", "quote"]
PARTY = ["area_id", "organisation_id", "place_id"]
LOOKED = ["kind", "said", "exercise", "looked_on", "counts_until", "playbook", "verified_at", "verified_by"]


def carry_over(catalogue: Catalogue, *, by: Actor, now: datetime) -> dict[str, int]:
    """Find what came from what, and carry it over; return how much of each."""
    new = list(Requirement.objects.filter(catalogue=catalogue, withdrawn_at=None))
    old = list(Requirement.objects.filter(catalogue=catalogue.replaces_id, withdrawn_at=None))
    limits = assurance_rules(local_day(now)).lineage
    found = lineage([one.text for one in new], [one.text for one in old], limits)
    rows = Lineage.objects.bulk_create(
        Lineage(
            requirement=new[one.place], earlier=old[one.earlier], kind=one.kind, confidence=one.confidence,
            added_at=now, added_by=by.key,
        )
        for one in found
    )  # fmt: skip
    return {"lineage": len(rows)} | _carry(rows, by=by, now=now)


def carry_over_one(
    new: Requirement, old: Requirement, kind: str, *, by: Actor, now: datetime
) -> dict[str, int]:
    """Carry what was said of one requirement to the one that corrects it."""
    return _carry([Lineage(requirement=new, earlier=old, kind=kind)], by=by, now=now)


def _carry(rows: Sequence[Lineage], *, by: Actor, now: datetime) -> dict[str, int]:
    into = {row.earlier_id: row for row in rows}  # of two that came from one, the last takes it along
    earlier = list(Answer.objects.filter(requirement__in=into, superseded_at=None))
    said = [
        Said(
            requirement=into[one.requirement_id].requirement_id, party=party_of_row(one), status=one.status,
            result=one.result, depth=one.depth, said=one.said, statement=one.statement_id,
            carried_from=one.pk, author=one.recorded_by,
        )
        for one in earlier
    ]  # fmt: skip
    playbook = assurance_rules(local_day(now)).reference
    made = record_answers(said, channel="carried", playbook=playbook, by=by, now=now) if said else []
    evidence = Evidence.objects.bulk_create(_evidence(into, by=by, now=now))
    issues = Issue.objects.bulk_create(_issues(into, now=now))
    _carry_verifications(made, into)
    return {"answers": len(made), "evidence": len(evidence), "issues": len(issues)}


def _evidence(into: dict[int, Lineage], *, by: Actor, now: datetime) -> list[Evidence]:
    return [
        Evidence(
            requirement_id=into[one.requirement_id].requirement_id, carried_from=one, added_at=now,
            added_by=one.added_by, **{name: getattr(one, name) for name in EVIDENCE + PARTY},
        )
        for one in Evidence.objects.filter(requirement__in=into, withdrawn_at=None)
    ]  # fmt: skip


def _issues(into: dict[int, Lineage], *, now: datetime) -> list[Issue]:
    fields = [*PARTY, "text", "owner", "due_on", "statement_id", "raised_by"]
    return [
        Issue(
            requirement_id=into[one.requirement_id].requirement_id, raised_at=now,
            **{name: getattr(one, name) for name in fields},
        )
        for one in Issue.objects.filter(requirement__in=into, closed_at=None)
    ]  # fmt: skip


def _carry_verifications(made: Sequence[Answer], into: dict[int, Lineage]) -> None:
    """The look at the same words is a look at these; who looked and when stay as they were."""
    same = {row.earlier_id for row in into.values() if row.kind == SAME}
    carried = {one.carried_from_id: one for one in made}
    looked = Verification.objects.filter(
        answer__in=[key for key in carried if key], answer__requirement__in=same, withdrawn_at=None
    )
    Verification.objects.bulk_create(
        Verification(answer=carried[one.answer_id], **{name: getattr(one, name) for name in LOOKED})
        for one in looked
    )
