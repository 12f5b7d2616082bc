"""The queue of the desk: open cases by limit, then age; whose each is, and what waits beside.

A case is a need that somebody still has to see to. One statement makes a page of any of tens of thousands;
how many there are is counted up to a bound, since nobody pages through ten thousand.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db import connection

from junction.core.scope import Scope

from .needs import ANSWER

SUBJECT = "support-need"
PAGE = 50
COUNTED = 10_000  # no further
SHOWS = ("to-take", "mine", "all", "rings", "passed")
OWNER = (
    "left join core_ownership w on w.subject_kind = 'support-need' and w.subject_id = n.id"
    " and w.owned_until is null"
)
PAGE_OF_CASES = """
select page.id, page.reference, page.category, page.level, page.limit_at, page.stated_at, page.state,
       page.ring_at, page.owner, page.owned_from, coalesce(a.name, ''), coalesce(p.name, ''),
       coalesce(h.name, ''),
       (select count(*) from core_call c where c.subject_kind = 'support-need' and c.subject_id = page.id)
from (select n.id, n.reference, n.category, n.level, n.limit_at, n.stated_at, n.state, n.ring_at, n.area_id,
             n.place_id, n.hub_id, w.owner, w.owned_from
      from support_need n {owner} where {where} order by {order} limit %s offset %s) page
left join registry_area a on a.code = page.area_id
left join registry_place p on p.id = page.place_id
left join support_hub h on h.id = page.hub_id
order by {outer}
"""
COUNT = "select count(*) from (select 1 from support_need n {owner} where {where} limit %s) counted"
BY_LIMIT = "n.limit_at, n.stated_at, n.id"
BY_RING = "n.ring_at, n.id"
NEXT = """
select n.id from support_need n {owner} where {where}
order by n.limit_at, n.stated_at, n.id limit 1 for update of n skip locked
"""
NOT_OFFERED = "not exists (select 1 from support_handover o where o.need_id = n.id and o.outcome = 'waiting')"
BESIDE = """
select (select count(*) from support_need n where {reach} and n.state in ('open', 'offered')
               and n.ring_at <= %s),
       (select min(n.ring_at) from support_need n where {reach} and n.state in ('open', 'offered')
               and n.ring_at <= %s),
       (select count(*) from support_handover o left join support_hub h on h.id = o.to_hub_id
        where o.outcome = 'waiting' and (o.to_agent = %s or {hubs})),
       (select min(n.id) from core_ownership w join support_need n on n.id = w.subject_id
        where w.subject_kind = 'support-need' and w.owner = %s and w.owned_until is null
              and n.state in ('open', 'offered') and {free} and {reach})
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which cases to list, and which page of them. `hub`: those of one hub and those that any may take."""

    show: str = "to-take"
    hub: int | None = None
    level: str = ""
    category: str = ""
    late: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the queue, by its codes: who it is about is on its own page."""

    number: int
    reference: str
    category: str
    level: str
    limit_at: datetime
    stated_at: datetime
    state: str
    ring_at: datetime | None
    owner: str | None
    owned_from: datetime | None
    area: str
    place: str
    hub: str
    calls: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of cases; `total` stops at `COUNTED`."""

    rows: list[Case]
    total: int
    number: int

    @property
    def is_counted_whole(self) -> bool:
        return self.total <= COUNTED

    @property
    def pages(self) -> int:
        return max(1, ceil(min(self.total, COUNTED) / PAGE))


@dataclass(frozen=True, slots=True)
class Beside:
    """What waits beside the queue: rings due, the oldest, cases handed over, and the one in hand."""

    rings_due: int
    oldest_ring_at: datetime | None
    handed: int
    in_hand: int | None


def queue(scope: Scope, sought: Sought, *, own_key: str, now: datetime) -> Queue:
    """Return a page of cases of those who answer, in two statements."""
    where, values = _where(scope, sought, own_key=own_key, now=now)
    order = BY_RING if sought.show == "rings" else BY_LIMIT
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(owner=OWNER, where=where), [*values, COUNTED + 1])
        total = int(cursor.fetchone()[0])
        number = min(max(1, sought.page), max(1, ceil(min(total, COUNTED) / PAGE)))
        outer = order.replace("n.", "page.")
        cursor.execute(
            PAGE_OF_CASES.format(owner=OWNER, where=where, order=order, outer=outer),
            [*values, PAGE, (number - 1) * PAGE],
        )
        rows = [Case(*row) for row in cursor.fetchall()]
    return Queue(rows, total, number)


def next_case(scope: Scope, *, hub: int | None, now: datetime) -> int | None:
    """Return the case to take next, by limit, then age, held until the transaction ends."""
    where, values = _where(scope, Sought(hub=hub), own_key="", now=now)
    with connection.cursor() as cursor:
        cursor.execute(NEXT.format(owner=OWNER, where=where), values)
        found = cursor.fetchone()
    return int(found[0]) if found else None


def beside(scope: Scope, *, own_key: str, now: datetime) -> Beside:
    """Return what waits beside the queue, in one statement."""
    reach, areas = _reach(scope)
    hubs = "o.to_hub_id is not null" if not areas else "h.area_id = any(%s)"
    values = [*areas, now, *areas, now, own_key, *areas, own_key, *areas]
    with connection.cursor() as cursor:
        cursor.execute(BESIDE.format(reach=reach, hubs=hubs, free=NOT_OFFERED), values)
        return Beside(*cursor.fetchone())


def _reach(scope: Scope) -> tuple[str, list[Any]]:
    reach = scope.reach(ANSWER)
    return ("true", []) if reach.national else ("n.area_id = any(%s)", [sorted(reach.areas)])


def _where(scope: Scope, sought: Sought, *, own_key: str, now: datetime) -> tuple[str, list[Any]]:
    within, values = _reach(scope)
    shows: dict[str, tuple[str, list[Any]]] = {
        "to-take": (
            "n.state = 'open' and w.owner is null and (n.ring_at is null or n.ring_at <= %s)"
            f" and {NOT_OFFERED}",
            [now],
        ),
        "mine": ("n.state in ('open', 'offered') and w.owner = %s", [own_key]),
        "all": ("n.state in ('open', 'offered')", []),
        "rings": ("n.state in ('open', 'offered') and n.ring_at is not null", []),
        "passed": ("n.state = 'offered'", []),
    }
    condition, more = shows[sought.show if sought.show in shows else "to-take"]
    conditions = [within, condition]
    values = [*values, *more]
    for is_asked, text, value in (
        (sought.hub, "(n.hub_id is null or n.hub_id = %s)", sought.hub),
        (sought.level, "n.level = %s", sought.level),
        (sought.category, "n.category = %s", sought.category),
        (sought.late, "n.limit_at < %s", now),
    ):
        if is_asked:
            conditions.append(text)
            values.append(value)
    return " and ".join(conditions), values
