"""What people laid over documents in reach, and which statements hold words only with what lies over them."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from junction.core.scope import Scope

from ..models import Annotation, Statement
from .documents import SEE, documents

# The database keeps the words of each text beside it.
VECTOR = RawSQL('"record_statement"."vector"', [], output_field=SearchVectorField())
LAYER_VECTOR = RawSQL('"record_annotation"."vector"', [], output_field=SearchVectorField())


def annotations(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None
) -> QuerySet[Annotation]:
    """Return what stands over documents in reach, at a moment where one is given."""
    found = Annotation.objects.filter(
        document__in=documents(scope, permission=permission).order_by().values("pk")
    )
    return found if as_at is None else found.filter(Annotation.standing(as_at))


def added(scope: Scope, *, as_at: datetime) -> QuerySet[Annotation]:
    """Return all that was laid over documents by a moment, newest first; each says whether it `stands`."""
    stands = ExpressionWrapper(Annotation.standing(as_at), output_field=BooleanField())
    found = annotations(scope).filter(added_at__lte=as_at).select_related("document", "statement")
    return (
        found.annotate(stands=stands).defer("document__text", "statement__text").order_by("-added_at", "-pk")
    )


def authors(scope: Scope, *, as_at: datetime) -> set[str]:
    """Return who added something to documents in reach by a moment."""
    return set(added(scope, as_at=as_at).order_by().values_list("added_by", flat=True).distinct())


def of_document(scope: Scope, document: int, *, as_at: datetime) -> QuerySet[Annotation]:
    """Return what lies over one document at a moment, in the order of its text, with its statements."""
    found = annotations(scope, as_at=as_at).filter(document=document)
    return found.select_related("statement").order_by("start", "pk")


def laid_over(scope: Scope, groups: Sequence[Sequence[str]], *, at: datetime) -> list[int]:
    """Return the statements over which one of the sought words lies at a moment: mostly none."""
    words = sorted({word for group in groups for word in group})
    if not words:
        return []
    one_of = SearchQuery(" | ".join(f"'{word}'" for word in words), config="english", search_type="raw")
    laid = annotations(scope, as_at=at).filter(statement__isnull=False).alias(vector=LAYER_VECTOR)
    return list(laid.filter(vector=one_of).order_by().values_list("statement", flat=True).distinct())


def holding_with_layers(
    scope: Scope, rows: QuerySet[Statement], some: Sequence[int], *queries: Any, at: datetime
) -> QuerySet[Statement]:
    """Narrow `rows` to those of `some` that answer a search with all that lies over them at a moment."""
    standing = annotations(scope, as_at=at).values("pk")
    over = StringAgg("annotations__text", " ", filter=Q(annotations__in=standing), default=Value(""))
    found = rows.filter(pk__in=some).annotate(over=over)
    answers = reduce(or_, (Q(whole=query) for query in queries))
    return found.alias(whole=SearchVector("sought", "over", config="english")).filter(answers)
