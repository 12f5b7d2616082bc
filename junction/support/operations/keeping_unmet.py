"""Keep the spans in which needs were open and not met up to date with what happened to them since.

A cache of facts: nobody decides by it, and no line of the log is written. Notes of changed needs are taken
before the facts are read, so what is written meanwhile leaves a note behind for the next time.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import UnmetChange, UnmetMark, UnmetSpan
from ..queries.unmet_spans import COLUMNS, facts, kept_at
from ..rules.unmet import UnmetRules, unmet_rules

AT_ONCE = 20_000  # notes in one transaction: some seconds of work
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('support_keep_unmet'))"
TAKE = """
WITH noted AS (SELECT id FROM support_unmetchange ORDER BY id LIMIT %(some)s),
taken AS (DELETE FROM support_unmetchange c USING noted WHERE c.id = noted.id RETURNING c.need_id)
SELECT need_id FROM taken
"""
KEEP = "INSERT INTO support_unmetspan ({columns}) WITH {facts} SELECT {columns} FROM found"
EVER = {"at": "infinity", "since": "-infinity", "with_open": True, "with_reasons": True}


def keep_unmet(*, by: Actor, now: datetime) -> int:
    """Work out the spans of every need that changed, of all needs where the rules did; return how many
    changes were worked in.
    """
    rules, worked_in = unmet_rules(local_day(now)), 0
    while taken := _keep_some(rules, by=by, now=now):
        worked_in += taken
    return worked_in


@transaction.atomic
def _keep_some(rules: UnmetRules, *, by: Actor, now: datetime) -> int:
    _run(ONE_AT_A_TIME)
    if kept_at(by.scope, rules) is None:
        return _keep_all(rules, by=by, now=now)
    taken = [number for (number,) in _run(TAKE, {"some": AT_ONCE})]
    needs = sorted(set(taken))
    UnmetSpan.objects.filter(need_id__in=needs).delete()
    _run(
        KEEP.format(columns=COLUMNS, facts=facts(by.scope, "id = ANY(%(needs)s)")),
        {**rules.for_spans(), **EVER, "needs": needs},
    )
    UnmetMark.objects.update(kept_at=now)
    return len(taken)


def _keep_all(rules: UnmetRules, *, by: Actor, now: datetime) -> int:
    """Throw away what other rules gave, and work out every need."""
    taken, _ = UnmetChange.objects.all().delete()
    UnmetSpan.objects.all().delete()
    UnmetMark.objects.all().delete()
    _run(KEEP.format(columns=COLUMNS, facts=facts(by.scope, "TRUE")), {**rules.for_spans(), **EVER})
    UnmetMark.objects.create(rules=rules.reference, kept_at=now)
    return taken


def _run(sql: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []
