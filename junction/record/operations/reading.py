"""Log that somebody read what is marked sensitive: a page of it, its text, its file or a statement in it."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..queries.documents import documents

SENSITIVE = "sensitive"


@transaction.atomic
def log_reading_of(document_id: int, *, by: Actor, now: datetime) -> None:
    """Write down that a document was read, if it is sensitive. Raise `Document.DoesNotExist` out of reach."""
    found = documents(by.scope).get(pk=document_id)
    if found.sensitivity == SENSITIVE:
        record(at=now, by=by, verb="record.document.read", subject=f"document:{found.pk}")
