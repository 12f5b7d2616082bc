"""What a place has said: its returns in every version, as known now or at a moment."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from junction.core.scope import Scope
from junction.registry.queries import places
from junction.returns.models import Return, known_at
from junction.returns.rules.references import read_reference

from .newest import SEE


def returns_known(
    scope: Scope,
    *,
    place_id: int,
    question_set: str = "",
    first_on: date | None = None,
    last_on: date | None = None,
    as_at: datetime | None = None,
) -> QuerySet[Return]:
    """Return a place's returns, the newest day first, each in the version known now or at `as_at`."""
    found = Return.objects.filter(known_at(as_at), place_id=place_id, place__in=_seen(scope))
    if question_set:
        found = found.filter(question_set=question_set)
    if first_on:
        found = found.filter(about_on__gte=first_on)
    if last_on:
        found = found.filter(about_on__lte=last_on)
    return found.order_by("-about_on", "question_set")


def versions(scope: Scope, *, place_id: int, question_set: str, about_on: date) -> QuerySet[Return]:
    """Return every version of one return, the first one first."""
    found = Return.objects.filter(place_id=place_id, question_set=question_set, about_on=about_on)
    return found.filter(place__in=_seen(scope)).order_by("version")


def return_as_at(
    scope: Scope, *, place_id: int, question_set: str, about_on: date, as_at: datetime | None = None
) -> Return | None:
    """Return one return in the version known now or at `as_at`; None when there was none."""
    every = versions(scope, place_id=place_id, question_set=question_set, about_on=about_on)
    return every.filter(known_at(as_at)).last()


def return_by_reference(scope: Scope, reference: str) -> Return | None:
    """Return what a reference was given for; None when it is not in scope. Raise `NotAReference`."""
    about_on, number = read_reference(reference)
    return Return.objects.filter(about_on=about_on, id=number, place__in=_seen(scope)).first()


def may_see_place(scope: Scope, place_id: int) -> bool:
    """Tell whether this scope sees the returns of a place, if there were any."""
    return places(scope, permission=SEE).filter(pk=place_id).exists()


def _seen(scope: Scope) -> QuerySet[Any, Any]:
    return places(scope, permission=SEE).order_by().values("id")
