"""Free supply by a council's hub: register who may have it, hand it out from stock, forget them in time.

What is handed out goes the way of every order: reserved, picked first to expire first, sent and received,
so that each lot can be followed. What the hub lacks goes on to the forum with its history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep, retain
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry.models import Organisation

from ..models import Consignment, Depot, FreeIssue, Item, Order, Recipient
from ..queries.hub import councils_of_hubs, hubs, recipient
from ..rules.free_supply import free_supply_on
from ..rules.onward import routes_on
from .arriving import confirm_arrival
from .onward import send_on_lines
from .picking import dispatch, pick
from .supplying import Because, Receiver, make_order

COLLECTED = "Collected at the hub"


class CannotRegister(Refusal):
    """Say who they are, how to reach them, on which ground they may have it and what you have seen of it."""

    status: ClassVar[int] = 422


class CannotHandOut(Refusal):
    """Choose the store it comes from and how many of at least one item."""

    status: ClassVar[int] = 422


class NoLongerEligible(Refusal):
    """The rules in force give no free supply on this ground any more."""


class NoCouncil(Refusal):
    """The store belongs to no council that is known. Ask who keeps the list of depots to name it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be registered. Name, contact and address are personal."""

    council: str
    name: str
    contact: str
    eligibility: str
    evidence: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What came of handing out: the order, and what went on to the forum, in base units by code."""

    order: Order
    missing: Mapping[str, int]


@transaction.atomic
def register_recipient(person: Person, *, by: Actor, now: datetime) -> Recipient:
    """Register somebody with a hub in reach. Raise `CannotRegister`."""
    rules = free_supply_on(local_day(now))
    told = (person.name, person.contact, person.evidence)
    reached = dict(councils_of_hubs(by.scope, now=now))
    if not all(text.strip() for text in told) or person.council not in reached:
        raise CannotRegister
    if person.eligibility not in rules.eligibilities:
        raise CannotRegister
    until = rules.forget_on(local_day(now))
    keys = {
        name: keep(text.strip(), kind=kind, by=by, now=now, retention_until=until)
        for name, kind, text in (("name", "name", person.name), ("contact", "phone", person.contact),
                                 ("address", "address", person.address))
        if text.strip()
    }  # fmt: skip
    made = Recipient.objects.create(
        council_id=person.council, eligibility=person.eligibility, evidence=person.evidence.strip(),
        registered_at=now, registered_by=by.key, playbook=rules.reference, **keys,
    )  # fmt: skip
    record(
        at=now, by=by, verb="supply.recipient.registered", subject=f"recipient:{made.pk}",
        playbook=rules.reference, eligibility=person.eligibility, area=person.council,
    )  # fmt: skip
    return made


@transaction.atomic
def hand_out(
    recipient_id: int, *, depot_id: int, wanted: Mapping[str, int], by: Actor, now: datetime
) -> HandedOut:
    """Hand out what a store has of what is needed; the rest goes to the forum. One transaction."""
    day = local_day(now)
    rules = free_supply_on(day)
    who = Recipient.objects.select_for_update(of=("self",)).get(pk=recipient(by.scope, recipient_id).pk)
    depot = hubs(by.scope, now=now).filter(pk=depot_id, area=who.council_id).first()
    items = {item.code: item for item in Item.objects.filter(code__in=list(wanted))}
    if depot is None or not wanted or len(items) != len(wanted) or min(wanted.values()) < 1:
        raise CannotHandOut
    if who.eligibility not in rules.eligibilities:
        raise NoLongerEligible
    order = make_order(
        Because("free", f"Free supply: {rules.eligibilities[who.eligibility].text}", playbook=rules.reference,
                channel="web"),
        to=Receiver(organisation_id=_council_of(depot)), depot=depot,
        wanted={items[code]: number for code, number in wanted.items()}, by=by, now=now,
    )  # fmt: skip
    _carry(order, depot, by=by, now=now)
    FreeIssue.objects.create(
        order=order, recipient=who, eligibility=who.eligibility, playbook=rules.reference, handed_at=now,
        handed_by=by.key,
    )  # fmt: skip
    who.supplied_on = day
    who.save(update_fields=["supplied_on"])
    keys = [key for key in (who.name, who.contact, who.address) if key]
    retain(keys, until=rules.forget_on(day), by=by, now=now)
    missing = _send_on(order, by=by, now=now)
    record(
        at=now, by=by, verb="supply.free.handed-out", subject=f"order:{order.pk}", playbook=rules.reference,
        recipient=who.pk, eligibility=who.eligibility, depot=depot.code, missing=missing,
    )  # fmt: skip
    return HandedOut(order, missing)


def _council_of(depot: Depot) -> int:
    """Return the organisation that answers for what the hub's people hold."""
    if depot.organisation_id:
        return depot.organisation_id
    found = Organisation.objects.filter(kind=Organisation.Kind.COUNCIL, area=depot.area_id).first()
    if found is None:
        raise NoCouncil
    return found.pk


def _carry(order: Order, depot: Depot, *, by: Actor, now: datetime) -> None:
    """Pick it, send it and take it in at once, over the counter; nothing of it where there is no stock."""
    if order.state != Order.State.RESERVED:
        Order.objects.filter(pk=order.pk).update(state=Order.State.CLOSED, changed_at=now)
        return
    made: list[Consignment] = pick([order.pk], depot_code=depot.code, by=by, now=now)
    numbers = [one.pk for one in made]
    dispatch(numbers, depot_code=depot.code, carrier=COLLECTED, promised_on=local_day(now), by=by, now=now)
    for number in numbers:
        confirm_arrival(number, said={}, received_by="", by=by, now=now)


def _send_on(order: Order, *, by: Actor, now: datetime) -> dict[str, int]:
    """Send what the hub lacked on to the next route; return it by the code of the item."""
    short = [(line.item, line.asked - line.granted) for line in order.lines.select_related("item")]
    rest = {item: number for item, number in short if number}
    if rest:
        send_on_lines(
            order, {item.pk: number for item, number in rest.items()}, why="The council's hub has too little",
            priority=routes_on(local_day(now)).leftovers.priority, by=by, now=now,
        )  # fmt: skip
    return {item.code: number for item, number in rest.items()}
