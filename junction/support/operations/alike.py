"""Flag needs that may be the same, and what a person makes of it: joined or kept apart, with the reason.

Whoever states a need on the web or by text is never told that there is another: that would give somebody
away. The desk is. A joined need is over; its private page asks to ring, and neither shows nor
changes the other: whoever knows a number can state a need with it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from junction.core.scope import Actor

from ..models import Alike, Need, NeedEvent, Person
from ..queries.again import OF_CALL, OF_RULE
from ..queries.alike import one_pair
from ..queries.needs import OPEN
from . import need_refusals as refusals
from .settling import Step, write_down

SEEN_TO = ("phone",)  # whoever takes a call is shown what is alike before the need is made
KNOWN = (OF_RULE, OF_CALL)  # stated again by the desk, of somebody it knows
FLAG = """
WITH news AS (
    SELECT n.id, n.area_id, p.phone_mark, p.name_mark
    FROM support_need n JOIN support_person p ON p.id = n.person_id WHERE n.id = ANY(%(numbers)s)
), by_phone AS (
    SELECT news.id, max(o.id) AS other
    FROM news JOIN support_person q ON q.phone_mark = news.phone_mark
    JOIN support_need o ON o.person_id = q.id AND o.id < news.id AND o.area_id = news.area_id
    WHERE o.state IN ('open', 'offered') GROUP BY news.id
), by_name AS (
    SELECT news.id, max(o.id) AS other
    FROM news JOIN support_person q ON q.name_mark = news.name_mark
    JOIN support_need o ON o.person_id = q.id AND o.id < news.id AND o.area_id = news.area_id
    WHERE o.state IN ('open', 'offered') AND news.id NOT IN (SELECT id FROM by_phone) GROUP BY news.id
)
INSERT INTO support_alike (need_id, other_id, same, found_at, judged, judged_by)
SELECT id, other, 'phone', %(now)s, '', '' FROM by_phone
UNION ALL SELECT id, other, 'name', %(now)s, '', '' FROM by_name
"""


def flag_alike(stated: Sequence[Need], *, by: Actor, now: datetime) -> int:
    """Flag those of these needs that may be one with an open one before, in one statement; return how many.

    A step of stating needs, whose line in the log tells of it.
    """
    numbers = [
        need.pk
        for need in stated
        if need.person_id and need.channel not in SEEN_TO and not need.source.startswith(KNOWN)
    ]
    if not numbers:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FLAG, {"now": now, "numbers": numbers})
        return cursor.rowcount


@transaction.atomic
def join(number: int, *, why: str, by: Actor, now: datetime) -> NeedEvent:
    """Say that both are one: the later ends, the earlier goes on. Raise `AlreadyClosed`, `IsOver`,
    `SayWhy` or `Alike.DoesNotExist`.
    """
    pair = _held(number, why, by)
    if pair.need.state not in OPEN or pair.other.state not in OPEN:
        raise refusals.IsOver
    _judge(pair, Alike.Judged.JOINED, by=by, now=now)
    _keep_safe(pair.need.person, pair.other.person)
    step = Step(NeedEvent.Kind.JOINED, Need.State.JOINED, note=why, about=f"need:{pair.other_id}")
    write_down(pair.other, Step(NeedEvent.Kind.NOTED, note=why, about=f"need:{pair.need_id}"), by=by, now=now)
    return write_down(pair.need, step, by=by, now=now)


@transaction.atomic
def keep_apart(number: int, *, why: str, by: Actor, now: datetime) -> NeedEvent:
    """Say that these are two needs. Raise `AlreadyClosed`, `SayWhy` or `Alike.DoesNotExist`."""
    pair = _held(number, why, by)
    _judge(pair, Alike.Judged.APART, by=by, now=now)
    step = Step(NeedEvent.Kind.NOTED, why="apart", note=why, about=f"need:{pair.other_id}")
    return write_down(pair.need, step, by=by, now=now)


def _held(number: int, why: str, by: Actor) -> Alike:
    """Return a pair in reach with both needs held, the earlier first, until the transaction ends."""
    if not why.strip():
        raise refusals.SayWhy
    found = one_pair(by.scope, number)
    rows = Need.objects.select_for_update(of=("self",)).select_related("person").order_by("pk")
    held = {need.pk: need for need in rows.filter(pk__in=[found.need_id, found.other_id])}
    pair = Alike.objects.get(pk=number)
    if pair.judged:
        raise refusals.AlreadyClosed
    pair.need, pair.other = held[pair.need_id], held[pair.other_id]
    return pair


def _keep_safe(later: Person | None, earlier: Person | None) -> None:
    """What goes on is as careful as either: an address that one protects, and a way that the later one gives
    and does not call safe.
    """
    if later is None or earlier is None:
        return
    earlier.is_protected = earlier.is_protected or later.is_protected
    for given, ways in Person.WAYS.items():
        for way in ways if getattr(later, given) else ():
            setattr(earlier, way, getattr(earlier, way) and getattr(later, way))
    earlier.save(update_fields=["is_protected", *(way for ways in Person.WAYS.values() for way in ways)])


def _judge(pair: Alike, judged: str, *, by: Actor, now: datetime) -> None:
    pair.judged, pair.judged_at, pair.judged_by = judged, now, by.key
    pair.save(update_fields=["judged", "judged_at", "judged_by"])
