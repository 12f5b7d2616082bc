"""Letters about referrals: to the service, to the call taker, and in safe ways and few words to the person.

No letter says who is referred: a service reads that on its own page, where reading it is in the log.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor

from ..models import Referral
from ..queries.keepers import answering
from ..queries.offer_desks import address_of
from ..queries.referrals import SUBJECT
from ..rules.referrals import referral_rules
from .need_letters import tell_person


def tell_sent(one: Referral, *, by: Actor, now: datetime) -> None:
    """Write to the service that it has something to answer, and to the person that it was asked."""
    _tell_service(one, "referral_sent", by=by, now=now)
    tell_person(one.need, "support/referral_asked", by=by, now=now)


def tell_answered(one: Referral, *, is_left: bool, by: Actor, now: datetime) -> None:
    """Write to the call taker what came of it; to the person when they are helped, or when nobody is left."""
    _write([address_of(by.scope, one.sent_by, now=now)], "referral_answered", one, by=by, now=now)
    if one.state == Referral.State.ACCEPTED:
        tell_person(one.need, "support/referral_taken", by=by, now=now)
    elif is_left:
        tell_person(one.need, "support/referral_again", by=by, now=now)


def tell_over(one: Referral, *, by: Actor, now: datetime) -> None:
    """Write to the service that there is nothing more to answer."""
    _tell_service(one, "referral_over", by=by, now=now)


def _tell_service(one: Referral, template: str, *, by: Actor, now: datetime) -> None:
    people = answering(by.scope, one.keeper_id, one.council_id, now=now)
    if one.service.email and not one.keeper_id:
        people = [one.service.email]
    _write(people, template, one, by=by, now=now)


def _write(to: Iterable[str], template: str, one: Referral, *, by: Actor, now: datetime) -> None:
    rules = referral_rules(local_day(one.sent_at))
    plain = {
        "product": settings.PRODUCT["name"], "reference": one.reference, "service": one.service.name,
        "need": one.need.reference, "by": in_words(one.limit_at), "state": one.state,
        "why": rules.reasons.get(one.declined_why, ""),
        "link": settings.PUBLIC_ADDRESS + reverse("support:referral", args=[one.pk]),
    }  # fmt: skip
    addresses = [address for address in to if address]
    until = rules.keep_until(local_day(now))
    keys = keep_many(addresses, kind="email", by=by, now=now, retention_until=until) if addresses else []
    letters = [Letter(key, Words(plain=plain), f"{SUBJECT}:{one.pk}") for key in keys]
    queue_many(f"support/{template}", letters, by=by, now=now)
