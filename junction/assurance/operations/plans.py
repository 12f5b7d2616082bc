"""Write down what is known of a plan: held, promised, only heard of. One plan, one current entry."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.record.queries.documents import document

from ..models import Plan, PlanEntry
from ..queries import plans as queries
from ..queries.reach import ANSWER, REVIEW, reaches
from ..rules.parties import Party
from ..rules.plan_book import PlanRules, plan_rules
from . import register_refusals as refusals

SAME = ("state", "title", "version", "owner", "parent_id", "document_id", "on", "source")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a party's plan of one kind."""

    kind: str
    party: Party
    state: str
    title: str = ""
    version: str = ""
    owner: str = ""
    parent: int | None = None
    document: int | None = None
    on: date | None = None
    source: str = ""


@transaction.atomic
def register_plan(known: Known, *, by: Actor, now: datetime) -> PlanEntry:
    """Write down what is known of a plan; what is known already changes nothing.

    Raise `NotYours`, `CannotRegister`, `SaySince`, `SayWhoSaid`, `StillToCome` or `BelowItself`.
    """
    rules = plan_rules(local_day(now))
    _refuse_strangers(known, by=by)
    _refuse_unsound(known, rules, today=local_day(now))
    made, _ = Plan.objects.get_or_create(
        kind=known.kind, **known.party.columns, defaults={"added_at": now, "added_by": by.key}
    )
    plan = Plan.objects.select_for_update().get(pk=made.pk)
    _refuse_circle(plan, known.parent, rules)
    entry = _entry(plan, known, rules, by=by, now=now)
    current = plan.entries.filter(superseded_at=None).first()
    if current and all(getattr(current, name) == getattr(entry, name) for name in SAME):
        return current
    plan.entries.filter(superseded_at=None).update(superseded_at=now)
    entry.save()
    record(
        at=now, by=by, verb="assurance.plan.registered", subject=f"plan:{plan.pk}", playbook=rules.reference,
        kind=plan.kind, party=known.party.key, state=entry.state, version=entry.version,
        parent=entry.parent_id, document=entry.document_id,
    )  # fmt: skip
    return entry


def _entry(plan: Plan, known: Known, rules: PlanRules, *, by: Actor, now: datetime) -> PlanEntry:
    return PlanEntry(
        plan=plan, state=known.state, title=known.title.strip()[:200] or rules.kinds[known.kind].title,
        version=known.version.strip()[:60], owner=known.owner.strip()[:200], parent_id=known.parent,
        document_id=known.document, on=known.on, source=known.source.strip()[:300],
        playbook=rules.reference, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip


def _refuse_strangers(known: Known, *, by: Actor) -> None:
    """Let in who answers for the party, who reviews it, and who answers for the plan it stands below."""
    own = reaches(by.scope, known.party, ANSWER) or reaches(by.scope, known.party, REVIEW)
    above = known.parent is not None and known.party.organisation is not None
    if not own and not (above and _holds(known.parent, by=by)):
        raise refusals.NotYours
    if known.parent is not None:
        queries.plan(by.scope, known.parent)  # out of reach it does not exist
    if known.document is not None:
        document(by.scope, known.document)


def _holds(plan_id: int | None, *, by: Actor) -> bool:
    held = queries.plans(by.scope, permission=ANSWER)
    return plan_id is not None and held.filter(pk=plan_id).exists()


def _refuse_unsound(known: Known, rules: PlanRules, *, today: date) -> None:
    kind, state = rules.kinds.get(known.kind), rules.states.get(known.state)
    if kind is None or state is None or not kind.fits(known.party):
        raise refusals.CannotRegister
    if known.state in ("held", "promised") and known.on is None:
        raise refusals.SaySince
    if known.state != "held" and not known.source.strip():
        raise refusals.SayWhoSaid
    if known.state == "held" and known.on and known.on > today:
        raise refusals.StillToCome


def _refuse_circle(plan: Plan, parent: int | None, rules: PlanRules) -> None:
    if parent is None:
        return
    above = _lines_up(parent, most=rules.most_levels)
    if plan.pk in above or len(above) > rules.most_levels:
        raise refusals.BelowItself


def _lines_up(plan_id: int, *, most: int) -> list[int]:
    """Return a plan and those above it, in reach or not; at most so many, so that a circle ends."""
    found = [plan_id]
    while len(found) <= most:
        above = PlanEntry.objects.filter(plan=found[-1], superseded_at=None).values_list("parent", flat=True)
        parent = above.first()
        if parent is None:
            break
        found.append(parent)
    return found
