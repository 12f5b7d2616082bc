"""Add up days: keep, for each lowest area and day, the sums that trends read.

Every stored return notes its day as out of date, in its own transaction; this takes the notes and adds those
days up again, appending a newer total where it differs. What the registry changed is looked for here, since
it knows nothing of returns. Run twice, it adds up nothing twice.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from junction.core.calendar import local_day
from junction.core.scope import Actor, Scope
from junction.returns.models import DayTotal
from junction.returns.queries.belonging import Families, families_at
from junction.returns.queries.counted import BY_AREA_AND_DAY, Area, Counted
from junction.returns.rules.asking import sets_incidents_ask
from junction.returns.rules.indicators import FILED, summed_on

TAKE = """
WITH taken AS (DELETE FROM returns_dirtyday RETURNING place_id, question_set, about_on)
SELECT t.question_set, t.about_on, coalesce(p.area_id, p.council_id), min(s.recorded_at)
FROM taken t JOIN registry_place p ON p.id = t.place_id
LEFT JOIN returns_slot s USING (place_id, question_set, about_on) GROUP BY 1, 2, 3
"""
Changed = dict[Area, datetime | None]  # when something else than a return made it out of date
# Of places that were merged, let go, closed, opened again or moved, or whose kind of care changed, and of all
# that a merge ever joined with them: the days filed that may now count elsewhere or not at all. Since a while
# before the last totals: a write may be stored some time after the moment it is dated by; since earlier where
# older returns are added up for the first time.
SINCE = "since AS (SELECT least(max(computed_at) - interval '1 hour', %s) AS moment FROM returns_daytotal)"
COUNTS_BY = "({one}.area_id, {one}.council_id, {one}.service_type, {one}.service_types)"
BEFORE, NOW = COUNTS_BY.format(one="b"), COUNTS_BY.format(one="p")
CHANGED = f"""
WITH RECURSIVE {SINCE}, changed(cause, place_id, at, first_on) AS (
    SELECT 'merge ' || m.id, m.kept_id, greatest(m.merged_at, m.undone_at), '-infinity'::date
    FROM since JOIN registry_merge m ON greatest(m.merged_at, m.undone_at) > since.moment
    UNION ALL
    SELECT 'place ' || p.id, p.id, max(b.known_until),
           min(CASE WHEN {BEFORE} IS DISTINCT FROM {NOW} THEN '-infinity'
               ELSE least(b.closed_on, p.closed_on) END)
    FROM since JOIN registry_placepast b ON b.known_until > since.moment
    JOIN registry_place p ON p.id = b.place_id
    WHERE ({BEFORE} IS DISTINCT FROM {NOW} OR b.closed_on IS DISTINCT FROM p.closed_on)
    GROUP BY p.id
), family(cause, place_id, at, first_on) AS (
    SELECT * FROM changed
    UNION
    SELECT f.cause, CASE WHEN m.gone_id = f.place_id THEN m.kept_id ELSE m.gone_id END, f.at, f.first_on
    FROM family f JOIN registry_merge m ON f.place_id IN (m.gone_id, m.kept_id)
), lying(cause, area) AS (
    SELECT f.cause, coalesce(p.area_id, p.council_id) FROM family f JOIN registry_place p ON p.id = f.place_id
    UNION
    SELECT c.cause, coalesce(b.area_id, b.council_id)
    FROM since, changed c JOIN registry_placepast b ON b.place_id = c.place_id
    WHERE b.known_until > since.moment
)
SELECT s.question_set, s.about_on, l.area, max(f.at)
FROM family f JOIN returns_slot s ON s.place_id = f.place_id AND s.version > 0 AND s.about_on >= f.first_on
JOIN lying l ON l.cause = f.cause GROUP BY 1, 2, 3
"""  # noqa: S608 (no values)
# Days kept of sets that incidents ask for, where one came to cover an area or was stood down.
ASKED_ANEW = f"""
WITH {SINCE}
SELECT t.question_set, t.about_on, t.area_id, max(i.at)
FROM (SELECT joined_at FROM registry_incidentarea UNION ALL SELECT stood_down_at FROM registry_incident) i(at)
JOIN since ON i.at > since.moment
JOIN returns_daytotal t ON t.question_set = ANY(%s) AND t.about_on >= i.at::date - 1 GROUP BY 1, 2, 3
"""  # noqa: S608 (no values)


@transaction.atomic
def add_up_days(*, by: Actor, now: datetime) -> int:
    """Add up every area's day that is out of date; return how many totals were made."""
    families = families_at(by.scope)
    totals = [
        total
        for (question_set, about_on), areas in sorted(_out_of_date(now).items())
        for total in _totals(by.scope, question_set, about_on, areas, families, now)
    ]
    DayTotal.objects.bulk_create(totals, batch_size=1_000, ignore_conflicts=True)
    return len(totals)


def _out_of_date(now: datetime) -> dict[tuple[str, date], Changed]:
    """Return the areas of each set and day that are to be added up, and take the notes of them."""
    found: dict[tuple[str, date], Changed] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        taken = cursor.fetchall()
        for question_set, about_on, area, _ in taken:
            found[question_set, about_on][area] = None
        oldest = min((recorded_at for *_, recorded_at in taken if recorded_at), default=None)
        for statement, values in ((CHANGED, []), (ASKED_ANEW, [sets_incidents_ask(local_day(now))])):
            cursor.execute(statement, [oldest, *values])
            for question_set, about_on, area, changed_at in cursor.fetchall():
                areas = found[question_set, about_on]
                areas[area] = _last(areas.get(area), changed_at)
    return found


def _totals(
    scope: Scope, question_set: str, about_on: date, areas: Changed, families: Families, now: datetime
) -> list[DayTotal]:
    """Return the totals of a day that differ from those before; zero where no return counts any longer."""
    codes = list(summed_on(about_on))
    rows = _added_up(scope, question_set, about_on, areas, families)
    nothing = [0] * len(FILED) + [None, None, 0] * len(codes) + [None]
    newest = _newest(question_set, about_on, areas)
    made = []
    for area, changed_at in areas.items():
        before, cells = newest.get(area), rows.get(area, nothing)
        known_from, sums = _last(cells[-1], before.known_from if before else None), _sums(codes, cells)
        if before and (before.sums, before.known_from) == (sums, known_from):
            continue  # what changed makes no difference here
        total = DayTotal(area_id=area, question_set=question_set, about_on=about_on, computed_at=now)
        total.known_from, total.places, total.sums = _last(known_from, changed_at), cells[0], sums
        made.append(total)
    return made


def _last(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _added_up(
    scope: Scope, question_set: str, about_on: date, areas: Collection[Area], families: Families
) -> dict[Area, Sequence[Any]]:
    counted = Counted(scope, question_set, (about_on,), families, lowest=areas)
    found = counted.sums(list(summed_on(about_on).values()), by=BY_AREA_AND_DAY)
    return {area: cells for area, _, *cells in found}


def _newest(question_set: str, about_on: date, areas: Collection[Area]) -> dict[Area, DayTotal]:
    """Return the total of each area as it was last made."""
    lies = Q(area_id__in=[area for area in areas if area])
    if None in areas:
        lies |= Q(area_id=None)
    found = DayTotal.objects.filter(lies, question_set=question_set, about_on=about_on)
    return {one.area_id: one for one in found.order_by("area_id", "-computed_at").distinct("area_id")}


def _sums(codes: list[str], cells: Sequence[Any]) -> dict[str, Any]:
    width = len(FILED)
    sums = {code: cells[width + 3 * n : width + 3 * n + 3] for n, code in enumerate(codes)}
    plain: dict[str, Any] = json.loads(json.dumps({"filed": cells[:width]} | sums, default=float))
    return plain
