"""What waits at the desks in reach, in one statement: for the home page of who decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from junction.core.scope import Scope

DECIDE = "supply.decide"
COUNTED = 10_000  # no further
COUNTS = """
select (select count(*) from (select 1 from supply_ask a where a.settled_at is null {at_desk}
        limit %(most)s) w),
       (select count(*) from (select 1 from supply_ask a where a.settled_at is null and a.decide_by < %(now)s
        {at_desk} limit %(most)s) l),
       (select count(*) from supply_problem a where a.closed_at is null {at_desk}
        and not exists (select 1 from core_ownership w where w.subject_kind = 'supply-problem'
                        and w.subject_id = a.id and w.owned_until is null)),
       (select count(*) from supply_offer a where a.answered_at is null and %(national)s
        and not exists (select 1 from core_ownership w where w.subject_kind = 'supply-offer'
                        and w.subject_id = a.id and w.owned_until is null))
"""


@dataclass(frozen=True, slots=True)
class DeskToday:
    """How much waits for a decision, how much of it is late, and what nobody has."""

    waiting: int = 0
    late: int = 0
    nobodys_problems: int = 0
    nobodys_offers: int = 0

    def __bool__(self) -> bool:
        return any((self.waiting, self.nobodys_problems, self.nobodys_offers))


def desk_today(scope: Scope, *, now: datetime) -> DeskToday:
    """Return what waits at the desks in reach; nothing, and no statement, for who decides nothing."""
    reach = scope.reach(DECIDE)
    if not reach:
        return DeskToday()
    at_desk = "" if reach.national else "and a.desk_id = any(%(areas)s)"
    values: dict[str, Any] = {
        "most": COUNTED,
        "now": now,
        "areas": sorted(reach.areas),
        "national": reach.national,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(at_desk=at_desk), values)
        return DeskToday(*cursor.fetchone())
