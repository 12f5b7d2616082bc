"""Take a party's own action plan as its answers: rows matched to requirements, confirmed by a person.

The words of a row are evidence with their quote and their line; a status without any stays a claim. An open
issue inside the words becomes an open issue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.record.queries.documents import statements

from ..models import Evidence, Issue, Requirement
from ..queries.catalogues import asked_now
from ..rules.book import assurance_rules
from ..rules.parties import Party
from .answering import answer_many, refuse_other_parties
from .recording import Said
from .showing import Shown, evidence_values

CHANNEL = "action-plan"


class CannotTakeRows(Refusal):
    """A row is not of this document, or two rows answer one requirement. Choose one of them."""

    status = 422


@dataclass(frozen=True, slots=True)
class RowTaken:
    """One row that a person confirmed: which requirement it answers, and what it says."""

    statement: int
    requirement: int
    status: str
    evidence: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """How much came of it."""

    answers: int
    evidence: int
    issues: int


@transaction.atomic
def take_rows(
    catalogue_id: int,
    party: Party,
    document_id: int,
    rows: Sequence[RowTaken],
    *,
    owner: str,
    by: Actor,
    now: datetime,
) -> Taken:
    """Record what the rows of a document say. Raise `MayNotAnswer`, `CannotTakeRows`, `NotAsked`."""
    refuse_other_parties(party, by=by)
    catalogue = asked_now(by.scope).get(pk=catalogue_id)
    about = [row.requirement for row in rows]
    known = statements(by.scope).filter(document=document_id, pk__in=[row.statement for row in rows])
    lines = {one.pk: one for one in known}
    ours = Requirement.objects.filter(catalogue=catalogue, pk__in=about).count()
    if (
        len(set(about)) != len(about)
        or len(lines) != len({row.statement for row in rows})
        or ours != len(about)
    ):
        raise CannotTakeRows
    said = [
        Said(row.requirement, party, row.status, said=row.evidence, statement=row.statement) for row in rows
    ]
    answers = answer_many(said, channel=CHANNEL, by=by, now=now) if said else []
    received = next(iter(lines.values())).document.received_on if lines else local_day(now)
    evidence = _evidence(rows, party, owner=owner, received=received, by=by, now=now)
    issues = _issues(rows, party, by=by, now=now)
    record(
        at=now, by=by, verb="assurance.action-plan.taken", subject=f"catalogue:{catalogue_id}",
        playbook=assurance_rules(local_day(now)).reference, party=party.key, document=document_id,
        rows=len(rows), evidence=len(evidence), issues=len(issues),
    )  # fmt: skip
    return Taken(len(answers), len(evidence), len(issues))


def _evidence(
    rows: Sequence[RowTaken], party: Party, *, owner: str, received: date, by: Actor, now: datetime
) -> list[Evidence]:
    """Keep the words of each row that has some, once for each line."""
    there = set(
        Evidence.objects.filter(
            statement__in=[row.statement for row in rows], withdrawn_at=None, **party.columns
        ).values_list("requirement_id", "statement_id")
    )
    made = []
    for row in rows:
        if row.evidence.strip() and (row.requirement, row.statement) not in there:
            shown = Shown(
                title="Words of the action plan", owner=owner, statement=row.statement, quote=row.evidence,
                received_on=min(received, local_day(now)),
            )  # fmt: skip
            values = evidence_values(party, shown, by=by, now=now)
            made.append(Evidence(requirement_id=row.requirement, **values))
    return Evidence.objects.bulk_create(made)


def _issues(rows: Sequence[RowTaken], party: Party, *, by: Actor, now: datetime) -> list[Issue]:
    """Open an issue for each that a row tells of, once for each line."""
    there = set(
        Issue.objects.filter(
            statement__in=[row.statement for row in rows], closed_at=None, **party.columns
        ).values_list("requirement_id", "statement_id")
    )
    return Issue.objects.bulk_create(
        Issue(
            requirement_id=row.requirement, text=row.issue.strip(), statement_id=row.statement,
            raised_at=now, raised_by=by.key, **party.columns,
        )
        for row in rows
        if row.issue.strip() and (row.requirement, row.statement) not in there
    )  # fmt: skip
