"""Answers of one party by one file: a dry run that says what each row would do, then all of it or nothing."""

from datetime import datetime

from django.db import transaction

from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.scope import Actor
from junction.core.tables import Table

from ..files import read_answers
from ..queries.catalogues import asked_now, requirements
from ..queries.parties import named_party
from ..rules.book import assurance_rules
from ..rules.parties import Party
from .answering import answer_many, refuse_other_parties
from .recording import Said


@transaction.atomic
def import_answers(
    catalogue_id: int, party: Party, table: Table, *, dry_run: bool, by: Actor, now: datetime
) -> ImportReport:
    """Take a party's answers to a plan; with any error nothing is stored. Raise `MayNotAnswer`."""
    refuse_other_parties(party, by=by)
    rules, day = assurance_rules(local_day(now)), local_day(now)
    asked_now(by.scope).get(pk=catalogue_id)
    kind = named_party(by.scope, rules, party, on=day).kind
    asked = {one.number: one for one in requirements(by.scope, catalogue_id) if kind in one.actors}
    read = read_answers(table, {number: one.text for number, one in asked.items()}, rules)
    report = ImportReport(rows=len(table), findings=read.findings)
    if len(read.rows) > rules.most_rows:
        said = f"Send at most {rules.most_rows:,} answers at once."
        report.findings.append(Finding(0, "", "", "too-many", Severity.ERROR, said))
    if report.errors and not dry_run:
        return report
    said_rows = [
        Said(asked[row.number].pk, party, row.status, row.result, row.depth, row.said) for row in read.rows
    ]
    made = answer_many(said_rows, channel="file", by=by, now=now) if said_rows else []
    report.created = sum(one.version == 1 for one in made)
    report.changed = len(made) - report.created
    report.unchanged = len(said_rows) - len(made)
    if dry_run:
        transaction.set_rollback(True)
    return report
