"""SQL of the newest return of each place: as it stands now, or as it was known at a moment.

Live pictures read the plain table of newest returns. Looking back reads the facts where that table has moved
on since: for each such place the newest return about a day not after `on`, in the version known then.
A return counts for some days only (the question set says how many), so looking back reads one or two rows a
place and never all of history.

A place that another was merged into stands with its own newest return where it has one that counts, and
otherwise with the newest of those merged into it: never with both, so that nobody is counted twice. Nothing
is copied, so that undoing a merge restores both.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from junction.core.scope import Scope
from junction.registry.queries import inside, merged_at
from junction.returns.models import Latest
from junction.returns.rules.measures import MEASURES
from junction.returns.rules.questions import QuestionSet, question_set_on

from .asked import places_asked

SEE = "returns.see"

LIVE = """LEFT JOIN returns_latest l ON l.place_id = p.id AND l.question_set = %s
     AND l.about_on BETWEEN %s AND %s"""
# A newest return that was known then and is about no later day was the newest then too; the facts are asked
# for the other places only.
READ = ("about_on", "recorded_at", "late", "nothing_changed", "computed_rating", *MEASURES)
_CHOSEN = ", ".join(f"coalesce(newest.{name}, earlier.{name}) AS {name}" for name in READ)
BACK = """LEFT JOIN returns_latest newest ON newest.place_id = p.id AND newest.question_set = %s
     AND newest.about_on BETWEEN %s AND %s{still}
LEFT JOIN LATERAL (
    SELECT r.* FROM returns_return r
    WHERE newest.place_id IS NULL AND r.place_id = p.id AND r.question_set = %s
      AND r.about_on BETWEEN %s AND %s AND {known}
    ORDER BY r.about_on DESC LIMIT 1) earlier ON TRUE
CROSS JOIN LATERAL (SELECT {chosen}) l"""
# With merges in force, of which there are few: their pairs (gone, kept) come as two arrays.
COLUMNS = ", ".join(
    f'x."{field.column}"' for field in Latest._meta.concrete_fields if field.column != "place_id"
)
LIVE_MERGED = f"""LEFT JOIN (
    SELECT x.place_id, {COLUMNS} FROM returns_latest x
    WHERE x.question_set = %s AND x.about_on BETWEEN %s AND %s
    UNION ALL SELECT * FROM (
        SELECT DISTINCT ON (m.kept) m.kept, {COLUMNS}
        FROM unnest(%s::bigint[], %s::bigint[]) m(gone, kept)
        JOIN returns_latest x ON x.place_id = m.gone AND x.question_set = %s AND x.about_on BETWEEN %s AND %s
        WHERE NOT EXISTS (SELECT FROM returns_latest o WHERE o.place_id = m.kept AND o.question_set = %s
                          AND o.about_on BETWEEN %s AND %s)
        ORDER BY m.kept, x.about_on DESC, x.recorded_at DESC) g
    ) l ON l.place_id = p.id"""  # noqa: S608 - only names of columns are put together
BACK_MERGED = """LEFT JOIN LATERAL (
    SELECT one.* FROM (
        SELECT p.id AS place_id, 0 AS other
        UNION ALL
        SELECT m.gone, 1 FROM unnest(%s::bigint[], %s::bigint[]) m(gone, kept) WHERE m.kept = p.id) f
    CROSS JOIN LATERAL (
        SELECT r.* FROM returns_return r
        WHERE r.place_id = f.place_id AND r.question_set = %s AND r.about_on BETWEEN %s AND %s AND {known}
        ORDER BY r.about_on DESC LIMIT 1) one
    ORDER BY f.other, one.about_on DESC, one.recorded_at DESC LIMIT 1) l ON TRUE"""
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

    def newest_sql(self, scope: Scope) -> tuple[str, list[Any]]:
        """Return the SQL that joins to places `p` their newest return that counts, `l`."""
        days: list[Any] = [self.question_set, self.since, self.on]
        if self.as_at is not None:
            merged = merged_at(scope, as_at=self.as_at)
            still, params = " AND newest.recorded_at <= %s", [*days, self.as_at, self.as_at]
            known = KNOWN_THEN
        else:
            live, merged = _standing_now(self)
            if live:
                pairs = [list(merged), list(merged.values())]
                return (LIVE_MERGED, [*days, *pairs, *days, *days]) if merged else (LIVE, days)
            still, params, known = "", days, KNOWN_NOW
        if not merged:
            back = BACK.format(chosen=_CHOSEN, still=still, known=known)
            return back, [*days, *params[len(days) + 1 :], *params]
        return BACK_MERGED.format(known=known), [list(merged), list(merged.values()), *params]


def places_sql(scope: Scope, look: Look) -> tuple[str, list[Any]]:
    """Return the SQL of the places in scope and area that are asked: id, name, area_id, council_id."""
    found = places_asked(scope, look.asked, permission=SEE, on=look.on, as_at=look.as_at)
    if look.area_code:
        found = found.filter(area_id__in=sorted(inside([look.area_code], on=look.on)))
    sql, params = found.values("id", "name", "area_id", "council_id").query.sql_with_params()
    return sql, list(params)


def _standing_now(look: Look) -> tuple[bool, dict[int, int]]:
    """Tell whether the plain table serves, and which places stand for which; one statement.

    It serves when no newest return is about a later day than is looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM returns_latest WHERE question_set = %s AND about_on > %s),"
            " (SELECT json_object_agg(id, merged_into_id) FROM registry_place"
            " WHERE merged_into_id IS NOT NULL)",
            [look.question_set, look.on],
        )
        live, merged = cursor.fetchone()
    return bool(live), {int(gone): kept for gone, kept in (merged or {}).items()}
