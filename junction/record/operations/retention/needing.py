"""What still needs a document, so that it is not destroyed: extracts that have not left, imports that wait,
words that a floor above copied.

A table above says by `COPIES_WORDS` that its rows hold the words of a statement they point to. Where words of
a document stay when it is destroyed, theirs may.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.core.uploads.queries import waits_for

from ...models import Document, ExtractDocument, Statement
from ...queries.documents import documents
from ...queries.retention import RETAIN
from ...rules.disclosure.rules import State
from ...rules.retention import retention_rules


def needs_of(document_id: int, *, by: Actor, now: datetime) -> list[str]:
    """Return in words what needs a document. Raise `Document.DoesNotExist` out of reach."""
    return list(needs(documents(by.scope, permission=RETAIN).get(pk=document_id), by=by, now=now))


def needs(document: Document, *, by: Actor, now: datetime) -> Iterator[str]:
    """Yield the same of one that was read within a scope."""
    assert by is not None
    if document.destroyed_at:
        return
    extracts = ExtractDocument.objects.filter(document=document).exclude(extract__state=State.RELEASED)
    for number in extracts.order_by("extract_id").values_list("extract_id", flat=True):
        yield f"Extract {number}, which has not left"
    if document.file_id and waits_for(document.file_id):
        yield "An import of the same file that waits to be confirmed"
    stay = retention_rules(local_day(now)).words_stay(kind=document.kind, sensitivity=document.sensitivity)
    if not stay:
        yield from (f"{many:,} {name} with its words" for name, many in _copies(document) if many)


def _copies(document: Document) -> Iterator[tuple[str, int]]:
    relations: list[Any] = Statement._meta.get_fields(include_hidden=True)
    for relation in relations:
        model: Any = relation.related_model if relation.one_to_many else None
        if getattr(model, "COPIES_WORDS", False):
            rows = model._default_manager.filter(**{f"{relation.remote_field.name}__document": document})
            yield str(model._meta.verbose_name_plural), rows.count()
