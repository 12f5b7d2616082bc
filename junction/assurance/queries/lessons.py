"""Lessons as far as they were shared with whoever asks, as at a moment; and what a forum hears next."""

from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from junction.core.scope import Scope
from junction.core.searching.queries import holding
from junction.registry.queries import places

from ..models import LearningEntry, LessonEntry, LessonShare
from ..models.moments import current_at, known_at
from ..rules.learning import LOCAL, NATIONAL, REGIONAL, LearningRules
from .learning_reach import circle, hearing, shared_with, writes
from .reach import SEE

RANKS = {LOCAL: 1, REGIONAL: 2, NATIONAL: 3}


def shares(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[LessonShare]:
    """Return with whom lessons were shared: of one's circle all of it, of others what reaches one."""
    if not scope.may(SEE):
        return LessonShare.objects.none()
    stands = known_at(as_at, added="lesson__added_at", ended="lesson__withdrawn_at") & known_at(
        as_at, added="lesson__review__opened_at", ended="lesson__review__withdrawn_at"
    )
    found = LessonShare.objects.filter(stands)
    found = found.filter(recorded_at__lte=as_at) if as_at else found
    return found.filter(circle(scope, SEE, at="lesson__review__place__") | shared_with(scope))


def lessons(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[LessonEntry]:
    """Return each lesson that one may read, as it was worded; `rank` says how far it was shared (0: nowhere).

    `may_name`: one sees plans of the place, and so may read which one it is.
    """
    if not scope.may(SEE):
        return LessonEntry.objects.none()
    reaching = shares(scope, as_at=as_at)
    mine = circle(scope, SEE, at="lesson__review__place__") | Q(
        lesson__in=reaching.order_by().values("lesson")
    )
    ranks = Case(*(When(level=code, then=rank) for code, rank in RANKS.items()), output_field=IntegerField())
    far = LessonShare.objects.filter(lesson=OuterRef("lesson")).order_by()
    far = far.filter(recorded_at__lte=as_at) if as_at else far
    named = places(scope, permission=SEE).order_by().filter(pk=OuterRef("lesson__review__place"))
    return (
        LessonEntry.objects.filter(
            mine, current_at(as_at), known_at(as_at, added="lesson__added_at", ended="lesson__withdrawn_at"),
            known_at(as_at, added="lesson__review__opened_at", ended="lesson__review__withdrawn_at"),
        )
        .annotate(
            rank=Coalesce(Subquery(far.values("lesson").annotate(far=Max(ranks)).values("far")), Value(0)),
            may_name=Exists(named),
        )
        .select_related("lesson__review__place__council")
        .prefetch_related(Prefetch("lesson__review__entries", queryset=_outbreaks(as_at), to_attr="stood"))
    )  # fmt: skip


def _outbreaks(as_at: datetime | None) -> QuerySet[LearningEntry]:
    """The kind and days of the outbreak, which is as much of it as travels with a lesson."""
    days = ("review_id", "kind", "began_on", "over_on", "recorded_at")
    return LearningEntry.objects.filter(current_at(as_at)).only(*days)


def lesson(scope: Scope, number: int, *, as_at: datetime | None = None) -> LessonEntry:
    """Return one. Raise `LessonEntry.DoesNotExist` for who may not read it."""
    return lessons(scope, as_at=as_at).get(lesson=number)


def lessons_of(scope: Scope, review: int, *, as_at: datetime | None = None) -> QuerySet[LessonEntry]:
    """Return the lessons of one review that one may read, in their order."""
    return lessons(scope, as_at=as_at).filter(lesson__review=review).order_by("lesson__added_at", "lesson")


def own_lessons(scope: Scope) -> QuerySet[LessonEntry]:
    """Return the lessons that one may correct and share: those of one's own council."""
    stands = Q(superseded_at=None, lesson__withdrawn_at=None, lesson__review__withdrawn_at=None)
    found = LessonEntry.objects.filter(stands, writes(scope, at="lesson__review__place__"))
    return found.select_related("lesson__review__place")


def is_in_circle(scope: Scope, one: Any) -> bool:
    """Tell whether one reads all of a lesson: how it was worded before, and the review."""
    return LessonEntry.objects.filter(circle(scope, SEE, at="lesson__review__place__"), pk=one.pk).exists()


def wordings(scope: Scope, number: int, *, as_at: datetime | None = None) -> QuerySet[LessonEntry]:
    """Return every wording of a lesson, the newest first, for its circle only."""
    found = LessonEntry.objects.filter(circle(scope, SEE, at="lesson__review__place__"), lesson=number)
    return (found.filter(recorded_at__lte=as_at) if as_at else found).order_by("-recorded_at", "-pk")


def standing_items(
    scope: Scope, rules: LearningRules, *, as_at: datetime | None = None
) -> QuerySet[LessonShare]:
    """Return what forums and committees have to hear next: shared with them, and not yet discussed."""
    waits = Q(discussed_at__isnull=True) | (Q(discussed_at__gt=as_at) if as_at else Q(pk__in=[]))
    worded = LessonEntry.objects.filter(current_at(as_at))
    return (
        shares(scope, as_at=as_at)
        .filter(waits, means__in=rules.items)
        .select_related("lesson__review__place__council")
        .prefetch_related(Prefetch("lesson__entries", queryset=worded, to_attr="worded"))
    )


def heard_by(scope: Scope, rows: QuerySet[LessonShare]) -> QuerySet[LessonShare]:
    """Narrow sharings to those that one may say were discussed; `Hearing.may_hear` says the same of one."""
    seat, council = hearing(scope), "lesson__review__place__council__in"
    if seat.is_all:
        return rows
    found = Q(**{council: seat.own}) | Q(level=REGIONAL, **{council: seat.inside})
    found |= Q(level=LOCAL, **{council: seat.near}) | Q(level=NATIONAL, pk__isnull=not seat.is_national)
    return rows.filter(found)


def shares_of(scope: Scope, number: int, *, as_at: datetime | None = None) -> QuerySet[LessonShare]:
    """Return with whom one lesson was shared, as far as that reaches whoever asks; as at, what was known."""
    found = shares(scope, as_at=as_at).filter(lesson=number).select_related("lesson__review__place")
    return found.order_by("shared_on", "pk")


def searched_where(rows: QuerySet[LessonShare], words: str) -> QuerySet[LessonShare]:
    """Narrow sharings to those whose forum, committee or bulletin holds each word that is sought."""
    return holding(rows, words, "where")


def share(scope: Scope, number: int) -> LessonShare:
    """Return one sharing that reaches whoever asks. Raise `LessonShare.DoesNotExist`."""
    return shares(scope).select_related("lesson__review__place").get(pk=number)


def searched(rows: QuerySet[LessonEntry], words: str) -> QuerySet[LessonEntry]:
    """Narrow lessons to those whose text or action holds each word that is sought."""
    return holding(rows, words, "text", "action")
