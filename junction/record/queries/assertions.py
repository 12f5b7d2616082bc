"""What stands in other documents that a document could contradict: found by keys, never by reading them all.

A document is compared with those of the same area, organisation or place and with the nation's; one of the
nation, with all. For each key so many sentences are taken as the playbook says, the newest first; the rest is
counted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Assertion, Comparison, Document
from ..rules.contradictions import Place, Withheld, keys_against, withheld_in, words_reference
from ..rules.contradictions import Statement as Sentence
from ..rules.promises import promise_rules
from ..rules.reading import Certainty, DateSaid
from ..rules.source import Span, spans_from
from .documents import documents
from .phrases import naming


@dataclass(slots=True)
class Facing:
    """Sentences of other documents, the row of each, and how many more there are under the same keys."""

    sentences: list[Sentence] = field(default_factory=list)
    rows: dict[tuple[int, int], int] = field(default_factory=dict)  # (document, offset): its statement
    left_out: int = 0

    @property
    def documents(self) -> set[int]:
        return {one.place.read for one in self.sentences}

    def add(self, found: Sentence, row: int) -> None:
        """Add a sentence, once."""
        if found.place.order not in self.rows:
            self.rows[found.place.order] = row
            self.sentences.append(found)


def facing(scope: Scope, one: Document, said: Sequence[Sentence], *, most: int, marks: int) -> Facing:
    """Return what could contradict the sentences of a document in reach; `most` for each key."""
    others = beside(scope, one).order_by().values("pk")
    keys = frozenset[str]().union(*(keys_against(each) for each in said))
    under = _under(others, keys)
    newest = [F("document_id").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=F("key"), order_by=newest)
    taken = list(under.annotate(place=place).filter(place__lte=most).order_by("document_id", "pk"))
    found = Facing(left_out=under.count() - len(taken) if len(taken) >= most else 0)
    for row in taken:
        found.add(_sentence(row), row.statement_id)
    withheld = [taken for each in said for taken in withheld_in(each)]
    _add_naming(scope, others, found, withheld, most=most, marks=marks)
    return found


def beside(scope: Scope, one: Document) -> QuerySet[Document]:
    """Return the documents in reach that a document is compared with."""
    found = documents(scope).exclude(pk=one.pk)
    own = {"area": one.area_id, "organisation": one.organisation_id, "place": one.place_id}
    shared = [Q(**{name: value}) for name, value in own.items() if value is not None]
    if not shared:
        return found
    with_any = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    for each in shared:
        with_any |= each
    return found.filter(with_any)


def _under(others: QuerySet[Document, Any], keys: Collection[str]) -> QuerySet[Assertion]:
    # One array, since a long document has tens of thousands of keys.
    known = RawSQL(
        "record_assertion.key = ANY(%s)", [sorted({key[:200] for key in keys})], output_field=BooleanField()
    )
    return Assertion.objects.filter(known, document__in=others)


def _sentence(row: Assertion) -> Sentence:
    dates = tuple(
        DateSaid(raw, Span(start, end), _day(from_on), _day(until_on), Certainty(certainty))
        for raw, start, end, from_on, until_on, certainty in row.dates
    )
    return Sentence(row.quote, Place(row.document_id, spans_from(row.spans), row.quote), 0, dates)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _add_naming(
    scope: Scope,
    others: QuerySet[Document, Any],
    found: Facing,
    withheld: Sequence[Withheld],
    *,
    most: int,
    marks: int,
) -> None:
    """Add sentences with the same words as stand about a mark; of many marks, the first ones."""
    once = list(dict.fromkeys(withheld))
    found.left_out += max(0, len(once) - marks)
    named = list(naming(scope, others, once[:marks], most=most + 1)) if once else []
    found.left_out += max(0, len(named) - most)
    for sentence, row in named[:most]:
        found.add(sentence, row)


def not_compared(scope: Scope, *, now: datetime) -> list[int]:
    """Return documents in reach never compared by the words as they are now: so many as one night takes."""
    by_these = Comparison.objects.filter(document=OuterRef("pk"), words=words_reference())
    found = (
        documents(scope)
        .filter(~Exists(by_these), destroyed_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return list(found[: promise_rules(local_day(now)).compared_again])


def comparison_of(scope: Scope, one: Document) -> Comparison | None:
    """Return the newest search for contradictions of a document in reach."""
    return Comparison.objects.filter(document__in=documents(scope).order_by().filter(pk=one.pk)).first()
