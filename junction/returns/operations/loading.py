"""Load a history of returns by COPY: the same rows as filing them one after another would have made.

For the history of an exercise or of a system that came before. Each return is judged with the one before it,
as it would have been on its day; then everything is copied at once, and versions, newest returns, slots and
audit lines follow from the order in which the returns were recorded.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.returns.queries.standing import standings
from junction.returns.rules.checks import Prior
from junction.returns.rules.judging import Facts, Filing, Judged, judge
from junction.returns.rules.measures import MEASURES
from junction.returns.rules.windows import due_at

from .partitions import make_months
from .storing import row_of

JSON = ("answers", "findings", "risk_reasons")
COLUMNS = [
    "place_id",
    "question_set",
    "about_on",
    "question_set_version",
    "channel",
    "nothing_changed",
    "answers",
    "answers_key",
    "same_since",
    "findings",
    "computed_rating",
    "risk_reasons",
    "thresholds_version",
    *MEASURES,
]
NEWEST = ["nothing_changed", "answers_key", "same_since", "computed_rating", *MEASURES]
MADE = "id, version, recorded_at, superseded_at, filed_by, late"


@dataclass(frozen=True, slots=True)
class PastFiling:
    """A return as it was sent, when it was recorded and by whom (an actor's key)."""

    filing: Filing
    recorded_at: datetime
    filed_by: str


class HistoryNotSound(Refusal):
    """A return of this history has errors, so nothing was loaded."""


class HistoryAlreadyThere(Refusal):
    """Some of these days already have returns. A history is loaded once, before anything else is filed."""


@transaction.atomic
def bulk_load_returns(history: Iterable[PastFiling], *, by: Actor, now: datetime) -> int:
    """Load returns in the order they were recorded; return how many.

    Raise `HistoryNotSound` when one has errors, `HistoryAlreadyThere` when a day already has a return; then
    nothing is loaded. The actor must be allowed to file for every place.
    """
    beds = {place_id: s.beds for place_id, s in standings(by.scope, None, question_set="").items()}
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        names = ", ".join(["ordinal", "recorded_at", "filed_by", "due_at", *COLUMNS])
        with cursor.copy(f"COPY past ({names}) FROM STDIN") as copy:
            for line in _lines(history, beds, by):
                copy.write_row(line)
        cursor.execute("SELECT min(about_on), max(about_on), count(*) FROM past")
        first, last, count = cursor.fetchone()
        if not count:
            return 0
        cursor.execute(
            "SELECT EXISTS (SELECT FROM past JOIN returns_slot USING (place_id, question_set, about_on))"
        )
        if cursor.fetchone()[0]:
            raise HistoryAlreadyThere
        make_months(first=first, last=last, by=by, now=now)
        for statement in (ORDER, FACTS, SLOTS, LATEST, LINES, DIRTY):
            cursor.execute(statement)
    return int(count)


def _lines(history: Iterable[PastFiling], beds: Mapping[int, int | None], by: Actor) -> Iterator[list[Any]]:
    """Judge each return with the one before it, as on its day."""
    before: dict[tuple[int, str], dict[date, Prior]] = defaultdict(dict)
    for ordinal, past in enumerate(history):
        filing = past.filing
        if filing.place_id not in beds:
            raise HistoryNotSound(f"You may not file for place {filing.place_id}, or there is none.")
        known = before[filing.place_id, filing.question_set]
        prior = known[max(days)] if (days := [day for day in known if day < filing.about_on]) else None
        judged = judge(filing, Facts(beds[filing.place_id], prior))
        if judged.errors:
            raise HistoryNotSound(f"Place {filing.place_id}, {filing.about_on}: {judged.errors[0].message}")
        known[filing.about_on] = Prior(
            filing.about_on, judged.measures, judged.answers_key, judged.same_since
        )
        if len(known) > 8:
            del known[min(known)]
        yield _line(ordinal, past, judged, by)


def _line(ordinal: int, past: PastFiling, judged: Judged, by: Actor) -> list[Any]:
    row = row_of(judged, by=by, now=past.recorded_at)
    for name in JSON:
        row[name] = json.dumps(row[name], default=dict)
    due = due_at(judged.question_set.window, judged.filing.about_on)
    return [ordinal, past.recorded_at, past.filed_by, due, *(row.get(name) for name in COLUMNS)]


def _list(names: list[str], prefix: str = "") -> str:
    return ", ".join(prefix + name for name in names)


STAGE = """
DROP TABLE IF EXISTS past;
CREATE TEMP TABLE past ON COMMIT DROP AS SELECT * FROM returns_return WITH NO DATA;
ALTER TABLE past ADD ordinal int, ADD due_at timestamptz, ADD first_recorded_at timestamptz
"""
THERE = "SELECT EXISTS (SELECT FROM past JOIN returns_slot USING (place_id, question_set, about_on))"
ORDER = """
UPDATE past SET id = o.id, version = o.version, superseded_at = o.superseded_at,
    first_recorded_at = o.first_recorded_at, late = o.first_recorded_at > past.due_at
FROM (SELECT ordinal, nextval('returns_return_id_seq') AS id, row_number() OVER w AS version,
             lead(recorded_at) OVER w AS superseded_at, first_value(recorded_at) OVER w AS first_recorded_at
      FROM (SELECT * FROM past ORDER BY ordinal) p
      WINDOW w AS (PARTITION BY place_id, question_set, about_on ORDER BY ordinal)) o
WHERE o.ordinal = past.ordinal
"""
FACTS = f"INSERT INTO returns_return ({MADE}, {_list(COLUMNS)}) SELECT {MADE}, {_list(COLUMNS)} FROM past"  # noqa: S608 (names from the code)
SLOTS = """
INSERT INTO returns_slot (place_id, question_set, about_on, version, return_id, recorded_at,
                          first_recorded_at, filed_by)
SELECT place_id, question_set, about_on, version, id, recorded_at, first_recorded_at, filed_by
FROM past WHERE superseded_at IS NULL
"""
LATEST = f"""
INSERT INTO returns_latest (place_id, question_set, about_on, return_id, version, recorded_at, late,
                            {_list(NEWEST)})
SELECT DISTINCT ON (place_id, question_set) place_id, question_set, about_on, id, version, recorded_at, late,
       {_list(NEWEST)}
FROM past WHERE superseded_at IS NULL ORDER BY place_id, question_set, about_on DESC
ON CONFLICT (place_id, question_set) DO UPDATE SET
    (about_on, return_id, version, recorded_at, late, {_list(NEWEST)}) =
    ROW (excluded.about_on, excluded.return_id, excluded.version, excluded.recorded_at, excluded.late,
         {_list(NEWEST, "excluded.")})
WHERE returns_latest.about_on <= excluded.about_on
"""  # noqa: S608 (names from the code)
LINES = """
INSERT INTO core_auditentry (at, by, verb, subject, detail, why, playbook)
SELECT recorded_at, filed_by, 'returns.return.' || CASE version WHEN 1 THEN 'filed' ELSE 'corrected' END,
       'return:' || id,
       jsonb_build_object('place', place_id, 'about_on', about_on, 'version', version, 'channel', channel,
                          'nothing_changed', nothing_changed),
       '', question_set || '@' || question_set_version
FROM past ORDER BY ordinal
"""
DIRTY = """
INSERT INTO returns_dirtyday (place_id, question_set, about_on)
SELECT DISTINCT place_id, question_set, about_on FROM past
"""
