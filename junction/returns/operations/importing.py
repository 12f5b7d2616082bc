"""Take returns from a file: read, find the places, judge each row with the one before, store what is sound.

Without `partial` one error refuses the file; with it, sound rows are stored and the others reported. Warnings
do not hold a row back: nobody is there to confirm them, so they are reported and kept with the return. A row
that is already stored as it stands changes nothing, so a file can be sent again at any time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.scope import Actor
from junction.core.tables import Table
from junction.core.telling import Tell, told
from junction.registry.operations import create_places
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.places import PlaceDetails
from junction.returns.files.returns import NOT_SUBMITTED, ReadRow, read_rows
from junction.returns.queries.asked import not_asked
from junction.returns.queries.bearers import bearers
from junction.returns.queries.standing import priors, standings
from junction.returns.rules.asking import problem_of_asking
from junction.returns.rules.checks import Prior, Problem
from junction.returns.rules.judging import Facts, Filing, Judged, judge, problem_of_day
from junction.returns.rules.questions import QuestionSet, question_set_on

from .storing import store

UNKNOWN_PLACE = "No place you file for bears this identifier. Correct it, or have the place created first."

CREATED = "This place was not known, and was created."


@dataclass(slots=True)
class _Row:
    """A row on its way: what was read, the place found for it, and what was decided."""

    read: ReadRow
    place_id: int | None = None
    judged: Judged | None = None

    @property
    def problems(self) -> list[Problem]:
        return list(self.judged.problems) if self.judged else self.read.problems


@transaction.atomic
def import_returns(
    table: Table,
    *,
    question_set: str,
    dry_run: bool = False,
    partial: bool = False,
    create_unknown: bool = False,
    tell: Tell | None = None,
    by: Actor,
    now: datetime,
) -> ImportReport:
    """Import a file of returns.

    `tell` hears of each row twice: when it is checked and when it is stored. Raise `ImportRefused`, with the
    report, when the file has errors and is not `partial`; then nothing is stored.
    """
    newest = question_set_on(question_set, local_day(now))
    read, findings = read_rows(table, newest)
    report = ImportReport(rows=table.rows_in_file, findings=[*table.findings, *findings])
    rows = [_Row(row) for row in read]
    report.findings += _find_places(rows, newest, create_unknown=create_unknown, by=by, now=now)
    _judge(rows, newest, tell=tell, by=by, now=now)
    for row in rows:
        report.findings += _findings(row, newest)
    report.findings.sort(key=lambda finding: finding.row)
    if report.errors and not partial:
        transaction.set_rollback(True)
        raise ImportRefused(report)
    sound = [row.judged for row in rows if row.judged and row.place_id and not row.judged.errors]
    _store(sound, report, question_set=question_set, tell=tell, by=by, now=now)
    if dry_run:
        transaction.set_rollback(True)
    return report


def _store(
    sound: list[Judged],
    report: ImportReport,
    *,
    question_set: str,
    tell: Tell | None,
    by: Actor,
    now: datetime,
) -> None:
    outcomes = [stored.outcome for stored in store(sound, tell=tell, by=by, now=now)]
    report.created += outcomes.count("filed")
    report.changed += outcomes.count("corrected")
    report.unchanged += outcomes.count("unchanged")
    if report.created or report.changed:
        record(
            at=now,
            by=by,
            verb="returns.file.imported",
            subject=f"question-set:{question_set}",
            rows=report.rows,
            created=report.created,
            changed=report.changed,
            unchanged=report.unchanged,
            warnings=report.warnings,
            errors=report.errors,
        )


def _find_places(
    rows: list[_Row], newest: QuestionSet, *, create_unknown: bool, by: Actor, now: datetime
) -> list[Finding]:
    """Put a place to each row; one finding for each row (or, when created, each place) that had none."""
    kind = newest.file.identifier
    known = bearers(by.scope, {row.read.place for row in rows if row.read.place}, kind=kind)
    unknown = {r.read.place: r for r in reversed(rows) if r.read.place and r.read.place not in known}
    if create_unknown and unknown:
        known |= _create(unknown.values(), newest, by=by, now=now)
    for row in rows:
        row.place_id = known.get(row.read.place)
    if create_unknown:
        return [_unknown(row, newest, Severity.NOTE, CREATED) for row in unknown.values()]
    without = [row for row in rows if row.read.place and row.place_id is None]
    return [_unknown(row, newest, Severity.ERROR, UNKNOWN_PLACE) for row in without]


def _unknown(row: _Row, newest: QuestionSet, severity: Severity, message: str) -> Finding:
    return Finding(row.read.number, newest.file.place, row.read.place, "unknown-place", severity, message)


def _create(rows: Iterable[_Row], newest: QuestionSet, *, by: Actor, now: datetime) -> dict[str, int]:
    wanted = list(rows)
    details = [
        PlaceDetails(
            name=row.read.name or row.read.place,
            service_type=newest.file.service_type or next(iter(newest.service_types), "other"),
            identifier=(IdentifierKind(newest.file.identifier or "cqc-location"), row.read.place),
            details_on=row.read.about_on,
        )
        for row in wanted
    ]
    made = create_places(details, by=by, now=now)
    return {row.read.place: place.pk for row, place in zip(wanted, made, strict=True)}


def _judge(rows: list[_Row], newest: QuestionSet, *, tell: Tell | None, by: Actor, now: datetime) -> None:
    """Judge the rows of each place in order of day, each with the nearest return before it, filed or here."""
    ids = list({row.place_id for row in rows if row.place_id})
    known = standings(by.scope, ids, question_set=newest.name)
    wanted: Any = [(r.place_id, r.read.about_on) for r in rows if r.place_id in known and r.read.about_on]
    stored = priors(by.scope, wanted, question_set=newest.name, known=known)
    unasked = not_asked(by.scope, wanted, question_set=newest.name, known=known)
    dated = [(row.read.place, row.read.about_on, row) for row in rows if row.read.about_on]
    dated.sort(key=lambda item: item[:2])
    last: tuple[str, Prior] | None = None
    seen: tuple[str, date] | None = None
    for place, about_on, row in told(dated, tell, of=len(dated)):
        if not row.read.submitted:
            continue
        here = last[1] if last is not None and last[0] == place else None
        before = stored.get((row.place_id, about_on)) if row.place_id else None
        prior = max((p for p in (here, before) if p), key=lambda p: p.about_on, default=None)
        beds = known[row.place_id].beds if row.place_id in known else None
        if seen == (place, about_on):
            row.read.problems.append(_said_twice(about_on))
        if (row.place_id, about_on) in unasked:
            row.read.problems.append(problem_of_asking(question_set_on(newest.name, about_on)))
        row.judged = _judge_row(row, Facts(beds, prior, tuple(row.read.problems)), newest, now)
        seen = (place, about_on)
        if not row.judged.errors:
            last = (place, _prior_of(row.judged))


def _judge_row(row: _Row, facts: Facts, newest: QuestionSet, now: datetime) -> Judged:
    about_on = row.read.about_on
    assert about_on is not None
    filing = Filing(
        place_id=row.place_id or 0,
        question_set=newest.name,
        about_on=about_on,
        answers=row.read.answers,
        channel="file",
        confirmed=None,
        nothing_changed=row.read.nothing_changed,
    )
    wrong = problem_of_day(newest, about_on, now)
    if wrong:
        facts = Facts(facts.beds, facts.prior, (*facts.problems, wrong))
    return judge(filing, facts)


def _prior_of(judged: Judged) -> Prior:
    return Prior(judged.filing.about_on, judged.measures, judged.answers_key, judged.same_since)


def _said_twice(about_on: date) -> Problem:
    message = "The file has this place and day twice. Keep one of the two rows."
    return Problem("said-twice", Severity.ERROR, "about_on", about_on.isoformat(), message)


def _findings(row: _Row, newest: QuestionSet) -> list[Finding]:
    number, columns = row.read.number, newest.file
    if not row.read.submitted:
        value = "" if not columns.submitted else "N"
        note = Finding(number, columns.submitted, value, "not-submitted", Severity.WARNING, NOT_SUBMITTED)
        return [note]
    names = {"place": columns.place, "about_on": columns.about_on}
    return [
        Finding(
            number,
            names.get(p.question) or _column(p.question, newest),
            p.value,
            p.check,
            p.severity,
            p.message,
        )
        for p in row.problems
    ]


def _column(question: str, newest: QuestionSet) -> str:
    asked = newest.by_code.get(question)
    return asked.column if asked else question
