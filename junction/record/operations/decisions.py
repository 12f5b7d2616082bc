"""Write decisions down; add what was proposed, steered, adopted, delivered; supersede, never edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Decision, DecisionOption, DecisionScope
from ..rules.promises import promise_rules
from .confirming import SayMore, in_sight, locked, write_down
from .writing import Where, placed


class AlreadySuperseded(Refusal):
    """Another decision has superseded this one already. Supersede that one."""


@dataclass(frozen=True, slots=True)
class Option:
    """What could have been done, and what spoke for and against it."""

    words: str
    reasons: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a decision was to reach at one stage."""

    stage: str
    words: str
    on: date
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as somebody types it, by the steps of the joint decision model."""

    title: str
    information: str = ""
    powers: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    review_on: date | None = None
    principles: Sequence[str] = ()


@transaction.atomic
def write_decision(
    draft: Draft, where: Where, *, options: Sequence[Option] = (), supersedes: int | None = None, by: Actor,
    now: datetime,
) -> Decision:  # fmt: skip
    """Write down what a person typed; with `supersedes`, in the place of a decision that stays as it is."""
    fields = {name: getattr(draft, name) for name in Draft.__slots__ if name != "principles"}
    typed = Decision(**fields, principles=list(draft.principles), supersedes_id=supersedes)
    return record_decision(placed(typed, where, by=by), options=options, by=by, now=now)


@transaction.atomic
def record_decision(
    decision: Decision,
    *,
    options: Sequence[Option] = (),
    scopes: Sequence[Reach] = (),
    by: Actor,
    now: datetime,
) -> Decision:
    """Write a decision down with its options and its reach. Raise `SayMore`, `AlreadySuperseded`."""
    rules = promise_rules(local_day(now))
    if not decision.title.strip() or set(decision.principles) - set(rules.principles):
        raise SayMore
    if decision.supersedes_id:
        locked(Decision, decision.supersedes_id, by=by)
    try:
        with transaction.atomic():
            kept = write_down(decision, by=by, now=now)
    except IntegrityError as error:
        raise AlreadySuperseded from error
    DecisionOption.objects.bulk_create(
        DecisionOption(decision=kept, words=one.words, reasons=one.reasons, is_chosen=one.is_chosen)
        for one in options
    )
    for one in scopes:
        add_scope(kept.pk, one, by=by, now=now)
    return kept


@transaction.atomic
def add_scope(number: int, reach: Reach, *, by: Actor, now: datetime) -> DecisionScope:
    """Add how far a decision reached at one stage; what was said of it before stays. Raise `SayMore`."""
    decision = locked(Decision, number, by=by)
    rules = promise_rules(local_day(now))
    if reach.stage not in rules.decision_stages or not reach.words.strip():
        raise SayMore
    added = DecisionScope.objects.create(
        decision=decision, stage=reach.stage, words=reach.words.strip(), on=reach.on,
        statement_id=in_sight(reach.statement, by=by), recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="record.decision.reach", subject=f"decision:{decision.pk}",
        playbook=rules.reference, stage=reach.stage,
    )  # fmt: skip
    return added
