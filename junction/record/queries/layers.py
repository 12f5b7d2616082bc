"""What people laid over documents in reach, and which statements hold words only with what lies over them."""

from collections.abc import Sequence
from datetime import datetime

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


def holding_with_layers(
    scope: Scope,
    rows: QuerySet[Statement],
    query: SearchQuery,
    groups: Sequence[Sequence[str]],
    *,
    at: datetime,
    most: int,
) -> list[int]:
    """Return the newest of `rows` that answer a search with what lies over them at a moment.

    `groups` are the words sought: only what is laid over with one of them is looked at.
    """
    words = sorted({word for group in groups for word in group})
    if not words:
        return []
    one_of = SearchQuery(" | ".join(f"'{word}'" for word in words), config="english", search_type="raw")
    laid = annotations(scope, as_at=at).filter(statement__isnull=False)
    holding = laid.alias(vector=LAYER_VECTOR).filter(vector=one_of)
    some = list(holding.order_by().values_list("statement", flat=True).distinct())
    if not some:
        return []
    over = StringAgg("annotations__text", " ", filter=Q(annotations__in=laid.values("pk")), default=Value(""))
    found = rows.filter(pk__in=some).annotate(over=over)
    whole = found.alias(whole=SearchVector("sought", "over", config="english")).filter(whole=query)
    return list(whole.order_by("-pk").values_list("pk", flat=True)[:most])
