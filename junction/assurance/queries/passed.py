"""What assurance tells of emergency needs to whoever passes a case on to one: those of the place, and where
each stands. One that a rung refused goes on to the next, and is open.
"""

from datetime import datetime
from typing import Any

from junction.core.calendar import local_day
from junction.core.passing import ANSWERED, REFUSED, Asked, Known
from junction.core.scope import Scope

from ..rules.escalations import escalation_rules
from .escalations import escalations as in_reach
from .reach import RAISE

MOST = 20
OVER = {"answered": ANSWERED, "met": ANSWERED, "unmet": REFUSED}


def escalations(scope: Scope, asked: Asked, *, now: datetime) -> list[Known]:
    """Return emergency needs of a place."""
    found: Any = in_reach(scope, now=now).order_by("-raised_at", "-pk")
    if asked.area:
        found = found.filter(place=asked.place, place__isnull=False)
    if asked.numbers is None:
        rows = list(found.exclude(state__in=list(OVER))[:MOST])
    else:
        rows = list(found.filter(pk__in=list(asked.numbers)))
    said = {one.pk: escalation_rules(local_day(one.raised_at)).needs for one in rows}
    return [
        Known(
            one.pk, f"Emergency need {one.pk}: {said[one.pk].get(one.need, one.need).lower()}", one.desk,
            RAISE, one.owner or "", OVER.get(one.state, ""),
        )
        for one in rows
    ]  # fmt: skip
