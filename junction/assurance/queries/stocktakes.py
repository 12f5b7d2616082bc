"""Stocktakes in reach, as at a moment: who was invited and came, what was said, what became of it.

The region and the nation read them; a council does not, since each director speaks there freely.
"""

from datetime import datetime
from typing import Any

from django.db.models import (
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
from django.db.models.functions import Coalesce

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.core.searching.queries import MOST_WORDS
from junction.registry.queries import areas, children

from ..models import PointCarried, Stocktake, StocktakeGuest, StocktakePoint
from ..rules.book import assurance_rules
from ..rules.stocktakes import stocktake_rules
from .owners import with_owner
from .reach import RAISE, REVIEW, SEE

SUBJECT = "stocktake"


def stocktakes(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[Stocktake]:
    """Return those in reach with counts of guests, of who came, of asks and those carried on, and `state`."""
    at = as_at or now
    reach = scope.reach(SEE)
    found = Stocktake.objects.filter(recorded_at__lte=at).select_related("region")
    found = found if reach.national else found.filter(region__in=reach.areas)
    guests = StocktakeGuest.objects.filter(stocktake=OuterRef("pk"), recorded_at__lte=at)
    came = guests.filter(came=True, came_recorded_at__lte=at)
    asks = _asks(at).filter(stocktake=OuterRef("pk"))
    known: QuerySet[Any] = found.annotate(
        invited=_count(guests), came=_count(came), points_said=_count(_points_then(at)),
        asks=_count(asks), carried=_count(asks.filter(Exists(_carried(at)))),
    )  # fmt: skip
    known = known.annotate(state=_state(at))
    return with_owner(known, SUBJECT, at=at)


def stocktake(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one with its guests and points. Raise `Stocktake.DoesNotExist` out of reach."""
    at = as_at or now
    guests = StocktakeGuest.objects.filter(recorded_at__lte=at).select_related("area").order_by("pk")
    carried = PointCarried.objects.filter(recorded_at__lte=at).order_by("pk")
    points = _current(at).select_related("area").order_by("pk")
    points = points.prefetch_related(Prefetch("carried", carried, "carried_by_then"))
    found = stocktakes(scope, as_at=as_at, now=now).prefetch_related(
        Prefetch("guests", guests, "guests_by_then"), Prefetch("points", points, "points_by_then")
    )
    return found.get(pk=number)


def point(scope: Scope, number: int, *, now: datetime) -> StocktakePoint:
    """Return one point that nothing corrects. Raise `StocktakePoint.DoesNotExist` out of reach."""
    seen = stocktakes(scope, now=now).order_by().values("pk")
    return _current(now).select_related("stocktake__region", "area").get(pk=number, stocktake__in=seen)


def _points_then(at: datetime) -> QuerySet[StocktakePoint]:
    """Return the points of an outer stocktake that stood at a moment."""
    return _current(at).filter(stocktake=OuterRef("pk"))


def may_keep(scope: Scope, region: str) -> bool:
    """Tell whether one keeps the stocktakes of a region: the nation, or the region itself."""
    reach = scope.reach(RAISE)
    is_centre = reach.national and scope.reach(REVIEW).national
    return is_centre or (region in reach.areas and region in scope.reach(REVIEW).areas)


def regions(scope: Scope, *, now: datetime) -> list[tuple[str, str]]:
    """Return code and name of the regions whose stocktakes one keeps, by name."""
    found = areas(scope, kind="region", on=local_day(now)).values_list("code", "name")
    return [(code, name) for code, name in found if may_keep(scope, code)]


def councils_of(scope: Scope, region: str, *, now: datetime) -> list[tuple[str, str]]:
    """Return code and name of the councils of a region that answer for social care, by name."""
    today = local_day(now)
    kinds = assurance_rules(today).parties["council"].areas
    found = children(scope, region, on=today).filter(kind__in=kinds)
    return list(found.order_by("name").values_list("code", "name"))


def searched(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Narrow stocktakes to those whose title or points hold all of what is sought."""
    for word in words.split()[:MOST_WORDS]:
        said = StocktakePoint.objects.filter(stocktake=OuterRef("pk"), text__icontains=word)
        rows = rows.filter(Q(title__icontains=word) | Q(region__name__icontains=word) | Exists(said))
    return rows


def _current(at: datetime) -> QuerySet[StocktakePoint]:
    known = StocktakePoint.objects.filter(recorded_at__lte=at)
    later = StocktakePoint.objects.filter(corrects=OuterRef("pk"), recorded_at__lte=at)
    return known.exclude(Exists(later))


def _asks(at: datetime) -> QuerySet[StocktakePoint]:
    kinds = [code for code, one in stocktake_rules(local_day(at)).points.items() if one.is_ask]
    return _current(at).filter(kind__in=kinds)


def _carried(at: datetime) -> QuerySet[PointCarried]:
    return PointCarried.objects.filter(point=OuterRef("pk"), recorded_at__lte=at)


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("stocktake").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _state(at: datetime) -> Case:
    """Say in SQL how a stocktake stands: to come, written up, or not yet (and late)."""
    today = local_day(at)
    return Case(
        When(held_on__gt=today, then=Value("to-come")),
        When(points_said__gt=0, came__gt=0, then=Value("written-up")),
        When(write_up_by__lt=today, then=Value("late")),
        default=Value("held"),
        output_field=CharField(),
    )
