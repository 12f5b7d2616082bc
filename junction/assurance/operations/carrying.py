"""Carry answers and evidence from requirements of one version to those that came from them in the next.

Each carried row is a new fact that names the one it was carried from. What a second person verified is
carried only where the words are the same: who verified other words has not looked at these.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.record.rules.lineage import Clause, Fate, lineage

from ..models import Answer, Catalogue, Evidence, Issue, Lineage, Requirement, Verification
from ..rules.book import assurance_rules
from ..rules.parties import party_of_row
from .recording import Said, record_answers

EVIDENCE = ["kind", "title", "owner", "effective_from", "effective_until", "received_on", "expires_on"]
EVIDENCE += ["file_id", "link", "snapshot_id", "statement_id", "quote"]
PARTY = ["area_id", "organisation_id", "place_id"]
LOOKED = ["kind", "said", "exercise", "looked_on", "counts_until", "playbook", "verified_at", "verified_by"]


def carry_over(catalogue: Catalogue, *, by: Actor, now: datetime) -> dict[str, int]:
    """Find what came from what, and carry it over; return how much of each."""
    new = _clauses(Requirement.objects.filter(catalogue=catalogue, withdrawn_at=None))
    old = _clauses(Requirement.objects.filter(catalogue=catalogue.replaces_id, withdrawn_at=None))
    named = {id(clause): row for clause, row in (*new, *old)}
    rows = Lineage.objects.bulk_create(
        Lineage(
            requirement=named[id(into)], earlier=named[id(source)], kind=str(one.fate),
            confidence=round(one.score / 100, 2), added_at=now, added_by=by.key,
        )
        for one in lineage([clause for clause, _ in old], [clause for clause, _ in new])
        for source in one.old for into in one.new
    )  # fmt: skip
    return {"lineage": len(rows)} | _carry(rows, by=by, now=now)


def _clauses(rows: Iterable[Requirement]) -> list[tuple[Clause, Requirement]]:
    return [(Clause(row.ref, row.text), row) for row in rows]


def carry_over_one(
    new: Requirement, old: Requirement, kind: str, *, by: Actor, now: datetime
) -> dict[str, int]:
    """Carry what was said of one requirement to the one that corrects it."""
    return _carry([Lineage(requirement=new, earlier=old, kind=kind)], by=by, now=now)


def _carry(rows: Sequence[Lineage], *, by: Actor, now: datetime) -> dict[str, int]:
    rules = assurance_rules(local_day(now))
    into: dict[int, list[Lineage]] = defaultdict(list)
    for row in rows:
        into[row.earlier_id].append(row)
    order = list(rules.statuses)
    earlier = Answer.objects.filter(requirement__in=list(into), superseded_at=None)
    # Where several became one, the one that is least far speaks for them.
    least: dict[tuple[int, str], Said] = {}
    for one in sorted(earlier, key=lambda one: -order.index(one.status)):
        for row in into[one.requirement_id]:
            least[row.requirement_id, party_of_row(one).key] = _said(one, row)
    said = list(least.values())
    reference = rules.reference
    made = record_answers(said, channel="carried", playbook=reference, by=by, now=now) if said else []
    evidence = Evidence.objects.bulk_create(_evidence(into, now=now))
    issues = Issue.objects.bulk_create(_issues(into, now=now))
    _carry_verifications(made, rows)
    return {"answers": len(made), "evidence": len(evidence), "issues": len(issues)}


def _said(one: Answer, row: Lineage) -> Said:
    return Said(
        requirement=row.requirement_id, party=party_of_row(one), status=one.status, result=one.result,
        depth=one.depth, said=one.said, statement=one.statement_id, carried_from=one.pk,
        author=one.recorded_by,
    )  # fmt: skip


def _evidence(into: Mapping[int, Sequence[Lineage]], *, now: datetime) -> list[Evidence]:
    return [
        Evidence(
            requirement_id=row.requirement_id, carried_from=one, added_at=now, added_by=one.added_by,
            **{name: getattr(one, name) for name in EVIDENCE + PARTY},
        )
        for one in Evidence.objects.filter(requirement__in=list(into), withdrawn_at=None)
        for row in into[one.requirement_id]
    ]  # fmt: skip


def _issues(into: Mapping[int, Sequence[Lineage]], *, now: datetime) -> list[Issue]:
    fields = [*PARTY, "text", "owner", "due_on", "statement_id", "raised_by"]
    return [
        Issue(
            requirement_id=row.requirement_id, raised_at=now, **{name: getattr(one, name) for name in fields}
        )
        for one in Issue.objects.filter(requirement__in=list(into), closed_at=None)
        for row in into[one.requirement_id]
    ]


def _carry_verifications(made: Sequence[Answer], rows: Sequence[Lineage]) -> None:
    """The look at the same words is a look at these; who looked and when stay as they were."""
    same = {row.requirement_id for row in rows if row.kind == Fate.SAME}
    carried = {one.carried_from_id: one for one in made if one.requirement_id in same}
    looked = Verification.objects.filter(answer__in=[key for key in carried if key], withdrawn_at=None)
    Verification.objects.bulk_create(
        Verification(answer=carried[one.answer_id], **{name: getattr(one, name) for name in LOOKED})
        for one in looked
    )
