"""The people a thing at a desk can be handed to, and the names of those who have it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.people.models import Membership
from junction.people.queries import memberships
from junction.people.rules import roles

DECIDE = "supply.decide"
ELSEWHERE = "somebody at another desk"


def could_own(scope: Scope, *, desk: str | None, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of everyone in sight who may decide at a desk (None: the nation's), by name."""
    held = _deciders(scope, desk=desk, now=now)
    pairs = {f"user:{number}": name for number, name in held.values_list("user_id", "user__name")}
    return sorted(pairs.items(), key=lambda pair: pair[1])


def addresses_of_owners(scope: Scope, *, desk: str | None, now: datetime) -> list[str]:
    """Return the addresses of everyone in sight who may decide at a desk, to write to them."""
    return sorted(set(_deciders(scope, desk=desk, now=now).values_list("user__email", flat=True)))


def may_own(scope: Scope, key: str, *, desk: str | None, own_key: str, now: datetime) -> bool:
    """Tell whether somebody may have a thing of a desk: oneself always, others when they may decide there."""
    return key == own_key or key in dict(could_own(scope, desk=desk, now=now))


def owner_names(scope: Scope, keys: Iterable[str], *, own_key: str, now: datetime) -> dict[str, str]:
    """Return the name of each owner this scope may see, in one statement; the others are at another desk."""
    wanted = set(keys)
    numbers = [int(key[5:]) for key in wanted if key.startswith("user:") and key[5:].isdigit()]
    if not numbers:
        return dict.fromkeys(wanted, ELSEWHERE)
    held = memberships(scope, now=now).filter(user_id__in=numbers).order_by()
    seen = {f"user:{number}": name for number, name in held.values_list("user_id", "user__name")}
    return {key: "you" if key == own_key else seen.get(key, ELSEWHERE) for key in wanted}


def _deciders(scope: Scope, *, desk: str | None, now: datetime) -> QuerySet[Membership]:
    """Return the roles over the nation, and over a desk's own area, with which one decides."""
    deciding = [name for name, role in roles(local_day(now)).items() if DECIDE in role.permissions]
    held = memberships(scope, now=now).filter(role__in=deciding, user__is_active=True)
    nation = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    return held.filter(Q(area=desk) if desk else nation)
