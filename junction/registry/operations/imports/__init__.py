"""Take a list of places: match its rows, store what is new, end what a complete list no longer names.

One transaction, under a lock, so that two lists never race. A dry run does all of it, findings included,
and then rolls back. The same list a second time finds each of its rows known and changes nothing.
"""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportRefused, Severity
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.telling import Tell
from junction.registry.files.place_lists import PlaceList
from junction.registry.models import Listing

from .amending import without_repeats
from .areas import AreaFinder
from .known import Known
from .proposing import Proposer
from .reaching import IMPORT, beyond_reach
from .report import PlacesReport
from .writing import Writer

LOCK = 7_301_020  # of pg_advisory_xact_lock: one list of places at a time
# Repairs that spreadsheets make necessary in every row are told once for the file.
TOLD_ONCE = {
    "phone-without-zero": "{count} phone numbers lost their leading 0 and were repaired.",
    "postcode-repaired": "{count} postcodes were written anew.",
}

NOT_COMPLETE = "A list with errors cannot be complete. Mend the rows, or do not call it complete for an area."

__all__ = ["MayNotImportPlaces", "PlacesReport", "import_places"]


class MayNotImportPlaces(Refusal):
    """You need permission to import places. Ask your administrator for it."""

    status = 403


@transaction.atomic
def import_places(
    listing: PlaceList,
    *,
    listed_on: date | None = None,
    complete_for: str = "",
    dry_run: bool,
    tell: Tell | None = None,
    by: Actor,
    now: datetime,
) -> PlacesReport:
    """Take a list as it stood on `listed_on`; absence ends a registration only inside `complete_for`.

    Raise `MayNotImportPlaces`, and `ImportRefused` when the list as a whole cannot be taken.
    """
    if not by.scope.may(IMPORT):
        raise MayNotImportPlaces
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    report = PlacesReport(rows=listing.rows_in_file, findings=_told_once(listing.findings))
    finder = AreaFinder(by.scope.reach(IMPORT), on=listed_on or local_day(now))
    complete = finder.complete_for(complete_for, listed_on=listed_on, report=report)
    positions, repeated = without_repeats(listing.rows)
    report.findings += repeated
    rows, areas = finder.find([listing.rows[position] for position in positions], report=report)
    known = Known(rows, listed_on=listed_on, complete=complete)
    matches = known.matches()
    beyond, told = beyond_reach(rows, matches, by=by)
    report.findings += told
    if complete and report.errors:
        _refuse(report, NOT_COMPLETE)
    writer = Writer(matches, known=known, areas=areas, beyond=beyond, listed_on=listed_on, now=now)
    writer.write(report, tell)
    if writer.wrote:
        entry = _store_listing(listing, listed_on=listed_on, complete_for=complete, by=by, now=now)
        _keep(entry, writer, report, by=by, now=now)
    transaction.set_rollback(dry_run)
    return report


def _told_once(findings: list[Finding]) -> list[Finding]:
    counts = Counter(found.check for found in findings)
    told = [
        Finding(0, "", "", check, Severity.NOTE, message.format(count=counts[check]))
        for check, message in TOLD_ONCE.items()
        if counts[check] > 1
    ]
    return told + [found for found in findings if found.check not in TOLD_ONCE or counts[found.check] == 1]


def _refuse(report: PlacesReport, message: str) -> None:
    report.findings.append(Finding(0, "", "", "not-complete", Severity.ERROR, message))
    raise ImportRefused(report)


def _keep(entry: Listing, writer: Writer, report: PlacesReport, *, by: Actor, now: datetime) -> None:
    """Keep the rows of a list, propose what is alike, and write the line."""
    writer.store_rows(entry)
    Proposer(writer, now=now).propose(report)
    counts: dict[str, Any] = dict(report.counts())
    record(at=now, by=by, verb="registry.places.imported", subject=f"listing:{entry.pk}", **counts)


def _store_listing(
    listing: PlaceList, *, listed_on: date | None, complete_for: str, by: Actor, now: datetime
) -> Listing:
    return Listing.objects.create(
        file_name=listing.file_name[:200],
        file_format=listing.file_format,
        listed_on=listed_on,
        complete_for_id=complete_for or None,
        rows=listing.rows_in_file,
        recorded_at=now,
        recorded_by=by.key,
    )
