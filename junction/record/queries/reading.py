"""A document opened: its text as a source, its statements, one statement with all that hangs on it."""

from datetime import datetime

from django.db.models import Count, QuerySet

from junction.core.scope import Scope

from ..models import Document, Statement
from ..rules.source import Source
from .documents import statements


def source_of(document: Document) -> Source:
    """Return a document that was read within a scope as a source."""
    name = document.file.name if document.file else ""
    return Source(document.text, name=name, page_starts=tuple(document.page_starts))


def statements_of(scope: Scope, document: Document) -> QuerySet[Statement]:
    """Return what was read in a document in reach, in order, with dates and marks."""
    found = statements(scope).filter(document=document).order_by("number")
    return found.prefetch_related("date_mentions", "redaction_marks")


def statement(scope: Scope, statement_id: int, *, as_at: datetime | None = None) -> Statement:
    """Return one, or where it stood. Raise `Statement.DoesNotExist` out of reach."""
    found = statements(scope, as_at=as_at, with_destroyed=True).select_related(
        "document__file", "document__area", "part_of"
    )
    return found.prefetch_related("date_mentions", "redaction_marks", "parts").get(pk=statement_id)


def counted_by_kind(scope: Scope, document: Document) -> dict[str, int]:
    """Return how many statements of each kind were read in a document."""
    found = statements(scope).filter(document=document).order_by().values_list("kind")
    return dict(found.annotate(many=Count("pk")))
