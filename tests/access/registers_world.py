"""The registers of assurance for the world of the matrix: Northham's plan, its reviews, a model plan."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from junction.assurance.operations.easements import Decision, decide_stage
from junction.assurance.operations.heard import Said, write_heard
from junction.assurance.operations.learning import Held, Outbreak, hold_review, open_review
from junction.assurance.operations.lessons import Learned, Shared, add_lesson, share_lesson
from junction.assurance.operations.model_plans import publish_model
from junction.assurance.operations.plans import Known, register_plan
from junction.assurance.operations.practice import Practice, review_practice
from junction.assurance.operations.reviews import Found, ask_review, finish_review, write_finding
from junction.assurance.rules.parties import Party
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.people.queries import system_actor
from junction.record.operations.confirmations import Asked, Letter, ask_confirmation, confirm


def make_registers(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by, today = system_actor("matrix"), local_day(now)
    known = Known(
        "council", Party(area=world.north.code), "held", on=today, owner="Head of resilience of Northham"
    )
    plan = register_plan(known, by=by, now=now).plan_id
    asked = {"reviewers": [("Regional lead", "DHSC")], "due_on": today, "by": by, "now": now}
    done = ask_review(plan, **asked)
    write_finding(done.pk, Found("roles", "weak", "Deputies of Northham are missing"), by=by, now=now)
    finish_review(done.pk, depth=1, summary="Name deputies", by=by, now=now)
    begun = ask_review(plan, **asked)
    write_finding(begun.pk, Found("roles", "weak", "None"), by=by, now=now)
    eased = Decision(world.north.code, "3", today, reason="Northham has too few social workers")
    north = Party(area=world.north.code)
    told = Said(north, "A nurse", "Northham turns carers away", "B", "3", today, True)
    kept = Said(north, "A driver", "Vans wait for hours", "C", "4", today)
    return {
        "heard_id": write_heard(told, by=by, now=now).pk,
        "unshared_id": write_heard(kept, by=by, now=now).pk,
        "plan_id": plan, "review_id": done.pk, "open_review_id": begun.pk,
        "model_id": publish_model(plan, why="Short", by=by, now=now).pk,
        "easement_id": decide_stage(eased, by=by, now=now).pk,
        **learned_of(world, by=by, now=now),
        "confirmation_request_id": letters_of(world, by=by, now=now),
    }  # fmt: skip


def letters_of(world: SimpleNamespace, *, by: Actor, now: datetime) -> int:
    """A letter that Northham is asked for, and sent."""
    today, north = local_day(now), world.north.code
    asked = Asked("Letter", "That Northham has a plan", "council", today, area=north)
    request = ask_confirmation(asked, by=by, now=now)
    confirm(request.pk, Letter(north, today, today, "Clerk of Northham"), by=by, now=now)
    return request.pk


def learned_of(world: SimpleNamespace, *, by: Actor, now: datetime) -> dict[str, Any]:
    """An outbreak at home Ash, its review, a lesson kept and one shared with all; a week of practice."""
    today = local_day(now)
    began = today - timedelta(days=30)
    outbreak = Outbreak("covid", began, today, "Ashwick shared staff with another home")
    review = open_review(world.ash.pk, outbreak, by=by, now=now).review_id
    hold_review(review, Held(today, ("manager",), "Pat of Ashwick"), by=by, now=now)
    told, kept = (
        add_lesson(review, Learned(text, "staffing", ("homes",)), by=by, now=now).lesson_id
        for text in ("Agencies lend staff to many homes", "Keep gowns by the door")
    )
    shared = Shared("national", "forum", "Forum of forums", "Quality lead", today)
    week = Practice(world.north.code, today, ("audit",), "Northham has thin files", "psw")
    return {
        "learning_id": review, "lesson_id": told, "kept_lesson_id": kept,
        "share_id": share_lesson(told, shared, by=by, now=now).pk,
        "practice_id": review_practice(week, by=by, now=now).pk,
    }  # fmt: skip
