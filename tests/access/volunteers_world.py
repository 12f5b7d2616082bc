"""Volunteers for the world of the matrix: a scheme of Northham, one of theirs with a check, a task and an
offer.

Northham's charity asks for volunteers; some are lent to Southham, and
one is not sent to somebody again.
"""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from junction.core.scope import ANONYMOUS
from junction.people.queries import system_actor
from junction.registry.models import Place
from junction.support.models import Exclusion, Need, Task, TaskOffer, Volunteer
from junction.support.operations.demand import Asked, state_demand
from junction.support.operations.exclusions import exclude
from junction.support.operations.loan_consent import answer_loan
from junction.support.operations.loans import Lending, agree_loan, offer_loan
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.volunteer_own import go_on_duty
from junction.support.operations.volunteer_vetting import see_check
from junction.support.operations.volunteers import add_scheme, sign_up
from junction.support.rules.signing_up import CheckTold, SignUp


def make_volunteers(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make them; return what stands in addresses for them."""
    by = system_actor("matrix")
    Place.objects.filter(pk=world.ash.pk).update(
        latitude=53.4, longitude=-2.3, amending_at=now
    )  # says where its postcode lies
    north = add_scheme("Northham Together", area=world.north.code, by=by, now=now)
    south = add_scheme("Southham Together", area=world.south.code, by=by, now=now)
    asked = SignUp("Vera of Northham", email="vera@people.example", postcode=world.ash.postcode,
                   skills=["errands", "lifting"], may_be_lent=True)  # fmt: skip
    one = Volunteer.objects.get(pk=sign_up(asked, by=ANONYMOUS, now=now).volunteer)
    Volunteer.objects.filter(pk=one.pk).update(state="active", confirmed_at=now)
    one.refresh_from_db()
    check = see_check(
        one.pk, CheckTold("identity", "Post Office", now.date() - timedelta(days=10)), by=by, now=now
    )
    go_on_duty(one, until=now + timedelta(days=2), by=by, now=now)
    ends = (now + timedelta(days=20)).date()
    begins = now.date() + timedelta(days=10)
    lending = Lending(north.pk, south.pk, 1, begins, ends)
    loan, offered = (offer_loan(lending, by=by, now=now) for _ in range(2))
    agree_loan(loan.pk, by=by, now=now)
    lent = loan.volunteers.get()
    answer_loan(lent.pk, one, yes=True, by=by, now=now)
    demand = state_demand(
        Asked(f"organisation:{world.charity.pk}", "packing", 1, now, now + timedelta(days=2), "Beck Hall",
              world.ash.postcode, "Pack parcels", "Bea"), by=by, now=now,
    )  # fmt: skip
    run = match(ask_matching(world.north.code, by=by, now=now).pk, by=by, now=now)
    assert run is not None
    task = Task.objects.get(demand=demand)
    assert TaskOffer.objects.filter(volunteer=one).exists() or task.state == "open"
    kept = _excluded(world, one, now=now)
    return {
        "volunteer_id": one.pk, "check_id": check.pk, "task_id": task.pk, "matching_id": run.pk,
        "demand_id": demand.pk, "loan_id": loan.pk, "own_loan_id": offered.pk, "lent_id": lent.pk,
        "scheme_id": north.pk, "other_scheme_id": south.pk,
        "asker_north": f"organisation:{world.hub.pk}",
        "exclusion_id": kept.pk, "excluded_task_id": kept.task_id, **_asked_and_given(task, one, now=now),
    }  # fmt: skip


def _asked_and_given(task: Task, one: Volunteer, *, now: datetime) -> dict[str, int]:
    """A task they are asked to do, and one they have."""
    waiting = {"offered_at": now, "until": now + timedelta(days=1), "answer": "waiting", "playbook": "matrix"}
    offer, _ = TaskOffer.objects.get_or_create(task=task, volunteer=one, defaults=waiting)
    Task.objects.filter(pk=task.pk).update(state="offered", state_at=now)
    theirs = Task.objects.get(pk=task.pk)
    theirs.pk, theirs.state, theirs.volunteer = None, "accepted", one
    theirs.save()
    more = waiting | {"answer": "accepted", "answered_at": now}
    TaskOffer.objects.create(task=theirs, volunteer=one, **more)
    return {"waiting_offer_id": offer.pk, "theirs_task_id": theirs.pk}


def _excluded(world: SimpleNamespace, one: Volunteer, *, now: datetime) -> Exclusion:
    """Somebody of Northham who would not have them again."""
    need = Need.objects.filter(area=world.north, person__isnull=False).earliest("pk")
    task = Task.objects.create(
        need=need, area=world.north, kind="shopping", longitude=-2.3, latitude=53.4, skills=0, level=1,
        opens_at=now, closes_at=now + timedelta(days=2), minutes=60, limit_km=10, priority=2, state_at=now,
        made_at=now, made_by="matrix", playbook="matrix",
    )  # fmt: skip
    TaskOffer.objects.create(
        task=task, volunteer=one, offered_at=now, until=now, answer="lapsed", playbook="matrix"
    )
    return exclude(task.pk, one.pk, side="person", reason="manner", by=system_actor("matrix"), now=now)
