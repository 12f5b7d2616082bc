"""Search in what was read: by words, mistyped and misread ones forgiven, and by the days it speaks of.

Words are sought as English words ("meeting" finds "meetings"). First comes what holds the words as they are
written, then what holds words like them; within each, where they stand often and near together. Of very many
the newest are ranked, and it is said that there are more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVectorField
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import DateMention, Statement
from ..rules.searching import BEGIN, END, SearchRules, asked_for, left_out, search_rules
from .documents import statements
from .words import groups_of

# The database keeps the words of each statement beside its text.
VECTOR = RawSQL('"record_statement"."vector"', [], output_field=SearchVectorField())


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first; `is_cut`: there is more than is ranked."""

    rows: QuerySet[Statement]
    is_cut: bool = False
    ranked: int = 0


def search(
    scope: Scope,
    words: str = "",
    *,
    kind: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    document: int | None = None,
    as_at: datetime | None = None,
    now: datetime,
) -> Found:
    """Return statements that hold the words and may speak of a day from `from_on` until before `until_on`.

    With words, each says `is_exact`, and has a `headline` with what matched between marks.
    """
    rows = statements(scope, as_at=as_at).exclude(kind="furniture")
    if kind:
        rows = rows.filter(kind=kind)
    if document:
        rows = rows.filter(document=document)
    if from_on or until_on:
        rows = rows.filter(pk__in=mentioned(from_on, until_on).order_by().values("statement"))
    return _by_words(rows, words.strip(), search_rules(local_day(now))) if words.strip() else Found(rows)


def mentioned(from_on: date | None, until_on: date | None) -> QuerySet[DateMention]:
    """Return the dates that may mean a day from `from_on` until before `until_on`."""
    found = DateMention.objects.all()
    if until_on:
        found = found.filter(Q(from_on__lt=until_on) | Q(from_on__isnull=True, until_on__isnull=False))
    if from_on:
        found = found.filter(Q(until_on__gt=from_on) | Q(until_on__isnull=True, from_on__isnull=False))
    return found


def _by_words(rows: QuerySet[Statement], words: str, rules: SearchRules) -> Found:
    exact, near, groups = _queries(words, rules)
    taken = _newest(rows.alias(vector=VECTOR).filter(vector=exact), rules.ranked + 1)
    if len(taken) <= rules.ranked and any(len(group) > 1 for group in groups):
        like = rows.alias(vector=VECTOR).filter(vector=near).exclude(pk__in=taken)
        taken += _newest(like, rules.ranked + 1 - len(taken))
    is_exact = Case(When(vector=exact, then=Value(True)), default=Value(False), output_field=BooleanField())
    ranked = rows.filter(pk__in=taken[: rules.ranked]).alias(vector=VECTOR).annotate(is_exact=is_exact)
    shown = SearchHeadline(
        "sought", exact | near, config="english", start_sel=BEGIN, stop_sel=END, max_fragments=2,
        max_words=30, min_words=12,
    )  # fmt: skip
    ranked = ranked.annotate(score=SearchRank(VECTOR, exact | near), headline=shown)
    ordered = ranked.order_by("-is_exact", "-score", "document_id", "number")
    return Found(ordered, len(taken) > rules.ranked, rules.ranked)


def _queries(words: str, rules: SearchRules) -> tuple[Any, Any, list[list[str]]]:
    groups = groups_of(words, rules)
    exact = SearchQuery(words, config="english", search_type="websearch")
    near = (
        SearchQuery(asked_for(groups, left_out(words)), config="english", search_type="raw")
        if groups
        else exact
    )
    return exact, near, groups


def documents_holding(scope: Scope, words: str, *, as_at: datetime) -> list[int]:
    """Return every document in reach with a statement that holds the words, or words like them."""
    exact, near, _ = _queries(words.strip(), search_rules(local_day(as_at)))
    rows = statements(scope, as_at=as_at).exclude(kind="furniture").alias(vector=VECTOR)
    found = rows.filter(Q(vector=exact) | Q(vector=near)).order_by().values_list("document", flat=True)
    return list(found.distinct())


def _newest(rows: QuerySet[Statement], most: int) -> list[int]:
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:most])
