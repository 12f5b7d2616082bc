"""A document opened by whoever may read it; that what is sensitive was read is in the log."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from junction.core.pages.context import actor_of
from junction.core.pages.furniture import the
from junction.record.operations.reading import SENSITIVE, log_reading_of
from junction.record.queries import documents as queries


def opened(request: HttpRequest, document_id: int) -> Any:
    """Return a document with its text; 404 out of reach."""
    by = actor_of(request)
    found = the(queries.document, by.scope, document_id)
    if found.sensitivity == SENSITIVE:
        log_reading_of(found.pk, by=by, now=timezone.now())
    return found
