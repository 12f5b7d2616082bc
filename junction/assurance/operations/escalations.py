"""Ask for help at once, pass it up the ladder, say what came of it at each rung."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.models import Place
from junction.registry.queries import holders

from ..models import Escalation, EscalationOutcome, EscalationStep
from ..queries import escalations as queries
from ..queries.escalations import SUBJECT
from ..rules.escalations import Rung, escalation_rules
from . import raising_refusals as refusals
from .raising_letters import tell_desk


@dataclass(frozen=True, slots=True)
class Needed:
    """What a provider needs, and by when."""

    place: int
    need: str
    text: str
    needed_by: datetime
    contract: str


@transaction.atomic
def escalate(said: Needed, *, by: Actor, now: datetime) -> Escalation:
    """Ask for help; it is at the council now. Raise `NotYoursToRaise`, `CannotEscalate`, `NoCouncil`."""
    rules = escalation_rules(local_day(now))
    if not queries.may_raise_at(by.scope, said.place):
        raise refusals.NotYoursToRaise
    known = said.need in rules.needs and said.contract in rules.contracts
    if not known or not said.text.strip() or said.needed_by <= now:
        raise refusals.CannotEscalate
    place = Place.objects.get(pk=said.place)
    if place.council_id is None:
        raise refusals.NoCouncil
    made = Escalation.objects.create(
        place=place, council_id=place.council_id, need=said.need, text=said.text.strip(),
        needed_by=said.needed_by, contract=said.contract, playbook=rules.reference, raised_at=now,
        raised_by=by.key,
    )  # fmt: skip
    _arrive(made, rules.first, made.council_id, why="", by=by, now=now)
    record(
        at=now, by=by, verb="assurance.escalation.raised", subject=f"{SUBJECT}:{made.pk}",
        playbook=rules.reference, need=said.need, contract=said.contract, place=place.pk,
        needed_by=said.needed_by.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def pass_up(number: int, *, why: str, by: Actor, now: datetime) -> EscalationStep:
    """Pass it to the next rung. Raise `NotAtYourDesk`, `SayWhyUp`, `AtTheTop`, `IsOver`."""
    found, step = _at_desk(number, by=by, now=now)
    if not why.strip():
        raise refusals.SayWhyUp
    rung = escalation_rules(local_day(found.raised_at)).above(step.rung)
    if rung is None:
        raise refusals.AtTheTop
    area, rung = _desk_of(found, rung, now=now)
    made = _arrive(found, rung, area, why=why.strip(), by=by, now=now)
    record(
        at=now, by=by, verb="assurance.escalation.passed-up", subject=f"{SUBJECT}:{found.pk}",
        why=why.strip()[:500], rung=rung.code, area=area,
    )  # fmt: skip
    return made


@transaction.atomic
def say_outcome(number: int, *, outcome: str, text: str, by: Actor, now: datetime) -> EscalationOutcome:
    """Say what came of it at the rung it is at. Raise `NotAtYourDesk`, `CannotSay`, `IsOver`."""
    found, step = _at_desk(number, by=by, now=now)
    kind = escalation_rules(local_day(found.raised_at)).outcomes.get(outcome)
    if kind is None or not text.strip():
        raise refusals.CannotSay
    made = EscalationOutcome.objects.create(
        step=step, outcome=outcome, settles=kind.settles, refuses=kind.refuses, text=text.strip(), at=now,
        by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.escalation.answered", subject=f"{SUBJECT}:{found.pk}",
        why=text.strip()[:500], outcome=outcome, rung=step.rung,
    )  # fmt: skip
    return made


def _arrive(
    found: Escalation, rung: Rung, area: str | None, *, why: str, by: Actor, now: datetime
) -> EscalationStep:
    made = EscalationStep.objects.create(
        escalation=found, rung=rung.code, area_id=area, why=why, at=now, answer_by=rung.answer_by(now),
        by=by.key,
    )  # fmt: skip
    tell_desk(made, rung, by=by, now=now)
    return made


def _desk_of(found: Escalation, rung: Rung, *, now: datetime) -> tuple[str | None, Rung]:
    """Whose desk a rung is for this council; a council in no forum goes on to the rung above."""
    if not rung.area:
        return None, rung
    over = holders([found.council_id], rung.area, on=local_day(now)).get(found.council_id, [])
    if over:
        return over[0], rung
    above = escalation_rules(local_day(found.raised_at)).above(rung.code)
    if above is None:
        raise refusals.AtTheTop
    return _desk_of(found, above, now=now)


def _at_desk(number: int, *, by: Actor, now: datetime) -> tuple[Escalation, EscalationStep]:
    """What is to be settled and its rung, for who settles it there."""
    queries.escalations(by.scope, now=now).get(pk=number)
    Escalation.objects.select_for_update().get(pk=number)
    seen = queries.escalation(by.scope, number, now=now)
    step: EscalationStep = seen.steps_by_then[-1]
    if not queries.is_at_desk(by.scope, step.area_id):
        raise refusals.NotAtYourDesk
    if seen.state == "met":
        raise refusals.IsOver("This need is met. Ask again if it is back.")
    return seen, step
