"""Lay a correction, a reading, a note or a link over a place of a document, and take it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Annotation, Document, Statement
from ..queries.documents import KEEP, documents
from ..queries.layers import annotations
from ..queries.reading import statement
from ..rules.handling import LINK, READING, HandlingRules, handling_rules
from ..rules.layers import is_address, places_of
from ..rules.source import spans_from
from .words import list_words


class CannotAnnotate(Refusal):
    """Say what you add, and at which place of the document."""

    status: ClassVar[int] = 422


class NotThere(CannotAnnotate):
    """These words do not stand in it. Copy them as they are printed, or leave them out for all of it."""


class Several(CannotAnnotate):
    """These words stand in it more than once. Copy some words more, so that one place is meant."""


class NoAddress(CannotAnnotate):
    """A link leads to a page of this site, such as /places/12/, or of the web, such as https://www.gov.uk."""


class AlreadyWithdrawn(Refusal):
    """This was taken back already."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What is laid over a place: offsets into the document's text, the end exclusive.

    `part`: of a reading, which part of the statement it speaks of; `target`: of a link, its address.
    """

    kind: str
    start: int
    end: int
    text: str
    statement: int | None = None
    part: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is laid over some words of a statement; without words, over all of it."""

    kind: str
    text: str = ""
    words: str = ""
    part: str = ""
    target: str = ""


@transaction.atomic
def annotate_statement(statement_id: int, said: Remark, *, by: Actor, now: datetime) -> Annotation:
    """Add a layer over words of a statement.

    Raise `Statement.DoesNotExist` out of reach, `NotThere`, `Several`, `NoAddress`, `CannotAnnotate`.
    """
    one = statement(by.scope, statement_id)
    spans = spans_from(one.spans)
    if not spans:
        raise CannotAnnotate
    start, end = spans[0].start, spans[-1].end
    if said.words.strip():
        places = places_of(one.document.text, spans, said.words)
        if len(places) != 1:
            raise Several if places else NotThere
        start, end = places[0].start, places[0].end
    layer = Layer(said.kind, start, end, said.text, one.pk, said.part, said.target.strip())
    try:
        return annotate(one.document_id, layer, by=by, now=now)
    except Document.DoesNotExist as missing:  # it may be read, not written on
        raise Statement.DoesNotExist from missing


@transaction.atomic
def annotate(document_id: int, layer: Layer, *, by: Actor, now: datetime) -> Annotation:
    """Add a layer. Raise `Document.DoesNotExist` out of reach, `NoAddress`, `CannotAnnotate`."""
    kept = documents(by.scope, permission=KEEP).filter(destroyed_at__isnull=True)
    document = kept.defer(None).get(pk=document_id)
    rules = handling_rules(local_day(now))
    _check(document, layer, rules)
    added = Annotation.objects.create(
        document=document, statement_id=layer.statement, kind=layer.kind, start=layer.start, end=layer.end,
        text=layer.text.strip(), part=layer.part, target=layer.target, added_at=now, added_by=by.key,
    )  # fmt: skip
    list_words([added.text], now=now)
    record(
        at=now, by=by, verb="record.annotation.added", subject=f"document:{document.pk}",
        playbook=rules.reference, annotation=added.pk, kind=layer.kind, start=layer.start, end=layer.end,
    )  # fmt: skip
    return added


def _check(document: Document, layer: Layer, rules: HandlingRules) -> None:
    is_link, is_reading = layer.kind == LINK, layer.kind == READING
    is_somewhere = 0 <= layer.start < layer.end <= len(document.text)
    is_of_it = layer.statement is None or document.statements.filter(pk=layer.statement).exists()
    says = bool(layer.text.strip() or (is_link and layer.target))
    if layer.kind not in rules.annotations or not (says and is_somewhere and is_of_it):
        raise CannotAnnotate
    if bool(layer.part) != is_reading or (is_reading and layer.part not in rules.reading_parts):
        raise CannotAnnotate
    if bool(layer.target) != is_link or (is_link and not is_address(layer.target)):
        raise NoAddress


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
