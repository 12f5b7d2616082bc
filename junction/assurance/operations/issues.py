"""Raise what is still open at a requirement, and close it with how it ended."""

from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Issue
from ..queries.answers import one_issue
from ..queries.catalogues import requirement
from ..queries.parties import may_answer
from ..queries.reach import REVIEW, reaches
from ..rules.parties import Party, party_of_row
from . import refusals


@transaction.atomic
def raise_issue(
    requirement_id: int,
    party: Party,
    *,
    text: str,
    owner: str = "",
    due_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Issue:
    """Write down what is open, for the party itself or for who reviews it. Raise `MayNotAnswer`."""
    asked = requirement(by.scope, requirement_id)
    _refuse_strangers(party, by=by)
    if not text.strip():
        raise refusals.NeedsReason("Say what is open.")
    made = Issue.objects.create(
        requirement=asked, text=text.strip(), owner=owner.strip()[:200], due_on=due_on, raised_at=now,
        raised_by=by.key, **party.columns,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.issue.raised", subject=f"requirement:{asked.pk}", party=party.key,
        issue=made.pk,
    )  # fmt: skip
    return made


@transaction.atomic
def close_issue(issue_id: int, *, why: str, by: Actor, now: datetime) -> Issue:
    """Close it, with how it ended."""
    found = one_issue(by.scope, issue_id)
    _refuse_strangers(party_of_row(found), by=by)
    if not why.strip():
        raise refusals.NeedsReason("Say how it ended.")
    closed = Issue.objects.filter(pk=found.pk, closed_at=None).update(
        closed_at=now, closed_by=by.key, closed_why=why.strip()
    )
    if not closed:
        raise refusals.WithdrawnAlready("It is closed already.")
    record(
        at=now, by=by, verb="assurance.issue.closed", subject=f"requirement:{found.requirement_id}", why=why,
        issue=found.pk,
    )  # fmt: skip
    found.refresh_from_db()
    return found


def _refuse_strangers(party: Party, *, by: Actor) -> None:
    if not (may_answer(by.scope, party) or reaches(by.scope, party, REVIEW)):
        raise refusals.MayNotAnswer
