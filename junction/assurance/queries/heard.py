"""Soft intelligence in reach: never of the place it is about, nor of its provider.

The nation reads all of it. A region reads what is said of places and areas below it. A council or a forum
reads what is said of its area and of places in it once that was made shareable. Who wrote it reads it.
Whoever also runs the place it is about does not, whatever else they hold.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import places, topmost

from ..models import Heard
from ..models.moments import known_at
from ..rules.parties import Party
from .reach import ANSWER, REVIEW

HEAR = "assurance.hear"


def heard(scope: Scope, *, reader: str, as_at: datetime | None = None) -> QuerySet[Heard]:
    """Return what was heard and not taken back, for who may read it; `reader` is the key of who asks."""
    found = Heard.objects.filter(known_at(as_at)).select_related("area", "place")
    reach = scope.reach(HEAR)
    if not reach.national:
        shared = Q(shared_at__lte=as_at) if as_at else Q(shared_at__isnull=False)
        near = _of(reach.areas) & (shared | Q(added_by=reader))
        found = found.filter(near | _reviewed(scope))
    return found.filter(Q(place__isnull=True) | ~Q(place__in=_run_by(scope)))


def one_heard(scope: Scope, number: int, *, reader: str, as_at: datetime | None = None) -> Heard:
    """Return one thing that was heard. Raise `Heard.DoesNotExist` for who may not read it."""
    return heard(scope, reader=reader, as_at=as_at).get(pk=number)


def may_write_of(scope: Scope, party: Party) -> bool:
    """Tell whether one may write down what is said of an area or a place: in reach, and not one's own."""
    reach = scope.reach(HEAR)
    if party.place is None:
        return party.area is not None and (reach.national or party.area in reach.areas)
    if _run_by(scope).filter(pk=party.place).exists():
        return False
    return places(scope, permission=HEAR).filter(pk=party.place).exists()


def may_judge(scope: Scope, one: Heard, *, reader: str) -> bool:
    """Tell whether one may share it or take it back: who wrote it, or who reviews what it is about."""
    if one.added_by == reader or scope.reach(REVIEW).national:
        return True
    return Heard.objects.filter(_reviewed(scope), pk=one.pk).exists()


def _of(codes: frozenset[str]) -> Q:
    return Q(area__in=codes) | Q(place__council__in=codes) | Q(place__area__in=codes)


def _reviewed(scope: Scope) -> Q:
    """What lies below a reviewer: all in reach but what is said of the reviewer's own area."""
    codes = scope.reach(REVIEW).areas
    if not codes:
        return Q(pk__in=[])
    return _of(codes) & (Q(area__isnull=True) | ~Q(area__in=topmost(codes).values("pk")))


def _run_by(scope: Scope) -> QuerySet[Place]:
    """The places one runs, as a manager or head office."""
    held = tuple(grant for grant in scope.grants if grant.reach.places or grant.reach.organisations)
    return places(Scope(grants=held), permission=ANSWER).order_by() if held else Place.objects.none()
