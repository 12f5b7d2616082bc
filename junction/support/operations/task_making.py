"""Tasks of needs that volunteers may meet, made by two statements for any number.

What a need becomes is said by the dated file; the language is that of the person, where it is not English.
"""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..queries.needs_for_volunteers import needs_for_volunteers
from ..rules.volunteer_tasks import TaskBook, tasks_on
from ..rules.volunteering import Volunteering, mask, volunteering_on

# By itself: in one statement with the making, each need would look through the tasks made so far.
WANTED = "CREATE TEMP TABLE wanted ON COMMIT DROP AS {needs}"
MAKE = """
WITH kinds AS (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS k(
        category text, kind text, skills bigint, level smallint, minutes smallint, limit_km smallint)
), levels AS (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS l(level text, priority smallint, is_instant boolean)
), languages AS (SELECT * FROM jsonb_each_text(%s::jsonb) AS l(code, bits))
INSERT INTO support_task (need_id, area_id, kind, longitude, latitude, skills, languages, level, opens_at,
    closes_at, minutes, limit_km, priority, is_instant, following, state, state_at, made_at,
    made_by, playbook)
SELECT wanted.id, wanted.area_id, kinds.kind, wanted.longitude, wanted.latitude, kinds.skills,
    coalesce(languages.bits::bigint, 0), kinds.level, %s, greatest(wanted.limit_at, %s), kinds.minutes,
    kinds.limit_km, levels.priority, levels.is_instant, ARRAY[]::bigint[], 'open', %s, %s, %s, %s
FROM wanted
JOIN kinds ON kinds.category = wanted.category
JOIN levels ON levels.level = wanted.level
JOIN support_person AS person ON person.id = wanted.person_id
LEFT JOIN languages ON languages.code = person.language
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def tasks_of_needs(areas: Collection[str], *, levels: Collection[str] = (), by: Actor, now: datetime) -> int:
    """Make a task of each need in some areas that volunteers may meet; return how many."""
    today = local_day(now)
    book, skills = tasks_on(today), volunteering_on(today)
    found = needs_for_volunteers(by.scope, book, areas=areas, levels=levels).order_by()
    sql, values = found.values("id", "area_id", "longitude", "latitude", "category", "level", "limit_at",
                               "person_id").query.sql_with_params()  # fmt: skip
    said: list[Any] = [
        _kinds(book, skills),
        _levels(book),
        _languages(skills),
        now,
        now + timedelta(hours=book.least_hours),
        now,
        now,
        by.key,
        book.reference,
    ]
    with connection.cursor() as cursor:
        cursor.execute(WANTED.format(needs=sql), values)
        cursor.execute(MAKE, said)
        made = cursor.rowcount
        cursor.execute("DROP TABLE wanted")
    if made:
        record(
            at=now, by=by, verb="support.tasks.made", subject="task:several", playbook=book.reference,
            tasks=made, areas=sorted(areas)[:50],
        )  # fmt: skip
    return made


def _kinds(book: TaskBook, skills: Volunteering) -> str:
    return json.dumps([
        {"category": need, "kind": kind.code, "skills": mask(skills.skills, kind.skills),
         "level": skills.level(kind.check), "minutes": kind.minutes, "limit_km": kind.limit_km}
        for need, kind in book.kind_of_need.items()
    ])  # fmt: skip


def _levels(book: TaskBook) -> str:
    return json.dumps([
        {"level": one.level, "priority": one.priority, "is_instant": one.is_instant}
        for one in book.levels.values()
    ])  # fmt: skip


def _languages(skills: Volunteering) -> str:
    return json.dumps({one.code: 1 << one.bit for one in skills.languages.values() if one.code != "en"})
