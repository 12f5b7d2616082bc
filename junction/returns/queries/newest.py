"""SQL of the newest return of each place: as it stands now, or as it was known at a moment.

Live pictures read the plain table of newest returns. Looking back reads the facts where that table has moved
on since: for each such place the newest return about a day not after `on`, in the version known then.
A return counts for some days only (the question set says how many), so looking back reads one or two rows a
place and never all of history.

Whose a return is where places were merged, `belonging.py` says.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from junction.core.scope import Scope
from junction.registry.models import lies_in
from junction.registry.queries import LIES_IN, inside
from junction.returns.models import known_sql
from junction.returns.rules.questions import QuestionSet, question_set_on

from .asked import places_asked
from .belonging import NEWEST, READ, SPEAKS_FIRST, Families, families_at

SEE = "returns.see"

WHICH = "x.question_set = %s AND x.about_on BETWEEN %s AND %s"
LIVE = "LEFT JOIN {newest} l ON l.place_id = p.id"
# A newest return that was known then and is about no later day was the newest then too; the facts are asked
# for the other places only, and for those that others were merged into.
_CHOSEN = ", ".join(f"coalesce(newest.{name}, earlier.{name}) AS {name}" for name in READ)
BACK = """{families}LEFT JOIN returns_latest newest ON newest.place_id = p.id AND newest.question_set = %s
     AND newest.about_on BETWEEN %s AND %s{still}
LEFT JOIN LATERAL (
    SELECT r.* FROM returns_return r
    WHERE newest.place_id IS NULL AND r.place_id = {whose} AND r.question_set = %s
      AND r.about_on BETWEEN %s AND %s AND {known}
    ORDER BY r.about_on DESC{speaks_first} LIMIT 1) earlier ON TRUE
CROSS JOIN LATERAL (SELECT {chosen}) l"""
FAMILIES = """LEFT JOIN (
    SELECT f.kept, array_agg(f.member) AS members FROM unnest(%s::bigint[], %s::bigint[]) f(member, kept)
    GROUP BY f.kept) m ON m.kept = p.id
"""
OF_ONE = {"families": "", "whose": "p.id", "speaks_first": ""}
OF_FAMILIES = {
    "families": FAMILIES,
    "whose": "ANY(coalesce(m.members, ARRAY[p.id]))",
    "speaks_first": ", " + SPEAKS_FIRST.format(own="(r.place_id = p.id)", place="r.place_id"),
}


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

    def seen(self, scope: Scope) -> "Seen":
        """Return what is needed to read it; one statement."""
        if self.as_at is None:
            is_live, families = _standing_now(self)
        else:
            is_live, families = False, families_at(scope, as_at=self.as_at)
        return Seen(self, scope, families, is_live)


@dataclass(frozen=True, slots=True)
class Seen:
    """Something looked at: by whom, which places were families then, and whether the plain table serves."""

    look: Look
    scope: Scope
    families: Families
    is_live: bool

    def places_sql(self) -> tuple[str, list[Any]]:
        """Return the SQL of the places in scope and area that are asked: id, name, lowest, council_id."""
        look = self.look
        found = places_asked(
            self.scope, look.asked, permission=SEE, on=look.on, as_at=look.as_at, families=self.families
        )
        if look.area_code:
            found = found.filter(lies_in(inside([look.area_code], on=look.on)))
        columns = found.annotate(lowest=LIES_IN).values("id", "name", "lowest", "council_id")
        sql, params = columns.query.sql_with_params()
        return sql, list(params)

    def newest_sql(self) -> tuple[str, list[Any]]:
        """Return the SQL that joins to places `p` their newest return that counts, `l`."""
        look = self.look
        days: list[Any] = [look.question_set, look.since, look.on]
        if not self.is_live:
            return _back(self.families, days, look.as_at)
        newest, values = self.families.belonging(NEWEST, WHICH, days)
        return LIVE.format(newest=newest), values


def _back(families: Families, days: list[Any], as_at: datetime | None) -> tuple[str, list[Any]]:
    parts = dict(OF_FAMILIES if families else OF_ONE)
    known, moments = known_sql("r", as_at)
    still = " AND m.kept IS NULL" if families else ""
    still += " AND newest.recorded_at <= %s" if as_at else ""
    sql = BACK.format(**parts, still=still, known=known, chosen=_CHOSEN)
    return sql, [*(families.pairs if families else []), *days, *moments[:1], *days, *moments]


def _standing_now(look: Look) -> tuple[bool, Families]:
    """Tell whether the plain table serves, and which places are families; one statement.

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
    return bool(live), Families.of({int(gone): kept for gone, kept in (merged or {}).items()})
