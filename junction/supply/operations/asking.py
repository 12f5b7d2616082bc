"""A request to the emergency line: taken down whole, given its clocks, or sent to the route that is for it.

The provider asks by itself, or a call taker asks for it; either way the same is asked of it and the same is
kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry.models import Place
from junction.registry.queries import place

from ..models import Ask, EmergencyRequest, Item, LineCall, Order, OrderLine
from ..rules.deciding import state_after
from ..rules.onward import routes_on
from ..rules.urgency import Cover, Line, NoSuchCover, clocks, line_on
from .onward import send_on_lines
from .telling import tell

ORDER = "supply.order"


class CannotAskForHelp(Refusal):
    """Say who asks, how to reach them, who receives it where, how long stock lasts, and at least one item."""

    status: ClassVar[int] = 422


class UnknownItem(CannotAskForHelp):
    """One of the items is not in the catalogue, or no more than one unit of it can be counted."""


class NotForThisLine(CannotAskForHelp):
    """There is stock for more than 72 hours. Choose the route that is for it instead."""


@dataclass(frozen=True, slots=True)
class People:
    """Who asks, how they are reached for the next day, and who receives it where. All of it is personal."""

    requester: str
    contact: str
    receiver: str
    address: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is told to the line about one place."""

    place_id: int
    people: People
    cover: str
    lines: Mapping[str, int]  # code of an item to base units
    tried: Collection[str] = ()
    takes_at_night: bool = False
    night_note: str = ""
    confirmed_cases: int | None = None
    suspected_cases: int | None = None
    beds: int | None = None
    instead: str = ""  # the route chosen, where this line is not for it
    channel: str = "web"
    call_id: int | None = None


@transaction.atomic
def ask_for_help(wanted: Wanted, *, by: Actor, now: datetime) -> Order:
    """Take a request down. Raise `Place.DoesNotExist` out of reach, `CannotAskForHelp` and its kinds."""
    line = line_on(local_day(now))
    asking = place(by.scope, wanted.place_id, permission=ORDER)
    cover, items = _judged(wanted, line, now)
    order = _order(wanted, asking, cover, line, by=by, now=now)
    OrderLine.objects.bulk_create(
        OrderLine(order=order, item_id=items[code], asked=number) for code, number in wanted.lines.items()
    )
    EmergencyRequest.objects.create(order=order, **_told(wanted, line, by=by, now=now))
    _say(order, wanted, cover, line, by=by, now=now)
    if cover.priority is None:
        _send_elsewhere(order, wanted, cover, by=by, now=now)
    else:
        run = clocks(line.priorities[cover.priority], now)
        Ask.objects.create(order=order, priority=cover.priority, asked_at=now, decide_by=run.decide_by,
                           dispatch_by=run.dispatch_by)  # fmt: skip
        tell(order, "received", by=by, now=now, by_when=run.decide_by)
    return order


def _judged(wanted: Wanted, line: Line, now: datetime) -> tuple[Cover, dict[str, int]]:
    """Return the band of cover and the items by code; refuse what is not whole."""
    people = wanted.people
    told = all(text.strip() for text in (people.requester, people.contact, people.receiver, people.address))
    if not (told and wanted.lines and len(wanted.lines) <= line.most_lines):
        raise CannotAskForHelp
    if min(wanted.lines.values()) < 1 or not set(wanted.tried) <= set(line.routes):
        raise CannotAskForHelp
    try:
        cover = line.cover(wanted.cover)
    except NoSuchCover as unknown:
        raise CannotAskForHelp from unknown
    if cover.priority is None and wanted.instead not in cover.instead:
        raise NotForThisLine
    known = Item.objects.filter(code__in=list(wanted.lines)).exclude(withdrawn_on__lte=local_day(now))
    items = dict(known.values_list("code", "id"))
    if len(items) != len(wanted.lines):
        raise UnknownItem(items=sorted(set(wanted.lines) - set(items)))
    return cover, items


def _order(wanted: Wanted, asking: Place, cover: Cover, line: Line, *, by: Actor, now: datetime) -> Order:
    run = clocks(line.priorities[cover.priority], now) if cover.priority else None
    return Order.objects.create(
        route=Order.Route.EMERGENCY,
        state=Order.State.ASKED,
        place=asking,
        ordered_at=now,
        ordered_by=by.key,
        channel=wanted.channel,
        needed_by=run.deliver_by if run else None,
        playbook=line.reference,
        changed_at=now,
    )


def _told(wanted: Wanted, line: Line, *, by: Actor, now: datetime) -> dict[str, object]:
    """Return the rest of the request, what is personal under keys with the day it is destroyed."""
    until: date = local_day(now) + timedelta(days=line.forget_contact_after_days)
    people = wanted.people
    kinds = {
        "requester": "name",
        "contact": "phone",
        "receiver": "name",
        "address": "address",
        "email": "email",
    }
    keys = {
        name: keep(text, kind=kinds[name], by=by, now=now, retention_until=until)
        for name in kinds
        if (text := getattr(people, name).strip())
    }
    called = LineCall.objects.filter(pk=wanted.call_id).first() if wanted.call_id else None
    return {
        **keys,
        "contact_until": now + timedelta(hours=line.contact_for_hours),
        "takes_at_night": wanted.takes_at_night,
        "night_note": wanted.night_note.strip(),
        "confirmed_cases": wanted.confirmed_cases,
        "suspected_cases": wanted.suspected_cases,
        "beds": wanted.beds,
        "cover": wanted.cover,
        "tried": sorted(set(wanted.tried)),
        "call": called,
        "playbook": line.reference,
    }


def _say(order: Order, wanted: Wanted, cover: Cover, line: Line, *, by: Actor, now: datetime) -> None:
    record(
        at=now, by=by, verb="supply.help.asked", subject=f"order:{order.pk}", playbook=line.reference,
        place=order.place_id, cover=cover.code, priority=cover.priority, channel=wanted.channel,
        lines=len(wanted.lines), not_tried=list(line.not_tried(wanted.tried)),
    )  # fmt: skip


def _send_elsewhere(order: Order, wanted: Wanted, cover: Cover, *, by: Actor, now: datetime) -> None:
    """Close a request this line is not for, and open it on the route chosen instead, with the reason."""
    routes = routes_on(local_day(now))
    chosen, priority = routes.by_code[wanted.instead], routes.leftovers.priority
    rest = {line.item_id: line.asked for line in order.lines.all()}
    Order.objects.filter(pk=order.pk).update(state=state_after("send-on"), why=cover.why, changed_at=now)
    Ask.objects.create(
        order=order, priority=priority, asked_at=now, decide_by=now, settled_at=now, settled_by=by.key,
        outcome=Ask.Outcome.SENT_ON, why=cover.why,
    )  # fmt: skip
    send_on_lines(order, rest, priority=priority, why=cover.why, chosen=chosen, by=by, now=now)
