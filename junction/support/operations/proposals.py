"""Propose new provision with the figures of the moment, give it an owner, decide, measure what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership import operations as ownership
from junction.core.scope import Actor

from ..models import Proposal, ProposalDecision, ProposalOutcome, ProposalReminder
from ..queries import proposals as queries
from ..queries.proposals import MEASURED, SUBJECT
from ..rules.unmet import unmet_rules
from ..rules.unmet_titles import category_titles
from . import proposal_refusals as refusals
from .proposal_letters import tell_owner


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for which need in which area (none: the nation); `owner`: "" is who proposes."""

    category: str
    what: str
    why: str
    area: str | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ProposalDecided:
    """What a post decided, on which day; `begins_on` for what was agreed."""

    decision: str
    why: str
    decided_by: str
    decided_on: date
    begins_on: date | None = None


@transaction.atomic
def propose(said: Proposed, *, by: Actor, now: datetime) -> Proposal:
    """Propose it, with the figures of now. Raise `NotYoursToPropose`, `CannotPropose`, `NotAnOwner`."""
    if not queries.may_act(by.scope, said.area):
        raise refusals.NotYoursToPropose
    today = local_day(now)
    what, why = said.what.strip()[:300], said.why.strip()[:1000]
    if said.category not in category_titles(today) or not what or not why:
        raise refusals.CannotPropose
    found = queries.evidence(by.scope, said.area, said.category, now=now)
    made = Proposal.objects.create(
        area_id=said.area, category=said.category, what=what, why=why, evidence=found.frozen(),
        evidence_at=now, playbook=unmet_rules(today).reference, proposed_at=now, proposed_by=by.key,
    )  # fmt: skip
    owner = _owner(said.owner or by.key, made, by=by, now=now)
    ownership.take((SUBJECT, made.pk), owner=owner, by=by, now=now, reason="proposed")
    record(
        at=now, by=by, verb="support.proposal.made", subject=f"{SUBJECT}:{made.pk}",
        playbook=made.playbook, area=said.area, need=said.category, unmet=found.unmet,
    )  # fmt: skip
    tell_owner(made, "yours", by=by, now=now)
    return made


@transaction.atomic
def hand_over_proposal(
    number: int, *, to: str, why: str, expected: str = "", by: Actor, now: datetime
) -> Proposal:
    """Give it to another. Raise `NotYoursToPropose`, `NotAnOwner`, `SayWhyHandedOver` or `CannotHandOver`."""
    one = _mine(number, by=by, now=now)
    if not why.strip():
        raise refusals.SayWhyHandedOver
    owner = _owner(to, one, by=by, now=now)
    ownership.hand_over(
        (SUBJECT, one.pk), to=owner, expected=expected, by=by, now=now, reason=why.strip()[:300]
    )
    tell_owner(one, "yours", by=by, now=now)
    return one


@transaction.atomic
def decide_on_proposal(number: int, said: ProposalDecided, *, by: Actor, now: datetime) -> ProposalDecision:
    """Write down what was decided. Raise `NotYoursToPropose`, `CannotDecideOnIt` or `MeasuredAlready`."""
    one = _mine(number, by=by, now=now)
    if one.state == MEASURED:
        raise refusals.MeasuredAlready
    rules = unmet_rules(local_day(now))
    if not _is_whole(said, now):
        raise refusals.CannotDecideOnIt
    made = ProposalDecision.objects.create(
        proposal_id=one.pk, decision=said.decision, why=said.why.strip()[:1000],
        decided_by=said.decided_by.strip()[:200], decided_on=said.decided_on, begins_on=said.begins_on,
        recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.proposal.decided", subject=f"{SUBJECT}:{one.pk}",
        playbook=rules.reference, decision=said.decision,
        begins_on=said.begins_on.isoformat() if said.begins_on else None,
    )  # fmt: skip
    tell_owner(one, "decided", by=by, now=now, decision=rules.decisions[said.decision].title)
    return made


def measure_outcomes(*, by: Actor, now: datetime) -> int:
    """Measure what came of proposals whose days are over; return how many."""
    today = local_day(now)
    due = queries.to_measure(by.scope, today=today, rules=unmet_rules(today))
    return sum(_measure(one, by=by, now=now) for one in due)


@transaction.atomic
def remind_of_late(*, by: Actor, now: datetime) -> int:
    """Tell whoever has a proposal whose decision is late so, each owner once; return how many."""
    late = queries.to_remind(by.scope, now=now)
    for one in late:
        ProposalReminder.objects.create(proposal_id=one.pk, owner=one.owner, reminded_at=now)
        record(at=now, by=by, verb="support.proposal.reminded", subject=f"{SUBJECT}:{one.pk}")
        tell_owner(one, "late", by=by, now=now)
    return len(late)


@transaction.atomic
def _measure(decision: ProposalDecision, *, by: Actor, now: datetime) -> bool:
    rules = unmet_rules(local_day(now))
    found = queries.measured(by.scope, decision, now=now, rules=rules)
    made, is_new = ProposalOutcome.objects.get_or_create(
        decision=decision,
        defaults={"before": found.before, "after": found.after, "days": rules.outcome_days,
                  "measured_at": now, "playbook": rules.reference},
    )  # fmt: skip
    if is_new:
        record(
            at=now, by=by, verb="support.proposal.measured", subject=f"{SUBJECT}:{decision.proposal_id}",
            playbook=rules.reference, unmet_before=round(made.before, 2), unmet_after=round(made.after, 2),
        )  # fmt: skip
        words = {"before": f"{made.before:.1f}", "after": f"{made.after:.1f}"}
        tell_owner(decision.proposal, "outcome", by=by, now=now, **words)
    return is_new


def _is_whole(said: ProposalDecided, now: datetime) -> bool:
    today = local_day(now)
    word = unmet_rules(today).decisions.get(said.decision)
    if word is None or not said.why.strip() or not said.decided_by.strip() or said.decided_on > today:
        return False
    if word.begins:
        return said.begins_on is not None and said.begins_on >= said.decided_on
    return said.begins_on is None


def _mine(number: int, *, by: Actor, now: datetime) -> Any:
    """Return a proposal one may act on, held until the transaction ends."""
    Proposal.objects.select_for_update().filter(pk=number).values_list("pk").first()
    one = queries.proposal(by.scope, number, now=now)
    if not queries.may_act(by.scope, one.area_id):
        raise refusals.NotYoursToPropose
    return one


def _owner(key: str, one: Proposal, *, by: Actor, now: datetime) -> str:
    if key != by.key and key not in dict(queries.could_own(by.scope, one.area_id, now=now)):
        raise refusals.NotAnOwner
    return key
