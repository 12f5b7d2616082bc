"""Search in what was read: by words, mistyped and misread ones forgiven, and by the days it speaks of.

Words are sought as English words ("meeting" finds "meetings"). First comes what holds the words as they are
written, then what holds words like them; within each, where they stand often and near together. Of very many
the newest are ranked, and it is said that there are more. What people laid over a statement counts with it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import DateMention, Statement
from ..rules.searching import BEGIN, END, SearchRules, asked_for, left_out, search_rules
from .documents import statements
from .layers import VECTOR, holding_with_layers, laid_over
from .words import groups_of


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

    With words, each says `is_exact`, `is_laid_over` (it answers only with what people laid over it), and has
    a `headline` with what matched between marks.
    """
    rows = statements(scope, as_at=as_at).exclude(kind="furniture")
    if kind:
        rows = rows.filter(kind=kind)
    if document:
        rows = rows.filter(document=document)
    if from_on or until_on:
        rows = rows.filter(pk__in=mentioned(from_on, until_on).order_by().values("statement"))
    return _by_words(scope, rows, words.strip(), at=as_at or now, now=now) if words.strip() else Found(rows)


def mentioned(from_on: date | None, until_on: date | None) -> QuerySet[DateMention]:
    """Return the dates that may mean a day from `from_on` until before `until_on`."""
    found = DateMention.objects.all()
    if until_on:
        found = found.filter(Q(from_on__lt=until_on) | Q(from_on__isnull=True, until_on__isnull=False))
    if from_on:
        found = found.filter(Q(until_on__gt=from_on) | Q(until_on__isnull=True, from_on__isnull=False))
    return found


def _by_words(scope: Scope, rows: QuerySet[Statement], words: str, *, at: datetime, now: datetime) -> Found:
    rules = search_rules(local_day(now))
    exact, near, groups = _queries(words, rules)
    is_forgiving, most = any(len(group) > 1 for group in groups), rules.ranked + 1
    some = laid_over(scope, groups, at=at)
    laid = _newest(holding_with_layers(scope, rows, some, exact, at=at), most) if some else []
    holds_exactly = Q(vector=exact) | Q(pk__in=laid)
    taken = _newest(rows.alias(vector=VECTOR).filter(holds_exactly), most)
    if len(taken) < most and is_forgiving:
        laid_near = _newest(holding_with_layers(scope, rows, some, near, at=at), most) if some else []
        like = rows.alias(vector=VECTOR).filter(Q(vector=near) | Q(pk__in=laid_near)).exclude(pk__in=taken)
        taken += _newest(like, most - len(taken))
        laid = laid + laid_near
    ranked = rows.filter(pk__in=taken[: rules.ranked]).alias(vector=VECTOR)
    ranked = ranked.annotate(
        is_exact=_whether(holds_exactly), is_laid_over=_whether(Q(pk__in=laid) & ~Q(vector=exact | near))
    )
    shown = SearchHeadline(
        "sought", exact | near, config="english", start_sel=BEGIN, stop_sel=END, max_fragments=2,
        max_words=30, min_words=12,
    )  # fmt: skip
    ranked = ranked.annotate(score=SearchRank(VECTOR, exact | near), headline=shown)
    ordered = ranked.order_by("-is_exact", "-score", "document_id", "number")
    return Found(ordered, len(taken) > rules.ranked, rules.ranked)


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


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
    exact, near, groups = _queries(words.strip(), search_rules(local_day(as_at)))
    rows = statements(scope, as_at=as_at).exclude(kind="furniture")
    some = laid_over(scope, groups, at=as_at)
    laid = holding_with_layers(scope, rows, some, exact, near, at=as_at).values_list("pk", flat=True)
    holding = rows.alias(vector=VECTOR).filter(
        Q(vector=exact) | Q(vector=near) | Q(pk__in=list(laid) if some else [])
    )
    found = holding.order_by().values_list("document", flat=True)
    return list(found.distinct())


def _newest(rows: QuerySet[Statement], most: int) -> list[int]:
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:most])
