"""Put judged returns into the database: one call of `returns_store` for one return or for many.

The function does everything that must happen together (see `migrations/0002_store.py`). This module only
turns a judged return into the row it takes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from junction.core.scope import Actor
from junction.core.telling import Tell
from junction.returns.rules.judging import Judged
from junction.returns.rules.references import reference_of
from junction.returns.rules.windows import due_at

from .partitions import see_to_months

ROWS_AT_ONCE = 2_000  # more make the JSON of one call too large to be quick


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one return: `filed`, `corrected`, `unchanged` (already there) or `conflict`."""

    outcome: str
    number: int
    version: int
    recorded_at: datetime
    filed_by: str
    reference: str


def row_of(judged: Judged, *, by: Actor, now: datetime) -> dict[str, Any]:
    """Return the columns of a return, by name."""
    filing = judged.filing
    row: dict[str, Any] = {name: value for name, value in judged.measures.items() if value is not None}
    row |= {
        "place_id": filing.place_id,
        "question_set": filing.question_set,
        "question_set_version": judged.question_set.version,
        "about_on": filing.about_on.isoformat(),
        "channel": filing.channel,
        "nothing_changed": filing.nothing_changed,
        "answers": filing.answers,
        "answers_key": judged.answers_key,
        "same_since": judged.same_since.isoformat(),
        "findings": [
            _finding(problem.check, problem.question, judged, by, now) for problem in judged.problems
        ],
        "computed_rating": judged.risk.rating,
        "risk_reasons": [reason.as_dict() for reason in judged.risk.reasons],
        "thresholds_version": judged.risk.thresholds,
    }
    return row


def _finding(check: str, question: str, judged: Judged, by: Actor, now: datetime) -> dict[str, str]:
    finding = {"check": check, "question": question}
    if judged.filing.confirmed and check in judged.filing.confirmed:
        finding |= {"confirmed_by": by.key, "confirmed_at": now.isoformat()}
    return finding


def _incoming(judged: Judged, ordinal: int, *, by: Actor, now: datetime) -> dict[str, Any]:
    filing = judged.filing
    row = row_of(judged, by=by, now=now)
    row["ordinal"] = ordinal
    row["due_at"] = due_at(judged.question_set.window, filing.about_on).isoformat()
    if filing.expected_version is not None:
        row["expected_version"] = filing.expected_version
    if filing.why:
        row["why"] = filing.why
    return row


def store(returns: Sequence[Judged], *, tell: Tell | None = None, by: Actor, now: datetime) -> list[Stored]:
    """Store returns in order, in one transaction. No two may be of one place, set and day."""
    see_to_months((judged.filing.about_on for judged in returns), by=by, now=now)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        stored: list[Stored] = []
        for start in range(0, len(returns), ROWS_AT_ONCE):
            stored += _store(cursor, returns[start : start + ROWS_AT_ONCE], by=by, now=now)
            if tell:
                tell(len(stored), len(returns))
        return stored


def _store(cursor: Any, returns: Sequence[Judged], *, by: Actor, now: datetime) -> list[Stored]:
    batch = [_incoming(judged, number, by=by, now=now) for number, judged in enumerate(returns, 1)]
    cursor.execute(
        "SELECT outcome, return_id, version, recorded_at, filed_by FROM returns_store(%s::jsonb, %s, %s)",
        [json.dumps(batch, default=dict), now, by.key],
    )
    return [
        Stored(
            outcome=outcome,
            number=number or 0,
            version=version,
            recorded_at=recorded_at,
            filed_by=filed_by,
            reference=reference_of(judged.filing.about_on, number or 0),
        )
        for judged, (outcome, number, version, recorded_at, filed_by) in zip(
            returns, cursor.fetchall(), strict=True
        )
    ]
