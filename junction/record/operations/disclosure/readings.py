"""Log who took a bundle."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ...queries.extracts import extract


@transaction.atomic
def log_download(extract_id: int, *, by: Actor, now: datetime) -> None:
    """Write down that a bundle was taken. Raise `Extract.DoesNotExist`."""
    found = extract(by.scope, extract_id)
    record(
        at=now, by=by, verb="record.extract.downloaded", subject=f"extract:{found.pk}", sha256=found.file_id
    )  # fmt: skip
