"""Lay a correction, a note or a link over a place of a document, and take it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Annotation
from ..queries.documents import KEEP, documents
from ..queries.layers import annotations
from ..rules.handling import handling_rules


class CannotAnnotate(Refusal):
    """Say what you add, and at which place of the document."""

    status: ClassVar[int] = 422


class AlreadyWithdrawn(Refusal):
    """This was taken back already."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What is laid over a place: offsets into the document's text, the end exclusive."""

    kind: str
    start: int
    end: int
    text: str
    statement: int | None = None


@transaction.atomic
def annotate(document_id: int, layer: Layer, *, by: Actor, now: datetime) -> Annotation:
    """Add a layer. Raise `Document.DoesNotExist` out of reach, `CannotAnnotate`."""
    kept = documents(by.scope, permission=KEEP).filter(destroyed_at__isnull=True)
    document = kept.defer(None).get(pk=document_id)
    rules = handling_rules(local_day(now))
    is_somewhere = 0 <= layer.start < layer.end <= len(document.text)
    is_of_it = layer.statement is None or document.statements.filter(pk=layer.statement).exists()
    if layer.kind not in rules.annotations or not layer.text.strip() or not (is_somewhere and is_of_it):
        raise CannotAnnotate
    added = Annotation.objects.create(
        document=document, statement_id=layer.statement, kind=layer.kind, start=layer.start, end=layer.end,
        text=layer.text.strip(), added_at=now, added_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="record.annotation.added", subject=f"document:{document.pk}",
        playbook=rules.reference, annotation=added.pk, kind=layer.kind, start=layer.start, end=layer.end,
    )  # fmt: skip
    return added


@transaction.atomic
def withdraw_annotation(annotation_id: int, *, by: Actor, now: datetime) -> None:
    """Take back what was added. Raise `Annotation.DoesNotExist` out of reach, `AlreadyWithdrawn`."""
    annotations(by.scope, permission=KEEP).get(pk=annotation_id)
    found = Annotation.objects.select_for_update().get(pk=annotation_id)
    if found.withdrawn_at:
        raise AlreadyWithdrawn
    found.withdrawn_at, found.withdrawn_by = now, by.key
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        at=now, by=by, verb="record.annotation.withdrawn", subject=f"document:{found.document_id}",
        annotation=found.pk,
    )  # fmt: skip
