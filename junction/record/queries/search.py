"""Search in what was read: by words, forgiving scanning errors, and by the days that statements speak of.

Words are sought as English words (so "meeting" finds "meetings"); what has none of them is still found when
its letters come close, since a scan gets letters wrong. The best come first.
"""

from datetime import date, datetime

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import DateMention, Statement
from .documents import statements


def found_statements(
    scope: Scope,
    words: str = "",
    *,
    kind: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    document: int | None = None,
    as_at: datetime | None = None,
) -> QuerySet[Statement]:
    """Return statements that hold the words and may speak of a day from `from_on` until before `until_on`."""
    found = statements(scope, as_at=as_at).exclude(kind="furniture")
    if kind:
        found = found.filter(kind=kind)
    if document:
        found = found.filter(document=document)
    if from_on or until_on:
        found = found.filter(date_mentions__in=_mentioned(from_on, until_on)).distinct()
    return _by_words(found, words.strip()) if words.strip() else found


def _mentioned(from_on: date | None, until_on: date | None) -> QuerySet[DateMention]:
    found = DateMention.objects.all()
    if until_on:
        found = found.filter(Q(from_on__lt=until_on) | Q(from_on__isnull=True, until_on__isnull=False))
    if from_on:
        found = found.filter(Q(until_on__gt=from_on) | Q(until_on__isnull=True, from_on__isnull=False))
    return found


def _by_words(found: QuerySet[Statement], words: str) -> QuerySet[Statement]:
    query = SearchQuery(words, config="english", search_type="websearch")
    vector = SearchVector("sought", config="english")
    return (
        found.annotate(said=vector, score=SearchRank(vector, query) + TrigramWordSimilarity(words, "sought"))
        .filter(Q(said=query) | Q(sought__trigram_word_similar=words))
        .order_by("-score", "document_id", "number")
    )
