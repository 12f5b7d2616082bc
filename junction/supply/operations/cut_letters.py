"""Tell who ordered on the portal that less comes than was granted, why, and where what is still needed goes.

One letter for each order and each time that it is cut, whatever number of items that takes from it. It goes
to whoever ordered while they still answer for the place; else to the addresses on record for it. Who asked
the emergency line is told by `telling`. One letter or thousands take the same number of statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor
from junction.people.models import Membership
from junction.people.rules import roles
from junction.registry.models import Contact, Registration

from ..models import Ask, Item, Order, Problem
from ..rules.onward import routes_on
from .chains import beginnings

TEMPLATE = "supply/order_cut"
ORDER = "supply.order"
KEPT = "No other route was left to try. It is kept as a supply problem until somebody has solved it."


@dataclass(frozen=True, slots=True)
class Loss:
    """What one order lost at one time, item to base units, why, and what became of the need."""

    order_id: int
    units: Mapping[int, int]
    why: str
    goes_on: Order | Problem


def tell_orderers(losses: Sequence[Loss], *, by: Actor, now: datetime) -> int:
    """Queue the letters about orders that began on the portal; return how many. A step of the cut."""
    began = beginnings([one.order_id for one in losses])
    first = Order.objects.filter(pk__in=set(began.values()), route=Order.Route.PORTAL, place__isnull=False)
    orders = {order.pk: order for order in first.only("pk", "place_id", "ordered_by")}
    mine = [one for one in losses if began[one.order_id] in orders]
    if not mine:
        return 0
    ways = _addresses(orders.values(), now)
    plain = _words(mine, began, now)
    pairs = [(one.order_id, address) for one in mine for address in ways[began[one.order_id]]]
    until = local_day(now) + timedelta(days=routes_on(local_day(now)).keep_addresses_days)
    keys = keep_many([address for _, address in pairs], kind="email", by=by, now=now, retention_until=until)
    letters = [
        Letter(key, Words(plain=plain[order_id]), f"order:{order_id}")
        for key, (order_id, _) in zip(keys, pairs, strict=True)
    ]
    return queue_many(TEMPLATE, letters, by=by, now=now)


def _words(losses: Sequence[Loss], began: Mapping[int, int], now: datetime) -> dict[int, dict[str, object]]:
    """Return the words of each order's letter."""
    items = Item.objects.in_bulk({item for one in losses for item in one.units})
    onward = [one.goes_on.pk for one in losses if isinstance(one.goes_on, Order)]
    decided_by = dict(Ask.objects.filter(pk__in=onward).values_list("pk", "decide_by"))
    routes = routes_on(local_day(now)).by_code

    def next_of(found: Order | Problem) -> str:
        if isinstance(found, Problem):
            return KEPT
        until = in_words(decided_by[found.pk])
        return f"It has gone on: {routes[found.route].text}. It is decided there by {until}."

    return {
        one.order_id: {
            "product": settings.PRODUCT["name"],
            "number": one.order_id,
            "first": began[one.order_id],
            "lost": [_in_words(units, items[item]) for item, units in sorted(one.units.items())],
            "why": one.why,
            "next": next_of(one.goes_on),
            "link": settings.PUBLIC_ADDRESS + reverse("supply:order", args=[one.order_id]),
        }
        for one in losses
    }


def _in_words(units: int, item: Item) -> str:
    return f"{item.name}: {units:,} {item.base_unit if units == 1 else item.plural_unit}"


def _addresses(orders: Iterable[Order], now: datetime) -> dict[int, list[str]]:
    """Return the addresses to write to about each order: of who ordered, or else of the place."""
    found = list(orders)
    places = {order.place_id for order in found if order.place_id}
    runs = Registration.objects.filter(place__in=places, ended_recorded_at__isnull=True)
    bodies: dict[int, set[int]] = defaultdict(set)
    for place, body in runs.exclude(organisation=None).values_list("place_id", "organisation_id"):
        bodies[place].add(body)
    held = _roles_of({order.ordered_by for order in found}, now)
    on_record = _contacts(places, {body for those in bodies.values() for body in those})
    ways = {}
    for order in found:
        place = order.place_id or 0
        own = {
            one.user.email
            for one in held[order.ordered_by]
            if one.place_id == place
            or one.organisation_id in bodies[place]
            or (one.place_id is None and one.organisation_id is None)
        }
        of_bodies = {value for body in bodies[place] for value in on_record["body", body]}
        ways[order.pk] = sorted(own or on_record["place", place] or of_bodies)
    return ways


def _roles_of(keys: Iterable[str], now: datetime) -> dict[str, list[Membership]]:
    """Return the roles that people hold now and order with, by the key of the person."""
    day = local_day(now)
    numbers = [int(key[5:]) for key in keys if key.startswith("user:") and key[5:].isdecimal()]
    ordering = [name for name, role in roles(day).items() if ORDER in role.permissions]
    held = Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day, role__in=ordering,
        user__in=numbers, user__is_active=True,
    ).exclude(user__email="")  # fmt: skip
    found: dict[str, list[Membership]] = defaultdict(list)
    for one in held.select_related("user"):
        found[f"user:{one.user_id}"].append(one)
    return found


def _contacts(places: Iterable[int], bodies: Iterable[int]) -> dict[tuple[str, int], set[str]]:
    """Return the addresses on record for places and for bodies."""
    rows = Contact.objects.filter(
        Q(place__in=places) | Q(organisation__in=bodies), kind="email", ended_at__isnull=True
    )
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for place, body, address in rows.values_list("place_id", "organisation_id", "value"):
        found[("place", place) if place else ("body", body or 0)].add(address)
    return found
