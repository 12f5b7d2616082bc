"""Learning reviews in one's circle, as known at a moment; for those above, figures of each council."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from junction.core.scope import Scope
from junction.core.searching.queries import holding
from junction.registry.models import Place
from junction.registry.queries import search_places

from ..models import LearningEntry, LessonEntry, LessonShare
from ..models.moments import current_at, known_at
from ..rules.learning import NATIONAL, REGIONAL, Looked, state
from .easements import councils
from .learning_reach import circle, writes
from .reach import ANSWER, REVIEW, SEE

BEYOND = (REGIONAL, NATIONAL)
NONE = Value(0, output_field=IntegerField())


def reviews(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[LearningEntry]:
    """Return the reviews in one's circle as they stood, each with its lessons counted."""
    return _stood(as_at).filter(circle(scope, SEE, at="review__place__"))


def review(scope: Scope, number: int, *, as_at: datetime | None = None) -> LearningEntry:
    """Return one as it stood. Raise `LearningEntry.DoesNotExist` outside of one's circle."""
    return reviews(scope, as_at=as_at).get(review=number)


def own_reviews(scope: Scope) -> QuerySet[LearningEntry]:
    """Return the reviews that one may write down more of: those of one's own council."""
    return _stood(None).filter(writes(scope, at="review__place__"))


def may_write_of(scope: Scope, place_id: int) -> bool:
    """Tell whether a place lies in one's own council."""
    return Place.objects.filter(writes(scope, at=""), pk=place_id).exists()


def places_to_review(scope: Scope, text: str) -> QuerySet[Place]:
    """Return the places of one's own council that a text may mean; all of them when it is empty."""
    found = search_places(scope, text, permission=ANSWER).filter(writes(scope, at=""))
    return found.select_related("council")


def may_write(scope: Scope) -> bool:
    """Tell whether one writes for any council."""
    return scope.may(ANSWER) and Place.objects.filter(writes(scope, at="")).exists()


def earlier(scope: Scope, number: int, *, as_at: datetime | None = None) -> QuerySet[LearningEntry]:
    """Return every entry of one review in one's circle, the newest first."""
    found = LearningEntry.objects.filter(circle(scope, SEE, at="review__place__"), review=number)
    return (found.filter(recorded_at__lte=as_at) if as_at else found).order_by("-recorded_at", "-pk")


def _stood(as_at: datetime | None) -> QuerySet[LearningEntry]:
    known = known_at(as_at, added="review__opened_at", ended="review__withdrawn_at")
    found = LearningEntry.objects.filter(current_at(as_at), known)
    lessons = LessonEntry.objects.filter(
        current_at(as_at), known_at(as_at, added="lesson__added_at", ended="lesson__withdrawn_at"),
        lesson__review=OuterRef("review"),
    ).order_by()  # fmt: skip
    beyond = LessonShare.objects.filter(lesson=OuterRef("lesson"), level__in=BEYOND)
    beyond = beyond.filter(recorded_at__lte=as_at) if as_at else beyond
    return found.annotate(
        lessons=_counted(lessons), kept=_counted(lessons.filter(~Exists(beyond)))
    ).select_related("review__place__council")


def _counted(rows: QuerySet[LessonEntry]) -> Coalesce:
    count = rows.values("lesson__review").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(count), NONE)


def in_state(rows: QuerySet[LearningEntry], code: str, *, day: date) -> QuerySet[LearningEntry]:
    """Return those that have come as far as a state says on a day; `rules.learning.state` says the same."""
    open_ = Q(held_on__isnull=True)
    over = open_ & Q(over_on__isnull=False)
    found = {
        "running": open_ & Q(over_on__isnull=True), "not-asked": over & Q(due_on__isnull=True),
        "due": over & Q(due_on__gte=day), "overdue": over & Q(due_on__lt=day),
        "no-lessons": ~open_ & Q(lessons=0), "kept": ~open_ & Q(kept__gt=0),
        "shared": ~open_ & Q(lessons__gt=0, kept=0),
    }  # fmt: skip
    return rows.filter(found.get(code, Q(pk__in=[])))


def searched(rows: QuerySet[LearningEntry], words: str) -> QuerySet[LearningEntry]:
    """Narrow to those whose place, account or lead holds each word that is sought."""
    return holding(rows, words, "review__place__name", "happened", "lead")


def counted_by_state(scope: Scope, *, day: date, as_at: datetime | None = None) -> Counter[str]:
    """Return how many reviews in one's circle have come how far on a day."""
    fields = ("over_on", "due_on", "held_on", "lessons", "kept")
    days = reviews(scope, as_at=as_at).order_by().values_list(*fields)
    return Counter(state(Looked(*one), day=day) for one in days)


@dataclass(frozen=True, slots=True)
class CouncilLearning:
    """One council: how many outbreaks were written down, and how far their reviews have come."""

    code: str
    name: str
    outbreaks: int
    states: Mapping[str, int]


def by_council(scope: Scope, *, day: date, as_at: datetime | None = None) -> list[CouncilLearning]:
    """Return figures of every council that one reviews; nothing of what happened and where."""
    rows = list(councils(scope, day=day, permission=REVIEW))
    counts: dict[str, dict[str, int]] = {one.code: {} for one in rows}
    stood = _stood(as_at).filter(review__place__council__in=list(counts))
    fields = ("over_on", "due_on", "held_on", "lessons", "kept")
    for council, *days in stood.annotate(council=F("review__place__council")).values_list("council", *fields):
        of, code = counts[council], state(Looked(*days), day=day)
        of[code] = of.get(code, 0) + 1
    return [
        CouncilLearning(one.code, one.name, sum(counts[one.code].values()), counts[one.code]) for one in rows
    ]
