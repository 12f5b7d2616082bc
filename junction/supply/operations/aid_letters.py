"""Tell both providers of each step of mutual aid, at the addresses that are on record for the place.

Where a place has none its provider's are taken; where neither has any, the page says it to both all the same.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor
from junction.registry.models import Contact, Registration

from ..models import Aid
from ..rules.onward import routes_on

# What each side is told, by the step; in braces the names of both.
STEPS: Mapping[str, tuple[str, str]] = {
    "offered": ("You have offered this to {taker}.", "{giver} offers you this. Accept it or decline it."),
    "accepted": ("{taker} has accepted it. Hand it over.", "You have accepted it from {giver}."),
    "declined": ("{taker} has declined it. Nothing moves.", "You have declined it."),
    "withdrawn": ("You have withdrawn it.", "{giver} has withdrawn it. Nothing moves."),
    "received": ("{taker} says that it came: {came}.", "You have said that it came: {came}."),
}


def tell_both(aid: Aid, step: str, *, why: str = "", by: Actor, now: datetime) -> int:
    """Queue a letter to every address of giver and taker; return how many. A step of aid's transaction."""
    lines = list(aid.order.lines.select_related("item").order_by("id"))
    said = {
        "giver": aid.giver.name, "taker": aid.taker.name,
        "came": "; ".join(f"{line.received:,} {line.item.plural_unit}" for line in lines),
    }  # fmt: skip
    plain: dict[str, object] = {
        "product": settings.PRODUCT["name"],
        "number": aid.order_id,
        "items": "; ".join(f"{line.asked:,} {line.item.plural_unit}, {line.item.name}" for line in lines),
        "why": why.strip(),
        "link": settings.PUBLIC_ADDRESS + reverse("supply:aid", args=[aid.order_id]),
    }
    until = local_day(now) + timedelta(days=routes_on(local_day(now)).keep_addresses_days)
    written = 0
    for place_id, text in zip((aid.giver_id, aid.taker_id), STEPS[step], strict=True):
        words = Words(plain=plain | {"said": text.format(**said)})
        keys = keep_many(_addresses(place_id), kind="email", by=by, now=now, retention_until=until)
        letters = [Letter(key, words, f"order:{aid.order_id}") for key in keys]
        written += queue_many("supply/aid_email", letters, by=by, now=now)
    return written


def _addresses(place_id: int) -> list[str]:
    runs = Registration.objects.filter(place=place_id, ended_recorded_at__isnull=True)
    bodies = runs.exclude(organisation=None).values("organisation")
    found = Contact.objects.filter(
        Q(place=place_id) | Q(organisation__in=bodies), kind="email", ended_at__isnull=True
    )
    rows = list(found.values_list("place_id", "value"))
    own = {value for place, value in rows if place}
    return sorted(own or {value for _, value in rows})
