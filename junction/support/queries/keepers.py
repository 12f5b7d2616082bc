"""Who is written to about a service: those who keep it, and the council in whose directory it stands.

Keepers are the partners of its organisation; where it has none, whoever keeps the council's directory.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.people.models import Membership
from junction.people.queries import memberships, system_actor
from junction.people.rules import roles

REFER, DIRECTORY = "support.refer", "support.directory"
PROTECTED = "support.see-protected"
MOST = 20  # of one letter; more of one body have their own ways to tell each other


def answering(scope: Scope, keeper: int | None, council: str | None, *, now: datetime) -> list[str]:
    """Return the addresses of those who answer referrals: of the organisation, else of the council."""
    over = Q(organisation=keeper) if keeper else Q(area=council, area__isnull=False)
    return _addresses(_holding(REFER, now).filter(over))


def keeping(scope: Scope, keeper: int | None, council: str | None, *, now: datetime) -> list[str]:
    """Return the addresses of those who keep a service right: its organisation's, else the council's."""
    if keeper:
        return answering(scope, keeper, None, now=now)
    return directing(scope, council, now=now)


def directing(scope: Scope, council: str | None, *, now: datetime) -> list[str]:
    """Return the addresses of those who keep a council's directory, the nation's where there is none."""
    over = Q(area=council) if council else Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    return _addresses(_holding(DIRECTORY, now).filter(over))


def guarding(scope: Scope, council: str | None, *, now: datetime) -> dict[str, str]:
    """Return the addresses, by key, of those who see to worries of a council; else the nation's."""
    nation = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    held = _holding(PROTECTED, now)
    for over in (Q(area=council, area__isnull=False), nation):
        rows = held.filter(over).order_by("valid_from", "pk").values_list("user_id", "user__email")
        if found := {f"user:{number}": email for number, email in rows}:
            return found
    return {}


def addresses_of(scope: Scope, permission: str, over: Q, *, now: datetime) -> list[str]:
    """Return the addresses of those who hold a permission over something."""
    return _addresses(_holding(permission, now).filter(over))


def addresses_by_area(
    scope: Scope, permission: str, areas: Collection[str], *, now: datetime
) -> dict[str, list[str]]:
    """Return the addresses of those who hold a permission over each of some areas, in one statement."""
    rows = _holding(permission, now).filter(area__in=areas).order_by("valid_from", "pk")
    found: dict[str, list[str]] = {}
    for area, address in rows.values_list("area", "user__email"):
        if area is not None and address not in found.setdefault(area, []):
            found[area].append(address)
    return {area: addresses[:MOST] for area, addresses in found.items()}


def _holding(permission: str, now: datetime) -> QuerySet[Membership]:
    carrying = [name for name, role in roles(local_day(now)).items() if permission in role.permissions]
    held = memberships(system_actor("directory").scope, now=now)
    return held.filter(role__in=carrying, user__is_active=True)


def _addresses(rows: QuerySet[Membership]) -> list[str]:
    found: Iterable[str] = rows.order_by("valid_from", "pk").values_list("user__email", flat=True)
    return list(dict.fromkeys(found))[:MOST]
