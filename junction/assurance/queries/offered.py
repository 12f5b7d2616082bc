"""What councils need expert help for, in reach and as at a moment; counts by kind and region; leads."""

from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import HelpNeed, HelpOffer, HelpOutcome, RegionLead
from .owners import with_owner
from .reach import RAISE, REVIEW

SUBJECT = "help-need"
OPEN = ("waiting", "running", "over")


def help_needs(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[HelpNeed]:
    """Return the needs of councils in reach, each with `state`, `is_late`, `until_on` and `owner` then."""
    at, today = as_at or now, local_day(as_at or now)
    reach = scope.reach(RAISE)
    found = HelpNeed.objects.filter(stated_at__lte=at).select_related("council", "region")
    found = found if reach.national else found.filter(council__in=reach.areas)
    offers = HelpOffer.objects.filter(need=OuterRef("pk"), recorded_at__lte=at).order_by("-until_on")
    said = HelpOutcome.objects.filter(need=OuterRef("pk"), recorded_at__lte=at).order_by("-pk")
    known: QuerySet[Any] = found.annotate(
        until_on=Subquery(offers.values("until_on")[:1]), outcome=Subquery(said.values("outcome")[:1])
    ).annotate(
        state=Case(
            When(outcome__isnull=False, then=F("outcome")),
            When(until_on__isnull=True, then=Value("waiting")),
            When(until_on__lte=today, then=Value("over")),
            default=Value("running"),
            output_field=CharField(),
        )
    )
    late = Case(
        When(state="waiting", then=Q(answer_by__lt=today)), default=Value(False), output_field=BooleanField()
    )
    return with_owner(known.annotate(is_late=late), SUBJECT, at=at)


def help_need(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one with its offers and outcomes. Raise `HelpNeed.DoesNotExist` out of reach."""
    at = as_at or now
    offers = HelpOffer.objects.filter(recorded_at__lte=at).order_by("pk")
    said = HelpOutcome.objects.filter(recorded_at__lte=at).order_by("-pk")
    found = help_needs(scope, as_at=as_at, now=now).prefetch_related(
        Prefetch("offers", offers, "offers_by_then"), Prefetch("outcomes", said, "outcomes_by_then")
    )
    return found.get(pk=number)


def may_state(scope: Scope, council: str) -> bool:
    """Tell whether one states the needs of a council: itself, or its region or the nation for it."""
    reach = scope.reach(RAISE)
    return reach.national or council in reach.areas


def may_offer(scope: Scope, council: str) -> bool:
    """Tell whether one offers help to a council: its region or the nation, not the council itself."""
    reach = scope.reach(REVIEW)
    return scope.may(RAISE) and (reach.national or council in reach.areas)


def leads(*, as_at: datetime | None = None, now: datetime) -> dict[str, RegionLead]:
    """Return who leads the help for each region at a moment; every council may know."""
    at = as_at or now
    rows = RegionLead.objects.filter(recorded_at__lte=at, from_on__lte=local_day(at)).select_related("region")
    return {row.region_id: row for row in rows.order_by("from_on", "pk")}


def collated(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> list[dict[str, Any]]:
    """Return for each theme and region how many needs there are, open and in all."""
    rows: QuerySet[Any] = help_needs(scope, as_at=as_at, now=now).order_by()
    counted = rows.values("theme", name=F("region__name")).annotate(
        all=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN))
    )
    return list(counted.order_by("theme", "name"))


def searched(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Narrow needs to those whose text or council holds all of what is sought."""
    return holding(rows, words, "text", "council__name")
