"""Tell whoever asked what became of it, at every step: by email, or by text where only a mobile was left.

The words name the request by its number and the items by theirs; who asked stays under its key. Where
neither an email nor a mobile was left there is no message: the page of the request says so to who decides.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from junction.core.messages.operations import Words, queue
from junction.core.pages.words import moment as in_words
from junction.core.personal.queries import value
from junction.core.scope import Actor

from ..models import EmergencyRequest, Order

# What happened, in one sentence; what is in braces comes from whoever tells.
STEPS: Mapping[str, str] = {
    "received": "We have it. It is decided by {by}.",
    "taken": "Somebody is looking at it now.",
    "approved": "It is approved. Everything asked for is set aside at {depot}.",
    "in part": "It is approved in part. What was granted is set aside at {depot}. {rest}",
    "refused": "It was not approved: {why}. {rest}",
    "sent on": "It has gone to another route: {route}. {why} It is decided there by {by}.",
    "kept": "No other route was left to try. It is kept as a supply problem until somebody has solved it.",
    "withdrawn": "It was withdrawn.",
    "dispatched": "It is on its way.",
    "delivered": "It was delivered.",
}
MOBILES = ("07", "+447", "00447")


def tell(
    order: Order, step: str, *, by: Actor, now: datetime, by_when: datetime | None = None, **words: str
) -> bool:
    """Queue one message to whoever asked for the first order of the chain; False when none can go."""
    asked = _first_request(order)
    if asked is None:
        return False
    to, channel = _way_to(asked)
    if not to:
        return False
    if why := words.get("why", "").rstrip(". "):
        words["why"] = why if step == "refused" else f"{why}."
    said = STEPS[step].format(**{"by": in_words(by_when) if by_when else "", "rest": "", "why": "", **words})
    plain = {
        "product": settings.PRODUCT["name"],
        "number": asked.order_id,
        "said": " ".join(said.split()),
        "link": settings.PUBLIC_ADDRESS + reverse("supply:emergency-request", args=[asked.order_id]),
    }
    template = f"supply/emergency_{'email' if channel == 'email' else 'text'}"
    queue(template, to=to, channel=channel, by=by, now=now, words=Words(plain=plain),
          subject=f"order:{asked.order_id}")  # fmt: skip
    return True


def tell_all(order_ids: Iterable[int], step: str, *, by: Actor, now: datetime) -> int:
    """Tell who asked for any of many orders; most of them began with no request, and cost one statement."""
    needs = Q(route=Order.Route.EMERGENCY) | Q(sent_on_from__isnull=False)
    found = Order.objects.filter(needs, pk__in=list(order_ids)).select_related("sent_on_from").order_by("pk")
    return sum(tell(order, step, by=by, now=now) for order in found)


def _first_request(order: Order) -> EmergencyRequest | None:
    """Follow the chain back to the request it began with, if it began with one."""
    first = order
    while first.sent_on_from is not None:
        first = first.sent_on_from
    return EmergencyRequest.objects.filter(order=first).first()


def _way_to(asked: EmergencyRequest) -> tuple[str, str]:
    if asked.email:
        return asked.email, "email"
    number = (value(asked.contact) or "").replace(" ", "")
    return (asked.contact, "sms") if number.startswith(MOBILES) else ("", "")
