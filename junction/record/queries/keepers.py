"""Who keeps the record of an area and so can have an action; and the names of those who did something."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.people.models import Membership
from junction.people.queries import memberships
from junction.people.rules import roles
from junction.registry.queries import ancestors

from .documents import KEEP, SEE

ELSEWHERE = "somebody of another organisation"
RULES, EXERCISE = "the rules", "the exercise"


def could_own(scope: Scope, *, area: str | None, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of all in sight who keep the record of an area (None: the nation), by name."""
    found = _keepers(scope, area=area, now=now).values_list("user_id", "user__name")
    return sorted({f"user:{number}": name for number, name in found}.items(), key=lambda pair: pair[1])


def addresses(scope: Scope, keys: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Return the address of each person in sight, by key."""
    held = memberships(scope, now=now).filter(user_id__in=_numbers(keys), user__is_active=True)
    return {f"user:{n}": address for n, address in held.order_by().values_list("user_id", "user__email")}


def names(scope: Scope, keys: Iterable[str], *, own_key: str, now: datetime) -> dict[str, str]:
    """Return how a page names each who did something, in one statement."""
    wanted = {key for key in keys if key}
    found: dict[str, str] = {}
    if numbers := _numbers(wanted):
        held = memberships(scope, now=now).filter(user_id__in=numbers).order_by()
        found = {f"user:{number}": name for number, name in held.values_list("user_id", "user__name")}
    rest = {key: _named_at_a_distance(key) for key in wanted}
    return rest | found | ({own_key: "you"} if own_key in wanted else {})


def called(
    scope: Scope, said: Iterable[str], *, area: str | None, now: datetime
) -> dict[str, tuple[str, str]]:
    """Return of names as the record says them whose account each is, key and address: by name or address.

    Only who may read the record of the area is found; of two with one name, nobody.
    """
    wanted = {_plainly(name): name for name in said if name.strip()}
    found: dict[str, set[tuple[int, str]]] = {}
    for number, name, address in _keepers(scope, area=area, now=now, permission=SEE).values_list(
        "user_id", "user__name", "user__email"
    ):
        for form in {_plainly(name), address.casefold()} & set(wanted):
            found.setdefault(wanted[form], set()).add((number, address))
    alone = {name: next(iter(ones)) for name, ones in found.items() if len(ones) == 1}
    return {name: (f"user:{number}", address) for name, (number, address) in alone.items()}


def nearest_keepers(scope: Scope, *, area: str | None, now: datetime) -> dict[str, str]:
    """Return key and address of those who keep the record of just this area; none do: of what it lies in."""
    rows = list(
        _keepers(scope, area=area, now=now).values_list("user_id", "user__email", "area_id").order_by()
    )
    here = [one for one in rows if one[2] == area] or rows
    return {f"user:{number}": address for number, address, _ in here}


def _plainly(name: str) -> str:
    return " ".join(name.split("(")[0].split()).casefold()


def _named_at_a_distance(key: str) -> str:
    if key == "system:exercise":
        return EXERCISE
    return RULES if key.startswith("system:") else ELSEWHERE


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key[5:]) for key in keys if key.startswith("user:") and key[5:].isdecimal()]


def _keepers(
    scope: Scope, *, area: str | None, now: datetime, permission: str = KEEP
) -> QuerySet[Membership]:
    """Return the roles over the nation, over an area, and over what it lies in, that keep the record."""
    keeping = [name for name, role in roles(local_day(now)).items() if permission in role.permissions]
    held = memberships(scope, now=now).filter(role__in=keeping, user__is_active=True)
    over = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    if area:
        above = [one.code for one in ancestors(scope, area, on=local_day(now))]
        over |= Q(area__in=[area, *above])
    return held.filter(over)
