"""Places whose newest return rates red, as computed: those that came lately, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.registry.queries import known_places, open_on

from ..rules.measures import RED
from .belonging import NEWEST, Families, families_at

SEE = "returns.see"
LATELY = timedelta(hours=24)
TURNED_RED = """
SELECT p.id, p.name, l.question_set, l.about_on, l.rating_overall
FROM {newest} l JOIN ({reached}) p ON p.id = l.place_id
WHERE l.computed_rating = %s AND l.recorded_at >= %s ORDER BY l.recorded_at DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Risky:
    """One place that turned up red."""

    place_id: int
    name: str
    question_set: str
    about_on: date
    declared: int | None


def turned_red(
    scope: Scope, *, families: Families | None = None, now: datetime, most: int = 5
) -> list[Risky]:
    """Return the places in scope whose newest return came in the last day and rates red.

    One statement, and one for what is merged where `families` does not say it.
    """
    if not scope.reach(SEE):
        return []
    families = families_at(scope) if families is None else families
    is_open = open_on(scope, local_day(now), merged=families.merged)
    reached = known_places(scope, permission=SEE).filter(is_open)
    sql, values = reached.values("id", "name").query.sql_with_params()
    newest, more = families.belonging(NEWEST, "TRUE", [])
    with connection.cursor() as cursor:
        cursor.execute(
            TURNED_RED.format(newest=newest, reached=sql), [*more, *values, RED, now - LATELY, most]
        )
        return [Risky(*row) for row in cursor.fetchall()]
