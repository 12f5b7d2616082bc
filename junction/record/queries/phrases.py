"""Statements that hold the words about a mark, found by the index of words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import Document, Statement
from ..rules.contradictions import Statement as Sentence
from ..rules.contradictions import Withheld, statements_of
from .rebuilt import in_part
from .search import VECTOR

BEFORE = 3


def naming(
    scope: Scope, others: QuerySet[Document, Any], withheld: Sequence[Withheld], *, most: int
) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentences of statements that hold all the words about a mark, each with its statement."""
    held = reduce(or_, (Q(words=_words(one)) for one in withheld))
    rows = Statement.objects.alias(words=VECTOR).filter(held, document__in=others, part_of__isnull=True)
    rows = rows.order_by("-document_id", "-pk").prefetch_related("date_mentions", "redaction_marks")[:most]
    of: dict[int, list[Statement]] = defaultdict(list)
    for row in rows:
        of[row.document_id].append(row)
    for document in Document.objects.filter(pk__in=of).select_related("file"):
        own = of[document.pk]
        for sentence in statements_of(in_part(document, own), document.pk):
            yield sentence, own[sentence.reading].pk


def _words(one: Withheld) -> SearchQuery:
    """Ask for the words after a mark and the last ones before it: further before may stand a sender."""
    before = one.before[-BEFORE:] if one.after else one.before
    sides = (" ".join(side) for side in (before, one.after) if side)
    return reduce(and_, (SearchQuery(side, config="english", search_type="phrase") for side in sides))
