"""Take in a register of postcodes: streamed by COPY, compared in the database, written where it differs.

One transaction under a lock. The same register a second time changes nothing; a dry run does all of it and
takes it back. Postcodes that a newer register no longer names stay: letters bear them for years.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.telling import Tell, told
from junction.registry.files.postcodes import Register
from junction.registry.models import Area
from junction.registry.rules.postcodes import Listed, read_line

LOCK = 7_301_021  # of pg_advisory_xact_lock: one register of postcodes at a time
IMPORT = "registry.import"
SHOWN = 100  # findings of one check that are told one by one; the rest is counted
CLEAR = "DROP TABLE IF EXISTS staged_postcode, one_postcode"  # of a register before in the same transaction
STAGE = (
    "CREATE TEMP TABLE staged_postcode (number int, postcode varchar(8), area_id varchar(9),"
    " longitude float8, latitude float8) ON COMMIT DROP"
)
ONCE = """
CREATE TEMP TABLE one_postcode ON COMMIT DROP AS
SELECT DISTINCT ON (postcode) postcode, area_id, longitude, latitude FROM staged_postcode
ORDER BY postcode, number
"""
REPEATED = """
SELECT number, postcode FROM (
    SELECT number, postcode, row_number() OVER (PARTITION BY postcode ORDER BY number) AS turn
    FROM staged_postcode) numbered
WHERE turn > 1 ORDER BY number
"""
CHANGE = """
UPDATE registry_postcode p SET area_id = s.area_id, longitude = s.longitude, latitude = s.latitude
FROM one_postcode s WHERE p.postcode = s.postcode
  AND (p.area_id, p.longitude, p.latitude) IS DISTINCT FROM (s.area_id, s.longitude, s.latitude)
"""
ADD = """
INSERT INTO registry_postcode (postcode, area_id, longitude, latitude)
SELECT postcode, area_id, longitude, latitude FROM one_postcode ON CONFLICT (postcode) DO NOTHING
"""


class MayNotImportPostcodes(Refusal):
    """You need permission to import places for the whole nation. Ask your administrator for it."""

    status = 403


@transaction.atomic
def import_postcodes(
    register: Register, *, dry_run: bool = False, tell: Tell | None = None, by: Actor, now: datetime
) -> ImportReport:
    """Take in a register. Raise `MayNotImportPostcodes`, or `ImportRefused` when it breaks off."""
    if not by.scope.reach(IMPORT).national:
        raise MayNotImportPostcodes
    reading = _Reading(register, tell)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(CLEAR)
        cursor.execute(STAGE)
        with cursor.copy("COPY staged_postcode FROM STDIN") as copy:
            for one in reading.lines():
                copy.write_row((one.row, one.postcode, one.area, one.longitude, one.latitude))
        cursor.execute(ONCE)
        taken = cursor.rowcount
        cursor.execute(CHANGE)
        changed = cursor.rowcount
        cursor.execute(ADD)
        created = cursor.rowcount
        cursor.execute(REPEATED)
        for number, postcode in cursor:
            reading.say(_repeated(number, postcode))
    report = ImportReport(
        rows=reading.rows, created=created, changed=changed, unchanged=taken - created - changed,
        findings=reading.findings(),
    )  # fmt: skip
    if report.effects:
        counts: dict[str, Any] = {"rows": report.rows, "created": created, "changed": changed}
        record(at=now, by=by, verb="registry.postcodes.imported", subject="postcodes", **counts)
    transaction.set_rollback(dry_run)
    return report


class _Reading:
    """Reads lines one at a time and keeps what is wrong, the first of each check one by one."""

    def __init__(self, register: Register, tell: Tell | None) -> None:
        self.register, self.tell = register, tell
        self.known = frozenset(Area.objects.values_list("code", flat=True))
        self.rows = 0
        self.elsewhere: Counter[str] = Counter()
        self.said: list[Finding] = []
        self.counts: Counter[str] = Counter()

    def lines(self) -> Iterator[Listed]:
        """Yield the lines that can be taken."""
        for number, cells in told(self.register.lines, self.tell, of=self.register.about):
            self.rows += 1
            one, wrong = read_line(number, cells, self.register.at)
            if wrong is not None:
                self.say(wrong)
            if one is None:
                continue
            if one.area in self.known:
                yield one
            else:
                self.elsewhere[one.area] += 1

    def say(self, found: Finding) -> None:
        """Keep a finding, or count it where there are many of its kind."""
        self.counts[found.check] += 1
        if self.counts[found.check] <= SHOWN:
            self.said.append(found)

    def findings(self) -> list[Finding]:
        """Return what was wrong, the areas that are not in the registry, and how many more of each kind."""
        more = [
            Finding(0, "", "", check, Severity.NOTE, f"{count - SHOWN:,} more lines like the {SHOWN} above.")
            for check, count in self.counts.items()
            if count > SHOWN
        ]
        return [
            *self.said,
            *more,
            *(_elsewhere(code, count) for code, count in sorted(self.elsewhere.items())),
        ]


def _elsewhere(code: str, count: int) -> Finding:
    message = f"{count:,} postcodes lie in {code}, which is not in the registry. They were not taken."
    severity = Severity.WARNING if code.startswith("E0") else Severity.NOTE
    return Finding(0, "area", code, "area-not-known", severity, message)


def _repeated(number: int, postcode: str) -> Finding:
    message = "This postcode stands in an earlier row. Only that row was taken."
    return Finding(number, "postcode", postcode, "postcode-repeated", Severity.ERROR, message)
