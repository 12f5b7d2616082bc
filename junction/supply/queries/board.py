"""The work board: what waits for a decision at the desks in reach, by clock or by priority, and who has it.

One statement makes a page of any of tens of thousands of open orders; how many there are is counted up to a
bound, since nobody pages through ten thousand.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import search_places
from junction.registry.queries.places import within

from ..models import Ask

DECIDE = "supply.decide"
SUBJECT = "supply-order"
PAGE = 50
COUNTED = 10_000  # no further
FOUND_AT_MOST = 500  # places that a search may mean
ORDERS = {
    "clock": "a.decide_by, a.order_id",
    "priority": "a.priority, a.decide_by, a.order_id",
    "newest": "a.asked_at desc, a.order_id desc",
}
OWNED = ("all", "mine", "nobody", "others")
PAGE_OF_ASKS = """
select page.*, w.owner, w.owned_from, o.route, o.sent_on_from_id, o.place_id,
       coalesce(p.name, g.name, d.name), coalesce(p.town, ''), coalesce(council.name, ''),
       coalesce(desk.name, ''), e.cover, e.confirmed_cases, e.suspected_cases,
       (select count(*) from supply_orderline l where l.order_id = page.order_id),
       (select string_agg(said, '; ') from (
            select i.name || ': ' || to_char(l.asked, 'FM999,999,999,999') as said
            from supply_orderline l
            join supply_item i on i.id = l.item_id where l.order_id = page.order_id
            order by l.id limit 3) first)
from (select a.order_id, a.priority, a.asked_at, a.decide_by, a.dispatch_by, a.desk_id
      {source} {where} order by {order} limit %s offset %s) page
join supply_order o on o.id = page.order_id
left join core_ownership w on w.subject_kind = 'supply-order' and w.subject_id = page.order_id
     and w.owned_until is null
left join registry_place p on p.id = o.place_id
left join registry_organisation g on g.id = o.organisation_id
left join supply_depot d on d.id = o.to_depot_id
left join registry_area council on council.code = p.council_id
left join registry_area desk on desk.code = page.desk_id
left join supply_emergencyrequest e on e.order_id = page.order_id
order by {outer}
"""
SOURCE = "from supply_ask a"
WITH_OWNER = (
    SOURCE + " left join core_ownership w on w.subject_kind = 'supply-order' and w.subject_id = a.order_id"
    " and w.owned_until is null"
)
COUNT = "select count(*) from (select 1 {source} {where} limit %s) counted"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which asks to list, in which order, and which page of them."""

    priority: int | None = None
    route: str = ""
    owned: str = "all"
    late: bool = False
    desk: str = ""  # "nation": the cell's own; "others": those of forums and councils
    search: str = ""
    order: str = "clock"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """One order that waits for a decision."""

    order_id: int
    priority: int
    asked_at: datetime
    decide_by: datetime
    dispatch_by: datetime | None
    desk_id: str | None
    owner: str | None
    owned_from: datetime | None
    route: str
    sent_on_from: int | None
    place_id: int | None
    receiver: str
    town: str
    council: str
    desk: str
    cover: str | None
    confirmed_cases: int | None
    suspected_cases: int | None
    lines: int
    first_items: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board; `total` stops at `COUNTED`."""

    rows: list[Waiting]
    total: int
    number: int = 1

    @property
    def is_counted_whole(self) -> bool:
        return self.total <= COUNTED


def asks(scope: Scope, *, permission: str = DECIDE) -> QuerySet[Ask]:
    """Return asks at desks in reach, settled ones too; except for deciding, also those of places in reach."""
    reach = scope.reach(permission)
    found = Ask.objects.select_related("order__place", "order__organisation", "desk")
    if reach.national:
        return found
    if permission == DECIDE:
        return found.filter(desk__in=reach.areas)
    seen = Place.objects.filter(within(scope, permission)).order_by().values("pk")
    own = Q(order__place__in=seen) | Q(order__organisation__in=reach.organisations)
    return found.filter(own | Q(desk__in=reach.areas))


def late_to_leave(scope: Scope, *, now: datetime) -> QuerySet[Ask]:
    """Return what was granted at desks in reach and should have left its depot by now, the latest first."""
    granted = (Ask.Outcome.APPROVED, Ask.Outcome.IN_PART)
    waits = asks(scope).filter(outcome__in=granted, dispatch_by__lt=now)
    return waits.filter(order__state__in=("reserved", "picking")).select_related(
        "order__place", "order__organisation", "order__from_depot", "desk"
    )


def ask_of(scope: Scope, order_id: int, *, permission: str = DECIDE) -> Ask:
    """Return one ask. Raise `Ask.DoesNotExist` out of reach."""
    return asks(scope, permission=permission).get(pk=order_id)


def board(scope: Scope, wanted: Wanted, *, own_key: str, now: datetime) -> Board:
    """Return a page of what waits at the desks in reach: two statements, three with a search."""
    where, values = _where(scope, wanted, own_key=own_key, now=now)
    order = ORDERS.get(wanted.order, ORDERS["clock"])
    source = SOURCE if wanted.owned == "all" else WITH_OWNER
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(source=source, where=where), [*values, COUNTED + 1])
        total = int(cursor.fetchone()[0])
        number = min(max(1, wanted.page), max(1, ceil(total / PAGE)))
        statement = PAGE_OF_ASKS.format(
            source=source, where=where, order=order, outer=order.replace("a.", "page.")
        )
        cursor.execute(statement, [*values, PAGE, (number - 1) * PAGE])
        rows = [Waiting(*row) for row in cursor.fetchall()]
    return Board(rows, total, number)


def _where(scope: Scope, wanted: Wanted, *, own_key: str, now: datetime) -> tuple[str, list[Any]]:
    conditions = ["a.settled_at is null"]
    values: list[Any] = []
    reach = scope.reach(DECIDE)
    if not reach.national:
        conditions.append("a.desk_id = any(%s)")
        values.append(sorted(reach.areas))
    if wanted.priority:
        conditions.append("a.priority = %s")
        values.append(wanted.priority)
    if wanted.route:
        conditions.append("exists (select 1 from supply_order x where x.id = a.order_id and x.route = %s)")
        values.append(wanted.route)
    if wanted.desk in ("nation", "others"):
        conditions.append(f"a.desk_id is {'' if wanted.desk == 'nation' else 'not '}null")
    if wanted.late:
        conditions.append("a.decide_by < %s")
        values.append(now)
    if wanted.owned == "nobody":
        conditions.append("w.owner is null")
    elif wanted.owned in ("mine", "others"):
        conditions.append("w.owner = %s" if wanted.owned == "mine" else "w.owner <> %s")
        values.append(own_key)
    if wanted.search:
        condition, sought = _search(scope, wanted.search)
        conditions.append(condition)
        values += sought
    return "where " + " and ".join(conditions), values


def _search(scope: Scope, text: str) -> tuple[str, list[Any]]:
    """By the number of the order, or by what places in reach the words may mean."""
    asked = text.strip().lstrip("#")
    number = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    places = list(search_places(scope, text).values_list("pk", flat=True)[:FOUND_AT_MOST])
    condition = (
        "(a.order_id = %s or exists (select 1 from supply_order y"
        " where y.id = a.order_id and y.place_id = any(%s)))"
    )
    return condition, [number, places]
