"""SQL of the newest return of each place: as it stands now, or as it was known at a moment.

Live pictures read the plain table of newest returns. Looking back reads the facts: for each place the newest
return about a day not after `on`, in the version that was known then. A return counts for some days only (the
question set says how many), so looking back reads one or two rows a place and never all of history.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from junction.core.scope import Scope
from junction.registry.queries import inside
from junction.returns.rules.questions import QuestionSet, question_set_on

from .asked import places_asked

SEE = "returns.see"

LIVE = """LEFT JOIN returns_latest l ON l.place_id = p.id AND l.question_set = %s
     AND l.about_on BETWEEN %s AND %s"""
BACK = """LEFT JOIN LATERAL (
    SELECT r.* FROM returns_return r
    WHERE r.place_id = p.id AND r.question_set = %s AND r.about_on BETWEEN %s AND %s AND {known}
    ORDER BY r.about_on DESC LIMIT 1) l ON TRUE"""
KNOWN_NOW = "r.superseded_at IS NULL"
KNOWN_THEN = "r.recorded_at <= %s AND (r.superseded_at IS NULL OR r.superseded_at > %s)"


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: a question set, days up to `on`, as known now or at `as_at`, an area or all."""

    question_set: str
    on: date
    as_at: datetime | None = None
    area_code: str = ""

    @property
    def asked(self) -> QuestionSet:
        return question_set_on(self.question_set, self.on)

    @property
    def since(self) -> date:
        """The first day a return about which still counts."""
        return self.on - timedelta(days=self.asked.counts_for_days - 1)

    def newest_sql(self) -> tuple[str, list[Any]]:
        """Return the SQL that joins to places `p` their newest return that counts, `l`."""
        params: list[Any] = [self.question_set, self.since, self.on]
        if self.as_at is not None:
            return BACK.format(known=KNOWN_THEN), [*params, self.as_at, self.as_at]
        return (LIVE if _is_live(self) else BACK.format(known=KNOWN_NOW)), params


def places_sql(scope: Scope, look: Look) -> tuple[str, list[Any]]:
    """Return the SQL of the places in scope and area that are asked: id, name, area_id, council_id."""
    found = places_asked(scope, look.asked, permission=SEE, as_at=look.as_at)
    if look.area_code:
        found = found.filter(area_id__in=sorted(inside([look.area_code], on=look.on)))
    sql, params = found.values("id", "name", "area_id", "council_id").query.sql_with_params()
    return sql, list(params)


def _is_live(look: Look) -> bool:
    """Tell whether no newest return is about a later day than is looked at: then the plain table serves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM returns_latest WHERE question_set = %s AND about_on > %s)",
            [look.question_set, look.on],
        )
        return bool(cursor.fetchone()[0])
