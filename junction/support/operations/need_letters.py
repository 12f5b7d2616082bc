"""Tell people their reference and their private link, in the ways they said are safe, in words
that say nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.messages.texts import in_language
from junction.core.scope import Actor

from ..models import Need

USEFUL = timedelta(days=2)
STATED = {"sms": "support/need_text", "email": "support/need_email"}


def tell_stated(made: Iterable[Any], *, by: Actor, now: datetime) -> int:
    """Queue one message to each person by each way that is safe; return how many. A step of stating needs."""
    letters: dict[str, list[Letter]] = {}
    for one in made:
        for channel, to in one.need.person.safe_ways if one.need.person else ():
            name = in_language(STATED[channel], one.need.person.language)
            letters.setdefault(name, []).append(_stated(one, to, channel, now))
    return sum(queue_many(name, found, by=by, now=now) for name, found in letters.items())


def _stated(one: Any, to: str, channel: str, now: datetime) -> Letter:
    link = settings.PUBLIC_ADDRESS + reverse("support:need-page", args=[one.token])
    plain = {"product": settings.PRODUCT["name"], "reference": one.need.reference}
    words = Words(plain=plain, sealed={"link": link}, useful_until=now + USEFUL)
    return Letter(to, words, f"need:{one.need.pk}", channel)


def tell_person(need: Need, template: str, *, by: Actor, now: datetime, **more: str) -> int:
    """Queue a message of few words to a person by the first way that is safe, in their language where it is
    translated; return how many (0 or 1).
    """
    person = need.person
    for channel, to in person.safe_ways[:1] if person else ():
        plain = {"product": settings.PRODUCT["name"], "reference": need.reference, **more}
        words = Words(plain=plain | {"is_email": channel == "email"})
        name = in_language(template, person.language if person else "")
        return queue_many(name, [Letter(to, words, f"need:{need.pk}", channel)], by=by, now=now)
    return 0
