"""Take back what was promised and is not there any more, and let what orders lose go on.

The newest orders lose first. Whoever asked is told, each remainder goes to the next route with its history,
and an order that nothing is left of is closed. One order or thousands take the same number of statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from junction.core.audit.operations import Entry, record_many
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Ask, Consignment, Depot, Order, OrderLine, Problem
from ..rules.cutting import WORDS, CutReason, state_when_cut
from ..rules.onward import routes_on
from .cut_letters import Loss, tell_orderers
from .onward import Remainder, send_on_many
from .telling import News, tell_many

PICKED = ~Q(consigned__consignment__state__in=["planned", "cancelled"])
CUT = (
    "UPDATE supply_orderline l SET granted = l.granted - d.units, reason = %s"
    " FROM unnest(%s::bigint[], %s::bigint[]) AS d(id, units) WHERE l.id = d.id"
)
STATE = "UPDATE supply_order SET state = %s, changed_at = %s WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Cut:
    """One order is granted so many base units of an item less."""

    order_id: int
    item_id: int
    units: int
    reason: CutReason
    before: int = 0  # base units that the line lacked already and that have not gone on


def cut_orders(depot: Depot, item_id: int, quantity: int, *, reason: CutReason, now: datetime) -> list[Cut]:
    """Grant the newest orders less by so much of what is not picked yet.

    A step inside another's transaction, which has locked the orders and calls `let_go_on` at its end.
    """
    lines = OrderLine.objects.filter(
        order__from_depot=depot, order__state__in=["reserved", "picking"], item=item_id
    ).annotate(taken=Coalesce(Sum("consigned__quantity", filter=PICKED), 0))
    found = lines.filter(granted__gt=F("taken")).order_by("-order__ordered_at", "-order_id")
    cuts: list[Cut] = []
    ids: list[int] = []
    needs = routes_on(local_day(now)).leftovers.reasons
    for line in found.only("pk", "order_id", "asked", "granted", "reason").iterator(chunk_size=1_000):
        if not quantity:
            break
        units = min(quantity, line.granted - line.taken)
        quantity -= units
        ids.append(line.pk)
        before = line.asked - line.granted if line.reason in needs else 0
        cuts.append(Cut(line.order_id, item_id, units, reason, before))
    with connection.cursor() as cursor:
        cursor.execute(CUT, [reason.value, ids, [cut.units for cut in cuts]])
    return cuts


def let_go_on(cuts: Sequence[Cut], *, by: Actor, now: datetime) -> int:
    """Send what was cut on to the next routes, tell who asked, settle the orders; return of how many."""
    if not cuts:
        return 0
    of_order: dict[int, list[Cut]] = defaultdict(list)
    for cut in cuts:
        of_order[cut.order_id].append(cut)
    entries = [
        Entry(f"order:{one.order_id}", {"item": one.item_id, "by_units": one.units}, WORDS[one.reason])
        for one in cuts
    ]
    record_many(at=now, by=by, verb="supply.order.cut", entries=entries)
    lines = _lines(of_order)
    _settle(lines, now)
    why = {pk: WORDS[mine[0].reason] for pk, mine in sorted(of_order.items())}
    tell_many([News(pk, "cut", words={"why": text}) for pk, text in why.items()], by=by, now=now)
    remainders = _remainders(of_order, lines, why, now)
    gone_on = send_on_many(remainders, by=by, now=now)
    tell_orderers(
        [
            Loss(one.order.pk, _lost(of_order[one.order.pk]), one.why, found)
            for one, found in zip(remainders, gone_on, strict=True)
        ],
        by=by,
        now=now,
    )
    return len(of_order)


def _lost(cuts: Sequence[Cut]) -> dict[int, int]:
    """Return what one order lost, item to base units."""
    found: dict[int, int] = defaultdict(int)
    for cut in cuts:
        found[cut.item_id] += cut.units
    return found


def _lines(orders: Iterable[int]) -> dict[int, list[OrderLine]]:
    found: dict[int, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=list(orders)).order_by("order_id", "id"):
        found[line.order_id].append(line)
    return found


def _settle(lines: Mapping[int, Sequence[OrderLine]], now: datetime) -> None:
    """Close orders that nothing is left of; those of which all that is left was sent are on their way."""
    done = (Consignment.State.DELIVERED, Consignment.State.CANCELLED, Consignment.State.PLANNED)
    under_way = set(
        Consignment.objects.filter(order__in=lines).exclude(state__in=done).values_list("order_id", flat=True)
    )
    becomes: dict[str, list[int]] = defaultdict(list)
    for pk, mine in lines.items():
        pairs = [(line.granted, line.shipped) for line in mine]
        if state := state_when_cut(pairs, all_came=pk not in under_way):
            becomes[state].append(pk)
    with connection.cursor() as cursor:
        for state, orders in becomes.items():
            cursor.execute(STATE, [state, now, orders])
    settled = [pk for orders in becomes.values() for pk in orders]
    Consignment.objects.filter(order__in=settled, state="planned").update(state="cancelled")


def _remainders(
    of_order: Mapping[int, Sequence[Cut]],
    lines: Mapping[int, Sequence[OrderLine]],
    why: Mapping[int, str],
    now: datetime,
) -> list[Remainder]:
    """Say what goes on of each order: what it lost, and what it lacked before and did not go on yet."""
    leftovers = routes_on(local_day(now)).leftovers
    gone_on = set(Order.objects.filter(sent_on_from__in=of_order).values_list("sent_on_from_id", flat=True))
    gone_on |= set(Problem.objects.filter(order__in=of_order).values_list("order_id", flat=True))
    priorities = dict(Ask.objects.filter(pk__in=of_order).values_list("pk", "priority"))
    orders = Order.objects.select_related("place", "organisation", "to_depot").in_bulk(list(of_order))
    found = []
    for pk, mine in sorted(of_order.items()):
        rest: dict[int, int] = defaultdict(int)
        if pk not in gone_on:
            rest |= leftovers.lacking(
                (line.item_id, line.asked, line.granted, line.reason) for line in lines[pk]
            )
            rest |= {cut.item_id: cut.before for cut in reversed(mine)}  # of several cuts, before the first
        for cut in mine:
            rest[cut.item_id] += cut.units
        found.append(Remainder(orders[pk], rest, priorities.get(pk, leftovers.priority), why[pk]))
    return found
