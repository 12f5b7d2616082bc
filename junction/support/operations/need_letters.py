"""Tell people their reference and their private link, in the ways they said are safe, in words
that say nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.messages.texts import in_language
from junction.core.scope import Actor

from ..models import Need
from ..rules.keeping import keeping_on
from .carried import have_carried

CARRIED = "support/need_word"  # no link: what opens their page is not kept
STATED = {"sms": "support/need_text", "email": "support/need_email"}


def tell_stated(made: Iterable[Any], *, by: Actor, now: datetime) -> int:
    """Queue one message to each person by each way that is safe; return how many. A step of stating needs."""
    letters: dict[str, list[Letter]] = {}
    told = list(made)
    have_carried(((one.need, CARRIED, {}) for one in told), by=by, now=now)
    for one in told:
        for channel, to in one.need.person.safe_ways if one.need.person else ():
            name = in_language(STATED[channel], one.need.person.language)
            letters.setdefault(name, []).append(_stated(one, to, channel, now))
    return sum(queue_many(name, found, by=by, now=now) for name, found in letters.items())


def _stated(one: Any, to: str, channel: str, now: datetime) -> Letter:
    link = settings.PUBLIC_ADDRESS + reverse("support:need-page", args=[one.token])
    plain = {"product": settings.PRODUCT["name"], "reference": one.need.reference}
    useful = timedelta(days=keeping_on(local_day(now)).link_useful_days)
    words = Words(plain=plain, sealed={"link": link}, useful_until=now + useful)
    return Letter(to, words, f"need:{one.need.pk}", channel)


def tell_person(need: Need, template: str, *, by: Actor, now: datetime, **more: str) -> int:
    """Queue a message of few words to a person by the first way that is safe, in their language where it is
    translated; return how many (0 or 1). Where none may go, the desk has it on its list to post or to leave.
    """
    person = need.person
    have_carried([(need, template, more)], by=by, now=now)
    for channel, to in person.safe_ways[:1] if person else ():
        plain = {"product": settings.PRODUCT["name"], "reference": need.reference, **more}
        words = Words(plain=plain | {"is_email": channel == "email"})
        name = in_language(template, person.language if person else "")
        return queue_many(name, [Letter(to, words, f"need:{need.pk}", channel)], by=by, now=now)
    return 0
