"""Log who read what is sensitive on its way out, and who took a bundle."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ...models import ExtractDocument
from ...queries.extracts import extract

SENSITIVE = "sensitive"


@transaction.atomic
def log_reading(extract_id: int, number: int, *, by: Actor, now: datetime) -> None:
    """Write down that a sensitive document of an extract was read. Raise `Extract.DoesNotExist`."""
    found = extract(by.scope, extract_id)
    row = ExtractDocument.objects.select_related("document").get(extract=found, number=number)
    if row.document.sensitivity == SENSITIVE:
        subject = f"document:{row.document_id}"
        record(at=now, by=by, verb="record.document.read", subject=subject, extract=found.pk)


@transaction.atomic
def log_download(extract_id: int, *, by: Actor, now: datetime) -> None:
    """Write down that a bundle was taken. Raise `Extract.DoesNotExist`."""
    found = extract(by.scope, extract_id)
    record(
        at=now, by=by, verb="record.extract.downloaded", subject=f"extract:{found.pk}", sha256=found.file_id
    )  # fmt: skip
