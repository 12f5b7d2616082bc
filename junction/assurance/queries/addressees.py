"""Whom a letter about what leads upwards goes to: those who settle it where it is now, or who raised it.

They are people of other desks than the writer's, so the caller asks with the scope of the house itself.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.people.queries import memberships
from junction.people.rules import roles
from junction.registry.queries import ancestors

from ..models import Raising
from ..rules.parties import Party
from .reach import ANSWER, RAISE, REVIEW


def at_desk(scope: Scope, area: str | None, *, writer: str, now: datetime) -> list[str]:
    """Return the addresses of all who settle it at an area's desk (None: the centre's), but the writer."""
    over = Q(area=area) if area else Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    return _addresses(scope, over & _holding(RAISE, now=now), writer=writer, now=now)


def who_raised(scope: Scope, issue: int, *, writer: str, now: datetime) -> list[str]:
    """Return the addresses of those for whom a national issue was raised: councils, groups, homes."""
    parties = Raising.objects.filter(issue=issue, raised_at__lte=now)
    over = Q(area__in=_codes(parties.values_list("area_id", flat=True))) & _holding(RAISE, now=now)
    own = Q(organisation__in=_codes(parties.values_list("organisation_id", flat=True)))
    own |= Q(place__in=_codes(parties.values_list("place_id", flat=True)))
    return _addresses(scope, over | (own & _holding(ANSWER, now=now)), writer=writer, now=now)


def who_reviews(scope: Scope, area: str | None, *, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of all in sight who review plans of an area, or of the nation alone; by name."""
    over = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    if area:
        above = [one.code for one in ancestors(scope, area, on=local_day(now))]
        over |= Q(area__in=[area, *above])
    held = memberships(scope, now=now).filter(over & _holding(REVIEW, now=now), user__is_active=True)
    found = held.order_by().values_list("user_id", "user__name").distinct()
    return sorted({f"user:{number}": name for number, name in found}.items(), key=lambda pair: pair[1])


def who_answers(scope: Scope, party: Party, *, now: datetime) -> list[str]:
    """Return the keys of those who reply for the owner of a plan."""
    over = Q(area=party.area) if party.area else Q(organisation=party.organisation)
    if party.place:
        over = Q(place=party.place)
    held = memberships(scope, now=now).filter(over & _holding(ANSWER, now=now), user__is_active=True)
    return sorted({f"user:{number}" for number in held.order_by().values_list("user_id", flat=True)})


def addresses_of(scope: Scope, keys: Collection[str], *, now: datetime) -> dict[str, str]:
    """Return the address of each person in sight, by key."""
    numbers = [int(key[5:]) for key in keys if key.startswith("user:") and key[5:].isdecimal()]
    held = memberships(scope, now=now).filter(user_id__in=numbers, user__is_active=True)
    return {f"user:{n}": address for n, address in held.order_by().values_list("user_id", "user__email")}


def _codes(found: Collection[object]) -> list[object]:
    return [one for one in found if one is not None]


def _holding(permission: str, *, now: datetime) -> Q:
    return Q(
        role__in=[name for name, role in roles(local_day(now)).items() if permission in role.permissions]
    )


def _addresses(scope: Scope, over: Q, *, writer: str, now: datetime) -> list[str]:
    held = memberships(scope, now=now).filter(over, user__is_active=True).order_by()
    found: list[tuple[int, str]] = list(held.values_list("user_id", "user__email").distinct())
    return sorted({address for number, address in found if address and f"user:{number}" != writer})
