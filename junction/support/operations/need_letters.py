"""Tell people their reference and their private link, in the ways they said are safe, in words
that say nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.scope import Actor

USEFUL = timedelta(days=2)


def tell_stated(made: Iterable[Any], *, by: Actor, now: datetime) -> int:
    """Queue one message to each person by each way that is safe; return how many. A step of stating needs."""
    texts, emails = [], []
    for one in made:
        person = one.need.person
        if person is None:
            continue
        if person.may_text and person.phone:
            texts.append(_letter(one, person.phone, "sms", now))
        if person.may_email and person.email:
            emails.append(_letter(one, person.email, "email", now))
    sent = queue_many("support/need_text", texts, by=by, now=now)
    return sent + queue_many("support/need_email", emails, by=by, now=now)


def _letter(one: Any, to: str, channel: str, now: datetime) -> Letter:
    link = settings.PUBLIC_ADDRESS + reverse("support:need-page", args=[one.token])
    plain = {"product": settings.PRODUCT["name"], "reference": one.need.reference}
    words = Words(plain=plain, sealed={"link": link}, useful_until=now + USEFUL)
    return Letter(to, words, f"need:{one.need.pk}", channel)


def tell_person(need: Any, template: str, *, by: Actor, now: datetime, **more: str) -> int:
    """Queue a message of few words to a person by the first way that is safe; return how many (0 or 1)."""
    person = need.person
    if person is None or person.erased_at is not None:
        return 0
    ways = (("sms", person.may_text, person.phone), ("email", person.may_email, person.email))
    found = [(channel, to) for channel, is_safe, to in ways if is_safe and to][:1]
    plain = {"product": settings.PRODUCT["name"], "reference": need.reference, **more}
    letters = [
        Letter(to, Words(plain=plain | {"is_email": channel == "email"}), f"need:{need.pk}", channel)
        for channel, to in found
    ]
    return queue_many(template, letters, by=by, now=now)
