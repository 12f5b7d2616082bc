"""Play a review whose reviewer may sign in: the regional team is asked to look at a plan of a council.

One finding is written; the rest is left to whoever tries it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from junction.assurance.operations.reviews import Found, ask_review, write_finding
from junction.assurance.queries.addressees import who_reviews
from junction.assurance.queries.plans import entries
from junction.assurance.queries.reviews import reviews
from junction.assurance.rules.plan_book import plan_rules
from junction.core.scope import Actor
from junction.people.queries import actor_of_key, memberships

from ..rules.answers import moment
from ..rules.plan import Plan
from .assuring import REVIEWER

DAYS_AGO, DUE_IN = 3, 4
FOUND = Found(
    "roles", "weak", "Posts are named, and no deputies: nobody knows who decides at night", "Section 2"
)


def play_reviewing(plan: Plan, *, by: Actor, now: datetime) -> int:
    """Ask for the review and write its first finding; return how many reviews were asked for."""
    asked = moment(plan.last_day - timedelta(days=DAYS_AGO), 10 * 60)
    region = memberships(by.scope, now=asked).filter(role="region", area=plan.region, user__is_active=True)
    number = region.order_by("pk").values_list("user_id", flat=True).first()
    who = actor_of_key(f"user:{number}", now=asked) if number else None
    there = [code for code, state in plan_rules(plan.last_day).states.items() if state.is_there]
    under_way = reviews(by.scope).filter(finished_at=None).order_by().values("entry")
    held = entries(by.scope).filter(state__in=there, plan__area__isnull=False).exclude(pk__in=under_way)
    for one in held.order_by("pk"):
        if who and who.key in dict(who_reviews(by.scope, one.plan.reviewed_in, now=asked)):
            made = ask_review(
                one.plan_id, reviewers=[("Regional lead", "Regional team")],
                due_on=plan.last_day + timedelta(days=DUE_IN), accounts=[who.key],
                by=replace(by, key=REVIEWER), now=asked,
            )  # fmt: skip
            write_finding(made.pk, FOUND, by=who, now=asked + timedelta(days=1))
            return 1
    return 0
