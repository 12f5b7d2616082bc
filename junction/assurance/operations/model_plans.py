"""Publish a plan as one to learn from, take it back, and say that one was used."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import ModelPlan, Reuse
from ..queries import plans as queries
from ..queries.reach import ANSWER, REVIEW, reaches
from ..rules.parties import Party
from ..rules.plan_book import plan_rules
from . import register_refusals as refusals


@transaction.atomic
def publish_model(plan_id: int, *, why: str, by: Actor, now: datetime) -> ModelPlan:
    """Show a held plan's title and why it is worth reading to everybody. Raise `NotHeld`, `SayWhy`."""
    entry = queries.entry(by.scope, plan_id)
    plan = entry.plan
    if not reaches(by.scope, Party(plan.area_id, plan.organisation_id, plan.place_id), REVIEW):
        raise refusals.NotYoursToReview
    if not why.strip():
        raise refusals.SayWhy
    if not plan_rules(local_day(now)).states[entry.state].is_there:
        raise refusals.NotHeld
    made = ModelPlan.objects.create(
        entry=entry, title=entry.title, why=why.strip(), published_at=now, published_by=by.key
    )
    record(at=now, by=by, verb="assurance.model.published", subject=f"plan:{plan_id}", why=why, model=made.pk)
    return made


@transaction.atomic
def withdraw_model(model_id: int, *, why: str, by: Actor, now: datetime) -> ModelPlan:
    """Take it back. Raise `AlreadyEnded`, `SayWhy`."""
    found = queries.model_plans(by.scope).get(pk=model_id)
    plan = found.entry.plan
    if not reaches(by.scope, Party(plan.area_id, plan.organisation_id, plan.place_id), REVIEW):
        raise refusals.NotYoursToReview
    if not why.strip():
        raise refusals.SayWhy
    ModelPlan.objects.filter(pk=found.pk, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by.key, withdrawn_why=why.strip()
    )
    record(
        at=now, by=by, verb="assurance.model.withdrawn", subject=f"plan:{plan.pk}", why=why, model=found.pk
    )
    return found


@transaction.atomic
def say_reused(model_id: int, party: Party, *, said: str, by: Actor, now: datetime) -> Reuse:
    """Say that a party used a model for its own plan. Raise `NotYours`, `AlreadyEnded`."""
    found = queries.model_plans(by.scope).get(pk=model_id)
    if not reaches(by.scope, party, ANSWER):
        raise refusals.NotYours
    made, is_new = Reuse.objects.get_or_create(
        model_plan=found, **party.columns,
        defaults={"said": said.strip(), "recorded_at": now, "recorded_by": by.key},
    )  # fmt: skip
    if not is_new:
        raise refusals.AlreadyEnded("You have said already that you used it.")
    record(at=now, by=by, verb="assurance.model.reused", subject=f"model:{found.pk}", party=party.key)
    return made
