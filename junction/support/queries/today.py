"""What waits for somebody in support, in one statement: for the home page of who sees to it."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from junction.core.scope import Scope

from .desk import NOT_OFFERED, NOT_OWNED, OPEN
from .needs import ANSWER, PROTECTED
from .referrals import REFER

COUNTED = 1_000  # no further: the desk says the rest
FREE = f"n.state = 'open' and {NOT_OWNED} and {NOT_OFFERED}"
BOUNDED = "(select count(*) from (select 1 from {rows} limit %(most)s) counted)"
OF_ANSWERING = "(%(answers_all)s or n.area_id = any(%(answers)s))"
ROWS = (
    f"support_need n where {OPEN} and n.level = 'danger' and {OF_ANSWERING}",
    f"support_need n where {OPEN} and n.limit_at <= %(now)s and {OF_ANSWERING}",
    f"""support_need n where {FREE} and (n.ring_at is null or n.ring_at <= %(now)s)
        and {OF_ANSWERING}""",
    f"support_need n where {OPEN} and n.ring_at <= %(now)s and {OF_ANSWERING}",
    """support_handover o join support_need n on n.id = o.need_id
        left join support_hub h on h.id = o.to_hub_id where o.outcome = 'waiting'
        and (o.to_agent = %(own)s or (o.to_hub_id is not null
             and (%(answers_all)s or h.area_id = any(%(answers)s))))""",
    f"""support_alike p join support_need n on n.id = p.need_id
        where p.judged = '' and {OF_ANSWERING}""",
    """support_referral r where r.state = 'sent'
        and (%(refers_all)s or r.keeper_id = any(%(keepers)s) or r.council_id = any(%(refers)s))""",
    """support_concern c where c.closed_at is null
        and (%(protects_all)s or c.area_id = any(%(protects)s))""",
)
COUNTS = "select " + ",\n".join(BOUNDED.format(rows=rows) for rows in ROWS)


@dataclass(frozen=True, slots=True)
class SupportToday:
    """How much waits, each counted up to a bound."""

    danger: int = 0  # open, of those who said that somebody is in danger now
    late: int = 0
    to_take: int = 0
    rings: int = 0  # due by now
    handed: int = 0  # to oneself, or to a hub one answers for
    alike: int = 0
    referrals: int = 0  # for one's services to answer
    worries: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))


def support_today(scope: Scope, *, own_key: str, now: datetime) -> SupportToday:
    """Return what waits in reach; nothing, and no statement, for who sees to none of it."""
    answers, refers, protects = scope.reach(ANSWER), scope.reach(REFER), scope.reach(PROTECTED)
    if not (answers or refers or protects):
        return SupportToday()
    values: dict[str, Any] = {
        "most": COUNTED, "now": now, "own": own_key,
        "answers_all": answers.national, "answers": sorted(answers.areas),
        "refers_all": refers.national, "refers": sorted(refers.areas),
        "keepers": sorted(refers.organisations),
        "protects_all": protects.national, "protects": sorted(protects.areas),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, values)
        return SupportToday(*cursor.fetchone())
