"""Write to who reviews a plan: when it is given to them, nearly due, due, late, due again.

And to the owner of the plan before the right of reply runs out. Each stage once for each person, and a letter
a day of a review at most.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.pages.words import day as in_words
from junction.core.personal.operations import keep
from junction.core.scope import Actor
from junction.people.queries import keys_of_one_person, system_actor

from ..models import Review, ReviewReminder
from ..queries import reviews as queries
from ..queries.addressees import addresses_of, who_answers
from ..rules.parties import Party
from ..rules.reviews import Stage, review_rules, stage_of

TEMPLATE = "assurance/review"
HOUSE = system_actor("letters")  # who reviews for another desk is not in sight of who asks
SAID: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.ASSIGNED: "You are asked to review a plan",
        Stage.DUE_SOON: "A review of yours is nearly due",
        Stage.DUE: "A review of yours is due today",
        Stage.LATE: "A review of yours is late",
        Stage.REPLY_ENDS: "The right to reply to a review of your plan runs out",
        Stage.AGAIN_DUE: "A plan you reviewed is due to be looked at again",
    }
)


def tell_assigned(review: Review, *, by: Actor, now: datetime) -> int:
    """Write to whoever was chosen that a review is theirs; return to how many."""
    return sum(_tell(review, Stage.ASSIGNED, key, by=by, now=now) for key in review.accounts)


def tell_of_reviews(*, by: Actor, now: datetime) -> int:
    """Write what is to be told today; return how many letters."""
    found = queries.to_tell(by.scope).values_list("pk", flat=True)
    return sum(_tell_of(number, by=by, now=now) for number in list(found))


@transaction.atomic
def _tell_of(number: int, *, by: Actor, now: datetime) -> int:
    """Under the lock of the review: two jobs of one day send one letter."""
    review, day = queries.review(by.scope, number, lock=True), local_day(now)
    stage = stage_of(review.facts(), review_rules(local_day(review.asked_at)), day=day)
    if stage is None:
        return 0
    to = list(review.accounts)
    if stage is Stage.REPLY_ENDS:
        to = _owners(review, now=now)
    return sum(_tell(review, stage, key, by=by, now=now) for key in to)


def _owners(review: Review, *, now: datetime) -> list[str]:
    """Return who may reply: no reviewer replies to themselves."""
    plan = review.entry.plan
    party = Party(plan.area_id, plan.organisation_id, plan.place_id)
    reviewed = {one for key in [*review.accounts, review.asked_by] for one in keys_of_one_person(key)}
    return [key for key in who_answers(HOUSE.scope, party, now=now) if key not in reviewed]


def _tell(review: Review, stage: Stage, key: str, *, by: Actor, now: datetime) -> bool:
    rules = review_rules(local_day(review.asked_at))
    if rules.reminders is None:
        return False
    told = review.reminders.filter(to=key)
    today = any(local_day(one.sent_at) == local_day(now) for one in told)
    address = addresses_of(HOUSE.scope, [key], now=now).get(key, "")
    if today or not address or told.filter(stage=stage).exists():
        return False
    ReviewReminder.objects.create(review=review, stage=stage, to=key, sent_at=now)
    until = local_day(now) + rules.reminders.forget_address_after
    to = keep(address, kind="email", by=by, now=now, retention_until=until)
    about = f"review:{review.pk}"
    queue(TEMPLATE, to=to, channel="email", by=by, now=now, words=_words(review, stage), subject=about)
    record(
        at=now,
        by=by,
        verb="assurance.review.told",
        subject=about,
        playbook=rules.reference,
        stage=stage,
        to=key,
    )
    return True


def _words(review: Review, stage: Stage) -> Words:
    plain: dict[str, Any] = {
        "product": settings.PRODUCT["name"], "what": SAID[stage], "plan": review.entry.title,
        "due": in_words(review.due_on),
        "link": settings.PUBLIC_ADDRESS + reverse("assurance:review", args=[review.pk]),
    }  # fmt: skip
    return Words(plain=plain)
