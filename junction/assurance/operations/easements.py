"""Write down which stage a council works at, who was told, and its end. Gaps are shown, not refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Actor
from junction.record.queries.documents import document
from junction.record.rules.promises import promise_rules

from ..models import Easement, Told
from ..queries import easements as queries
from ..queries.parties import may_answer
from ..queries.reach import ANSWER
from ..rules.easements import EasementRules, easement_rules
from ..rules.parties import Party
from . import register_refusals as refusals


@dataclass(frozen=True, slots=True)
class Decision:
    """What a council decided; a stage 1 is the saying that nothing is eased."""

    area: str
    stage: str
    decided_on: date
    duties: str = ""
    reason: str = ""
    evidence: str = ""
    impact: str = ""
    parts: Sequence[str] = ()
    principles: Sequence[str] = ()
    review_on: date | None = None
    document: int | None = None


@transaction.atomic
def decide_stage(decision: Decision, *, by: Actor, now: datetime) -> Easement:
    """Write down a council's decision; it takes the place of the one before. What it lacks is shown to all.

    Raise `NotYours`, `CannotDecide`, `StillToCome`.
    """
    today = local_day(now)
    council = queries.councils(by.scope, day=today, permission=ANSWER).filter(pk=decision.area)
    if not may_answer(by.scope, Party(area=decision.area)) or not council.select_for_update().exists():
        raise refusals.NotYours
    rules = _rules_of(decision, today=today)
    if decision.document is not None:
        document(by.scope, decision.document)
    Easement.objects.filter(area=decision.area, superseded_at=None).update(superseded_at=now)
    made = Easement.objects.create(
        area_id=decision.area, stage=decision.stage, decided_on=decision.decided_on,
        duties=decision.duties.strip(), reason=decision.reason.strip(), evidence=decision.evidence.strip(),
        impact=decision.impact.strip(), parts=list(decision.parts), principles=list(decision.principles),
        review_on=decision.review_on, document_id=decision.document, playbook=rules.reference,
        recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.easement.decided", subject=f"area:{decision.area}",
        why=made.reason, playbook=rules.reference, easement=made.pk, stage=made.stage,
        decided_on=made.decided_on.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def tell(
    easement_id: int, *, audience: str, told_on: date, how: str, is_accessible: bool = False, by: Actor,
    now: datetime,
) -> Told:  # fmt: skip
    """Write down that somebody was told of a decision. Raise `CannotDecide`, `StillToCome`, `SayWhy`."""
    found = _own(easement_id, by=by)
    if audience not in easement_rules(found.decided_on).audiences:
        raise refusals.CannotDecide
    if told_on > local_day(now):
        raise refusals.StillToCome
    if not how.strip():
        raise refusals.SayWhy("Say how they were told.")
    made = Told.objects.create(
        easement=found, audience=audience, told_on=told_on, how=how.strip()[:300],
        is_accessible=is_accessible, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.easement.told", subject=f"area:{found.area_id}", easement=found.pk,
        audience=audience, told_on=told_on.isoformat(), accessible=is_accessible,
    )  # fmt: skip
    return made


@transaction.atomic
def end_stage(easement_id: int, *, ended_on: date, why: str, by: Actor, now: datetime) -> Easement:
    """Say that a stage ended, on which day and why. Raise `AlreadyEnded`, `StillToCome`, `SayWhy`."""
    found = _own(easement_id, by=by)
    if not why.strip():
        raise refusals.SayWhy
    if ended_on > local_day(now) or ended_on < found.decided_on:
        raise refusals.StillToCome("It ends on a day after it was decided and not after today.")
    changed = Easement.objects.filter(pk=found.pk, ended_at=None, superseded_at=None).update(
        ended_on=ended_on, ended_at=now, ended_by=by.key, ended_why=why.strip()
    )
    if not changed:
        raise refusals.AlreadyEnded
    record(
        at=now, by=by, verb="assurance.easement.ended", subject=f"area:{found.area_id}", why=why,
        easement=found.pk, ended_on=ended_on.isoformat(),
    )  # fmt: skip
    found.refresh_from_db()
    return found


def _own(easement_id: int, *, by: Actor) -> Easement:
    found = queries.easement(by.scope, easement_id)
    if not may_answer(by.scope, Party(area=found.area_id)):
        raise refusals.NotYours
    return found


def _rules_of(decision: Decision, *, today: date) -> EasementRules:
    if decision.decided_on > today:
        raise refusals.StillToCome
    try:
        rules = easement_rules(decision.decided_on)
    except NoRuleInForce:
        raise refusals.CannotDecide("There were no easements before 31 March 2020.") from None
    principles = set(promise_rules(decision.decided_on).principles)
    strange = set(decision.parts) - set(rules.parts) | set(decision.principles) - principles
    if decision.stage not in rules.stages or strange:
        raise refusals.CannotDecide
    if decision.review_on and decision.review_on <= decision.decided_on:
        raise refusals.CannotDecide("It is looked at again on a day after it was decided.")
    return rules
