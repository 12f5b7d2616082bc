"""A file taken in parts: how far its job came is kept with each part, in the same transaction.

So a job whose worker dies goes on after the last part that was stored. Two jobs of one file meet at the
file's row: the second finds that it is further than it thought, and stops. What was stored of a file that is
discarded meanwhile stays stored, and its sender is told so beforehand.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from django.db import connection, transaction

from junction.core.imports import Finding, Severity
from junction.core.imports.parts import Parts, RunningReport

from .models import Upload, UploadFinding
from .progress import Discarded

MOST_KEPT = 100_000  # findings of one file; the counts are of all
WORST_FIRST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
COPY = 'COPY core_uploadfinding (upload_id, "row", "column", value, check_name, severity, message) FROM STDIN'


@dataclass(slots=True, kw_only=True)
class UploadParts(Parts):
    """The parts of one file that was sent."""

    upload: Upload

    @classmethod
    def of(cls, upload: Upload) -> Self:
        """Return the parts of a file, going on where an earlier run of the same step stood."""
        so_far = dict(upload.so_far)
        is_same = so_far.pop("state", "") == upload.state
        return cls(report=RunningReport.going_on(so_far if is_same else {}), upload=upload)

    @contextmanager
    def part(self) -> Iterator[None]:
        """One part, unless the file has moved on. Raise `Discarded`."""
        position = self.report.position
        with transaction.atomic():
            self._claim(position)
            yield
            if not position:
                UploadFinding.objects.filter(upload=self.upload).delete()
            new = self.report.handed_on()
            keep_findings(self.upload, new, beside=self.report.severities.total() - len(new))
            Upload.objects.filter(pk=self.upload.pk).update(
                so_far=self.report.so_far() | {"state": self.upload.state}
            )

    def _claim(self, position: int) -> None:
        mine = Upload.objects.select_for_update().filter(pk=self.upload.pk, state=self.upload.state)
        stands = mine.filter(job=self.upload.job).values_list("so_far", flat=True).first()
        if stands is None or stands.get("position", 0) != position:
            raise Discarded


def keep_findings(upload: Upload, findings: Iterable[Finding], *, beside: int = 0) -> None:
    """Keep findings of a file, the worst first, beside so many that it has: as many as one file may have."""
    worst_first = sorted(findings, key=lambda found: (WORST_FIRST[found.severity], found.row))
    room = max(0, MOST_KEPT - beside)
    if not (worst_first and room):
        return
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for found in worst_first[:room]:
            cell = (found.row, found.column[:200], found.value[:200])
            copy.write_row((upload.pk, *cell, found.check[:60], str(found.severity), found.message))
