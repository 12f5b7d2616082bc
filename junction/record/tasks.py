"""Jobs of the record."""

from django.utils import timezone

from junction.core.imports import ImportReport
from junction.core.jobs import task
from junction.core.uploads.work import Order, work
from junction.record.files import open_source
from junction.record.operations.keeping import keep_document
from junction.record.rules.handling import about_from
from junction.record.rules.readers import read_as
from junction.record.rules.uploads import DOCUMENTS


@task(DOCUMENTS.job, retry=False)
def import_document(upload_id: int) -> None:
    """Read a document that was sent, or keep it."""
    work(upload_id, run=_read_and_keep, now=timezone.now())


def _read_and_keep(order: Order) -> ImportReport:
    about = about_from(order.options)
    order.progress.begin("Reading the document")
    read = read_as(about.kind, open_source(order.content, name=order.name), written_on=about.dated_on)
    return keep_document(order.content, read, about, dry_run=order.dry_run, by=order.by, now=order.now)
