"""Mutual aid: one provider offers, the other accepts and says what came, and the ledger moves it.

A provider may give what it bought by itself: what the ledger does not know of is first taken in from its own
supplier, so that what is moved was there and each side's holding stays right. Both are told at each step.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.people.queries import place_with_identifier
from junction.registry.models import Place, Registration
from junction.registry.queries import place

from ..models import Account, Act, Aid, Item, Lot, LotBalance, Order, OrderLine
from ..queries.aid import ORDER, aid, is_for
from ..queries.depots import standings
from ..rules.deciding import may_follow, state_after
from ..rules.lots import OnShelf, in_order, pick_in_order
from .accounts import account_of
from .aid_letters import tell_both
from .ledger import Move, post

SIDE = {"accept": "taker", "decline": "taker", "receive": "taker", "withdraw-aid": "giver"}
VERBS = {"accept": "accepted", "decline": "declined", "withdraw-aid": "withdrawn"}


class CannotGive(Refusal):
    """Say which registered place it is for, and how many of at least one item."""

    status: ClassVar[int] = 422


class NoSuchProvider(CannotGive):
    """No place bears this registered number. Check it, and that it is not your own."""


class NotNow(Refusal):
    """This has been answered or received already. Look at it again."""


class NotYourSide(Refusal):
    """Only the other provider can do this."""

    status: ClassVar[int] = 403


class TooMuchReceived(Refusal):
    """No more can have come than was given. If it did, ask them to offer the rest as well."""

    status: ClassVar[int] = 422


class BoughtByNobody(Refusal):
    """The ledger holds less of this than is given, and no provider is known that could have bought it."""


@transaction.atomic
def offer_aid(
    *, giver_id: int, taker_number: str, wanted: Mapping[str, int], why: str = "", by: Actor, now: datetime
) -> Aid:
    """Offer to another provider, named by its public number. Raise `CannotGive`, `NoSuchProvider`."""
    giver = place(by.scope, giver_id, permission=ORDER)
    taker_id = place_with_identifier(taker_number)
    if taker_id is None or taker_id == giver.pk:
        raise NoSuchProvider
    items = {item.code: item for item in Item.objects.filter(code__in=list(wanted))}
    if not wanted or len(items) != len(wanted) or min(wanted.values()) < 1:
        raise CannotGive
    order = Order.objects.create(
        route=Order.Route.MUTUAL_AID, state=Order.State.ASKED, place_id=taker_id, ordered_at=now,
        ordered_by=by.key, channel="web", why=why.strip()[:300], changed_at=now,
    )  # fmt: skip
    OrderLine.objects.bulk_create(
        OrderLine(order=order, item=items[code], asked=number) for code, number in wanted.items()
    )
    made = Aid.objects.create(order=order, giver=giver, taker_id=taker_id, offered_at=now, offered_by=by.key)
    _say("offered", made, why=why, by=by, now=now)
    return made


@transaction.atomic
def answer_aid(aid_id: int, *, step: str, by: Actor, now: datetime) -> None:
    """Accept or decline (the taker), withdraw (the giver). Raise `NotYourSide` or `NotNow`."""
    held = _locked(aid_id, step, by=by)
    if step == "receive":
        raise NotNow
    held.answered_at, held.answered_by = now, by.key
    held.save(update_fields=["answered_at", "answered_by"])
    Order.objects.filter(pk=aid_id).update(state=state_after(step), changed_at=now)
    if step == "accept":
        for line in held.order.lines.all():
            OrderLine.objects.filter(pk=line.pk).update(granted=line.asked)
    _say(VERBS[step], held, by=by, now=now)


@transaction.atomic
def receive_aid(aid_id: int, *, came: Mapping[int, int], by: Actor, now: datetime) -> None:
    """Say what came, by the number of the line (left out: all of it), and move it in the ledger."""
    held = _locked(aid_id, "receive", by=by)
    lines = list(held.order.lines.select_related("item"))
    received = {line.pk: came.get(line.pk, line.granted) for line in lines}
    if any(not 0 <= received[line.pk] <= line.granted for line in lines):
        raise TooMuchReceived
    post(_moves(held, lines, received, by=by, now=now), by=by, now=now)
    for line in lines:
        line.shipped = line.received = received[line.pk]
    OrderLine.objects.bulk_update(lines, ["shipped", "received"])
    held.received_at, held.received_by = now, by.key
    held.save(update_fields=["received_at", "received_by"])
    Order.objects.filter(pk=aid_id).update(state=state_after("receive"), changed_at=now)
    _say("received", held, by=by, now=now)


def _locked(aid_id: int, step: str, *, by: Actor) -> Aid:
    aid(by.scope, aid_id, permission=ORDER)
    held = (
        Aid.objects.select_for_update(of=("self",)).select_related("order", "giver", "taker").get(pk=aid_id)
    )
    if not is_for(by.scope, held, SIDE[step]):
        raise NotYourSide
    if not may_follow(step, held.order.state):
        raise NotNow
    return held


def _moves(
    held: Aid, lines: Sequence[OrderLine], received: Mapping[int, int], *, by: Actor, now: datetime
) -> list[Move]:
    """Move what came, first to expire first; what the ledger does not hold yet is taken in before."""
    source = account_of(Account.Kind.AT_PROVIDER, place_id=held.giver_id)
    target = account_of(Account.Kind.AT_PROVIDER, place_id=held.taker_id)
    shelves = _shelves(source, [line.item_id for line in lines], by=by, now=now)
    moves: list[Move] = []
    for line in lines:
        number, shelf = received[line.pk], shelves[line.item_id]
        short = number - sum(lot.quantity for lot in shelf)
        if short > 0:
            own = _own_lot(line.item, held.giver, now)
            bought = _supplier(held.giver)
            moves.append(Move(line.item_id, short, bought.pk, source.pk, Act.RECEIVE, lot_id=own.pk))
            shelf.append(OnShelf(own.pk, own.expires_on, short))
        picked = pick_in_order([number], shelf)
        moves += [
            Move(line.item_id, quantity, source.pk, target.pk, Act.TRANSFER, lot_id=shelf[lot].lot_id,
                 reference=f"order:{held.order_id}")
            for lot, quantity in zip(picked.lot.tolist(), picked.quantity.tolist(), strict=True)
        ]  # fmt: skip
    return moves


def _shelves(
    account: Account, item_ids: Collection[int], *, by: Actor, now: datetime
) -> dict[int, list[OnShelf]]:
    """Return the lots of items that lie with a provider and may be used, the first to expire first."""
    rows = LotBalance.objects.filter(account=account, lot__item__in=item_ids, quantity__gt=0)
    found = list(rows.select_related("lot"))
    stands = standings(by.scope, [row.lot for row in found], at=now)
    shelves: dict[int, list[OnShelf]] = {item: [] for item in item_ids}
    for row in found:
        one = stands[row.lot_id]
        shelves[row.lot.item_id].append(OnShelf(row.lot_id, one.expires_on, row.quantity, one.state))
    return {item: in_order(lots, on=local_day(now)) for item, lots in shelves.items()}


def _supplier(giver: Place) -> Account:
    """Return whom the giver bought from: its own provider's account, which may owe."""
    runs = Registration.objects.filter(place=giver, ended_recorded_at__isnull=True)
    bought_by = runs.exclude(organisation=None).values_list("organisation_id", flat=True).first()
    if bought_by is None:
        raise BoughtByNobody
    return account_of(Account.Kind.SUPPLIER, organisation_id=bought_by)


def _own_lot(item: Item, giver: Place, now: datetime) -> Lot:
    lot, _ = Lot.objects.get_or_create(item=item, number=f"own-{giver.pk}", defaults={"recorded_at": now})
    return lot


def _say(what: str, one: Aid, *, why: str = "", by: Actor, now: datetime) -> None:
    record(
        at=now, by=by, verb=f"supply.aid.{what}", subject=f"order:{one.order_id}", why=why.strip(),
        giver=one.giver_id, place=one.taker_id,
    )  # fmt: skip
    tell_both(one, what, why=why, by=by, now=now)
