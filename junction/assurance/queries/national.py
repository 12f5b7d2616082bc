"""National issues in reach, and where each stands, as at a moment.

Councils, forums, regions and the nation read every issue, so that they join one and do not raise it twice.
Others read what was raised for them, and what was published to them. Who raised an issue is told only of
those in reach; the rest are counted.
"""

from datetime import datetime
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.core.searching.queries import holding
from junction.registry.queries import places

from ..models import NationalIssue, NationalResponse, Publication, Raising, Ruling
from ..rules.national import national_rules
from ..rules.parties import Party
from .owners import with_owner
from .reach import RAISE, REVIEW, SEE, within

SUBJECT = "national-issue"
OPEN = ("to-decide", "waiting", "undated", "promised")


def issues(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[NationalIssue]:
    """Return the issues in reach, each with its `state`, `is_late`, `owner` and `raised_times` then."""
    at = as_at or now
    found = NationalIssue.objects.filter(_readable(scope, at=at), raised_at__lte=at)
    newest = NationalResponse.objects.filter(issue=OuterRef("pk"), recorded_at__lte=at).order_by("-pk")
    ruled = Ruling.objects.filter(issue=OuterRef("pk"), recorded_at__lte=at).order_by("-pk")
    told = Publication.objects.filter(response=OuterRef("newest_id"), recorded_at__lte=at)
    raised = Raising.objects.filter(issue=OuterRef("pk"), raised_at__lte=at).order_by().values("issue")
    known = found.annotate(
        newest_id=Subquery(newest.values("pk")[:1]), is_answered=Subquery(newest.values("is_answer")[:1]),
        promised_for=Subquery(newest.values("due_on")[:1]), said_on=Subquery(newest.values("said_on")[:1]),
        needs_one=Subquery(ruled.values("needs_one")[:1]),
        raised_times=Subquery(raised.annotate(times=Count("pk")).values("times")),
    ).annotate(is_published=Exists(told))  # fmt: skip
    known = known.annotate(state=_state()).annotate(is_late=_late(at))
    return with_owner(known, SUBJECT, at=at)


def issue(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one with all that is said of it. Raise `NationalIssue.DoesNotExist` out of reach."""
    at = as_at or now
    told = Publication.objects.filter(recorded_at__lte=at)
    said = NationalResponse.objects.filter(recorded_at__lte=at).order_by("-pk")
    return (
        issues(scope, as_at=as_at, now=now)
        .prefetch_related(
            Prefetch("rulings", Ruling.objects.filter(recorded_at__lte=at).order_by("-pk"), "ruled_by_then"),
            Prefetch("responses", said.prefetch_related(Prefetch("publications", told, "told_by_then")),
                     "said_by_then"),
        )
        .get(pk=number)
    )  # fmt: skip


def raisings(scope: Scope, number: int, *, at: datetime) -> list[Raising]:
    """Return who raised or joined an issue, of those in reach, the first first."""
    found = Raising.objects.filter(within(scope), issue=number, raised_at__lte=at)
    return list(found.select_related("area", "place", "organisation").order_by("raised_at", "pk"))


def searched(rows: QuerySet[NationalIssue], words: str) -> QuerySet[NationalIssue]:
    """Narrow issues to those whose title or text holds all of what is sought."""
    return holding(rows, words, "title", "text")


def alike(scope: Scope, title: str, text: str, *, now: datetime) -> list[Any]:
    """Return the issues in reach that may be the same as one to be raised, the likest first."""
    rules = national_rules(local_day(now))
    likeness = Greatest(
        TrigramSimilarity("title", title),
        TrigramWordSimilarity(title, "text"),
        TrigramSimilarity("text", text),
    )
    found: QuerySet[Any] = issues(scope, now=now).annotate(likeness=likeness)
    return list(found.filter(likeness__gte=rules.likeness).order_by("-likeness", "pk")[: rules.most_alike])


def may_raise_for(scope: Scope, party: Party) -> bool:
    """Tell whether one may raise for an area in reach, or, for a provider, for one of its places there."""
    reach = scope.reach(RAISE)
    if party.place is not None:
        return bool(reach) and places(scope, permission=RAISE).filter(pk=party.place).exists()
    return party.area is not None and (reach.national or party.area in reach.areas)


def is_centre(scope: Scope) -> bool:
    """Tell whether one decides and answers for the nation."""
    return scope.reach(RAISE).national and scope.reach(REVIEW).national


def _readable(scope: Scope, *, at: datetime) -> Q:
    reach = scope.reach(SEE)
    if reach.national or scope.may(RAISE):
        return Q()
    own = Raising.objects.filter(within(scope), raised_at__lte=at)
    told = Publication.objects.filter(recorded_at__lte=at)
    if not reach.areas:
        told = told.filter(audience__in=national_rules(local_day(at)).for_providers)
    told = told if reach else told.none()
    return Q(pk__in=own.values("issue")) | Q(pk__in=told.values("response__issue"))


def _state() -> Case:
    """Say in SQL where an issue stands: a code of the playbook's states."""
    return Case(
        When(needs_one=False, then=Value("local")),
        When(is_answered=True, is_published=True, then=Value("published")),
        When(is_answered=True, then=Value("answered")),
        When(is_answered=False, promised_for__isnull=False, then=Value("promised")),
        When(is_answered=False, then=Value("undated")),
        When(needs_one=True, then=Value("waiting")),
        default=Value("to-decide"),
        output_field=CharField(),
    )


def _late(at: datetime) -> Case:
    """Say in SQL whether the day is over that counts: the one promised, else the limit of the playbook."""
    today = local_day(at)
    return Case(
        When(state="promised", then=Q(promised_for__lt=today)),
        When(state="to-decide", then=Q(decide_by__lt=today)),
        When(state__in=("waiting", "undated"), then=Q(answer_by__lt=today)),
        default=Value(False),
        output_field=BooleanField(),
    )


def how_many_wait(scope: Scope, *, now: datetime) -> dict[str, int]:
    """Count for the centre what is open, and of it what nobody has and what is late; nothing for others."""
    if not is_centre(scope):
        return {}
    rows: QuerySet[Any] = issues(scope, now=now)
    rows = rows.filter(state__in=OPEN)
    nobodys = Count("pk", filter=Q(owner__isnull=True), distinct=True)
    late = Count("pk", filter=Q(is_late=True), distinct=True)
    return dict(rows.order_by().aggregate(open=Count("pk", distinct=True), nobodys=nobodys, late=late))
