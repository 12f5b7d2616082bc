"""Tell whoever asked what became of it, at every step: by email, or by text where only a mobile was left.

The words name the request by its number and the items by theirs; who asked stays under its key. Where
neither an email nor a mobile was left there is no message: the page of the request says so to who decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.pages.words import moment as in_words
from junction.core.personal.queries import values
from junction.core.scope import Actor

from ..models import Discrepancy, EmergencyRequest, Order
from .chains import beginnings

# What happened, in one sentence; what is in braces comes from whoever tells.
STEPS: Mapping[str, str] = {
    "received": "We have it. It is decided by {by}.",
    "taken": "Somebody is looking at it now.",
    "approved": "It is approved. Everything asked for is set aside at {depot}.",
    "in part": "It is approved in part. What was granted is set aside at {depot}. {rest}",
    "refused": "It was not approved: {why}. {rest}",
    "cut": "Less can be sent than was granted. {why} What is still needed goes on.",
    "sent on": "It has gone to another route: {route}. {why} It is decided there by {by}.",
    "kept": "No other route was left to try. It is kept as a supply problem until somebody has solved it.",
    "withdrawn": "It was withdrawn.",
    "dispatched": "It is on its way.",
    "delivered": "It was delivered.",
}
MOBILES = ("07", "+447", "00447")


@dataclass(frozen=True, slots=True)
class News:
    """What happened to one order, with the words its sentence wants."""

    order_id: int
    step: str
    by_when: datetime | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> str:
        """Return it in one sentence or two."""
        words = {"by": in_words(self.by_when) if self.by_when else "", "rest": "", **self.words}
        why = words.get("why", "").rstrip(". ")
        words["why"] = f"{why}." if why and self.step != "refused" else why
        return " ".join(STEPS[self.step].format(**words).split())


def tell(
    order: Order, step: str, *, by: Actor, now: datetime, by_when: datetime | None = None, **words: str
) -> bool:
    """Queue one message to whoever asked for the first order of the chain; False when none can go."""
    return bool(tell_many([News(order.pk, step, by_when, words)], by=by, now=now))


def tell_all(order_ids: Iterable[int], step: str, *, by: Actor, now: datetime) -> int:
    """Tell who asked for any of many orders; most of them began with no request, and cost one statement."""
    replaces = Discrepancy.objects.filter(replaced_by__in=(ids := list(order_ids))).values("replaced_by")
    asked_for = Q(route=Order.Route.EMERGENCY) | Q(sent_on_from__isnull=False) | Q(pk__in=replaces)
    found = Order.objects.filter(asked_for, pk__in=ids).order_by("pk").values_list("pk", flat=True)
    return tell_many([News(pk, step) for pk in found], by=by, now=now)


def tell_many(news: Sequence[News], *, by: Actor, now: datetime) -> int:
    """Tell whoever asked first of each of these orders, in as many statements as of one; return how many."""
    if not news:
        return 0
    began = beginnings({one.order_id for one in news})
    asked = EmergencyRequest.objects.in_bulk(set(began.values()))
    numbers = values([one.contact for one in asked.values() if not one.email])
    letters: dict[str, list[Letter]] = {"email": [], "sms": []}
    for one in news:
        request = asked.get(began[one.order_id])
        to, channel = _way_to(request, numbers) if request else ("", "")
        if request and to:
            words, subject = Words(plain=_plain(request, one)), f"order:{request.order_id}"
            letters[channel].append(Letter(to, words, subject, channel))
    return sum(
        queue_many(f"supply/emergency_{'email' if channel == 'email' else 'text'}", those, by=by, now=now)
        for channel, those in letters.items()
    )


def _plain(asked: EmergencyRequest, news: News) -> dict[str, object]:
    return {
        "product": settings.PRODUCT["name"],
        "number": asked.order_id,
        "said": news.said(),
        "link": settings.PUBLIC_ADDRESS + reverse("supply:emergency-request", args=[asked.order_id]),
    }


def _way_to(asked: EmergencyRequest, numbers: Mapping[str, str]) -> tuple[str, str]:
    if asked.email:
        return asked.email, "email"
    number = numbers.get(asked.contact, "").replace(" ", "")
    return (asked.contact, "sms") if number.startswith(MOBILES) else ("", "")
