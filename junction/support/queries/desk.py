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
COUNTED = 1_000  # no further: nobody looks at the twentieth page of a queue
SHOWS = ("to-take", "mine", "all", "rings", "passed")
OPEN = "n.state in ('open', 'offered')"
# Whose a case is, looked up row by row: for the few rows of a page, or up to the bound of a count.
ANYBODYS = """support_need n left join lateral (
    select o.owner, o.owned_from from core_ownership o
    where o.subject_kind = 'support-need' and o.subject_id = n.id and o.owned_until is null limit 1) w
    on true"""
# What nobody has. Said as "there is none", the planner knows how many are left and walks the queue's index.
NOBODYS = """support_need n
    cross join (select null::varchar as owner, null::timestamptz as owned_from) w"""
NOT_OWNED = """not exists (select 1 from core_ownership o
    where o.subject_kind = 'support-need' and o.subject_id = n.id and o.owned_until is null)"""
# The few that one has; `offset 0` keeps them first, so that the queue is not walked to find them.
ONES_OWN = """(select o.subject_id, o.owner, o.owned_from from core_ownership o
    where o.subject_kind = 'support-need' and o.owner = %s and o.owned_until is null offset 0) w
    join support_need n on n.id = w.subject_id"""
# Each area gives its first rows by its index, and these are put in order: an index serves one area at a time.
OF_EACH_AREA = """select n.* from unnest(%s::text[]) as here(code) cross join lateral (
    {inner}) n"""
OF_ALL = "select n.* from ({inner}) n"
INNER = """select n.id, n.reference, n.category, n.level, n.triage, n.limit_at, n.stated_at, n.state,
    n.ring_at, n.area_id, n.place_id, n.hub_id, w.owner, w.owned_from
    from {source} where {where} order by {order} limit %s"""
PAGE_OF_CASES = """
select n.id, n.reference, n.category, n.level, n.triage, n.limit_at, n.stated_at, n.state, n.ring_at, n.owner,
       n.owned_from, coalesce(a.name, ''), coalesce(p.name, ''), coalesce(h.name, ''),
       (select count(*) from core_call c where c.subject_kind = 'support-need' and c.subject_id = n.id)
from ({rows} order by {order} limit %s offset %s) n
left join registry_area a on a.code = n.area_id
left join registry_place p on p.id = n.place_id
left join support_hub h on h.id = n.hub_id
order by {order}
"""
COUNT = "select count(*) from (select 1 from {source} where {where} limit %s) counted"
BY_LIMIT = "n.limit_at, n.stated_at, n.id"
BY_RING = "n.ring_at, n.id"
CANDIDATES = 100  # as many agents may press at one moment
LOCKED = """
select id from support_need where id = any(%s) order by limit_at, stated_at, id limit 1 for update skip locked
"""
NOT_OFFERED = "not exists (select 1 from support_handover o where o.need_id = n.id and o.outcome = 'waiting')"
BESIDE = """
with due as (select n.ring_at from support_need n where {reach} and {is_open} and n.ring_at <= %s
             order by n.ring_at limit 100)
select (select count(*) from due), (select min(ring_at) from due),
       (select count(*) from support_handover o left join support_hub h on h.id = o.to_hub_id
        where o.outcome = 'waiting' and (o.to_agent = %s or {hubs})),
       (select n.id from {own} where {is_open} and {free} and {reach} order by n.limit_at, n.id limit 1)
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
    triage: str  # the file that gave the level
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
    source, where, values = _where(scope, sought, own_key=own_key, now=now)
    reach, areas = _reach(scope)
    with connection.cursor() as cursor:
        count = COUNT.format(source=source, where=f"{where} and {reach}")
        cursor.execute(count, [*values, *areas, COUNTED + 1])
        total = int(cursor.fetchone()[0])
        number = min(max(1, sought.page), max(1, ceil(min(total, COUNTED) / PAGE)))
        statement, values = _page(scope, sought, number * PAGE, own_key=own_key, now=now)
        cursor.execute(statement, [*values, PAGE, (number - 1) * PAGE])
        rows = [Case(*row) for row in cursor.fetchall()]
    return Queue(rows, total, number)


def next_case(scope: Scope, *, hub: int | None, now: datetime) -> int | None:
    """Return the case to take next, by limit, then age, held until the transaction ends."""
    statement, values = _page(scope, Sought(hub=hub), CANDIDATES, own_key="", now=now)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, CANDIDATES, 0])
        cursor.execute(LOCKED, [[row[0] for row in cursor.fetchall()]])
        found = cursor.fetchone()
    return int(found[0]) if found else None


def beside(scope: Scope, *, own_key: str, now: datetime) -> Beside:
    """Return what waits beside the queue, in one statement."""
    reach, areas = _reach(scope)
    hubs = "o.to_hub_id is not null" if not areas else "h.area_id = any(%s)"
    asked = BESIDE.format(reach=reach, hubs=hubs, free=NOT_OFFERED, is_open=OPEN, own=ONES_OWN)
    with connection.cursor() as cursor:
        cursor.execute(asked, [*areas, now, own_key, *areas, own_key, *areas])
        return Beside(*cursor.fetchone())


def _page(scope: Scope, sought: Sought, bound: int, *, own_key: str, now: datetime) -> tuple[str, list[Any]]:
    """Return the statement of a page up to its limit and offset, and its values."""
    source, where, values = _where(scope, sought, own_key=own_key, now=now)
    order = BY_RING if sought.show == "rings" else BY_LIMIT
    _, areas = _reach(scope)
    within = "n.area_id = here.code" if areas else "true"
    inner = INNER.format(source=source, where=f"{where} and {within}", order=order)
    rows = (OF_EACH_AREA if areas else OF_ALL).format(inner=inner)
    return PAGE_OF_CASES.format(rows=rows, order=order), [*areas, *values, bound]


def _reach(scope: Scope) -> tuple[str, list[Any]]:
    reach = scope.reach(ANSWER)
    return ("true", []) if reach.national else ("n.area_id = any(%s)", [sorted(reach.areas)])


def _where(scope: Scope, sought: Sought, *, own_key: str, now: datetime) -> tuple[str, str, list[Any]]:
    """Return where the rows come from, which of them, and the values of both, in order."""
    free = f"n.state = 'open' and {NOT_OWNED} and (n.ring_at is null or n.ring_at <= %s) and {NOT_OFFERED}"
    shows: dict[str, tuple[str, str, list[Any]]] = {
        "to-take": (NOBODYS, free, [now]),
        "mine": (ONES_OWN, OPEN, [own_key]),
        "all": (ANYBODYS, OPEN, []),
        "rings": (ANYBODYS, f"{OPEN} and n.ring_at is not null", []),
        "passed": (ANYBODYS, "n.state = 'offered'", []),
    }
    source, condition, values = shows[sought.show if sought.show in shows else "to-take"]
    conditions = [condition]
    for is_asked, text, value in (
        (sought.hub, "(n.hub_id is null or n.hub_id = %s)", sought.hub),
        (sought.level, "n.level = %s", sought.level),
        (sought.category, "n.category = %s", sought.category),
        (sought.late, "n.limit_at < %s", now),
    ):
        if is_asked:
            conditions.append(text)
            values = [*values, value]
    return source, " and ".join(conditions), values
