"""What a place has said, as known now or at a moment.

Asked by the number of a place that was merged, the place answers that stood for it at that moment.
"""

from datetime import date, datetime
from typing import Any

from junction.core.scope import Scope
from junction.registry.queries import place as one_place
from junction.returns.models import Return
from junction.returns.rules.references import read_reference

from .belonging import is_seen, returns_of
from .newest import SEE


def returns_known(
    scope: Scope,
    *,
    place_id: int,
    question_set: str = "",
    first_on: date | None = None,
    last_on: date | None = None,
    as_at: datetime | None = None,
    most: int | None = None,
) -> list[Return]:
    """Return a place's returns, the newest day first, each in the version known now or at `as_at`.

    Raise `Place.DoesNotExist` when the place is not in scope.
    """
    place = one_place(scope, place_id, permission=SEE, as_at=as_at)
    given = {"question_set": question_set, "about_on__gte": first_on, "about_on__lte": last_on}
    which: dict[str, Any] = {name: value for name, value in given.items() if value}
    return returns_of(scope, place.pk, as_at=as_at, most=most, **which)


def return_by_reference(scope: Scope, reference: str) -> Return | None:
    """Return what a reference was given for; None when it is not in scope. Raise `NotAReference`."""
    about_on, number = read_reference(reference)
    found = Return.objects.filter(about_on=about_on, id=number).first()
    return found if found and is_seen(scope, found.place_id, permission=SEE) else None
