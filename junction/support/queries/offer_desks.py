"""The desks of offers of help, who may answer at each, and whose offers of a kind are by dated routes.

Who answers is named to whoever may see the offer, and to who made it: so these read with Junction's own
reach.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.people.models import Membership
from junction.people.queries import memberships, system_actor, tokens
from junction.people.rules import roles
from junction.registry.models import Area
from junction.registry.queries import areas, holders

from ..models import OfferRoute
from ..rules.help_offers import NATION_DESK, Desk, HelpOfferRules, Home, Route, find_home

OFFERS = "support.offers"
NATION, SOMEBODY = "The national team", "Somebody who has left"


def ladder(scope: Scope, area: str | None, *, rules: HelpOfferRules, on: date) -> list[Desk]:
    """Return the desks an offer for an area may lie at, lowest first; for anywhere, the nation's."""
    found = []
    for step in rules.steps:
        kinds = rules.area_kinds.get(step)
        if kinds is None:
            found.append(Desk(step))
        elif area and (own := areas(scope).filter(code=area, kind__in=kinds).first()):
            found.append(Desk(step, own.code))
        elif area:
            higher = (code for kind in kinds for code in holders([area], kind, on=on).get(area, ()))
            found.extend(Desk(step, code) for code in higher)
    return found


def people_at(scope: Scope, desks: Iterable[Desk], *, now: datetime) -> dict[str | None, list[str]]:
    """Return the keys of those who may answer at each desk, whoever has done so for longest first."""
    found: dict[str | None, list[str]] = defaultdict(list)
    codes = [desk.area for desk in desks]
    rows = _answering(now).filter(Q(area__in=[code for code in codes if code]) | _nation())
    for code, number in rows.order_by("valid_from", "pk").values_list("area_id", "user_id"):
        key = f"user:{number}"
        if code in codes and key not in found[code]:
            found[code].append(key)
    return dict(found)


def named_at(scope: Scope, desk: Desk, *, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of those who may answer at a desk, by name."""
    keys = people_at(scope, [desk], now=now).get(desk.area, [])
    return sorted(owner_names(scope, keys, now=now).items(), key=lambda pair: pair[1])


def _answering(now: datetime) -> QuerySet[Membership]:
    """Return the roles that carry answering, of those who can sign in."""
    carrying = [name for name, role in roles(local_day(now)).items() if OFFERS in role.permissions]
    held = memberships(system_actor("offers").scope, now=now)
    return held.filter(role__in=carrying, user__is_active=True).order_by()


def _nation() -> Q:
    return Q(area__isnull=True, organisation__isnull=True, place__isnull=True)


def routes(scope: Scope, *, on: date) -> QuerySet[OfferRoute]:
    """Return the routes in force on a day; who has which kind where is no secret."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    return OfferRoute.objects.filter(in_force, valid_from__lte=on).select_related("area")


def home_for(scope: Scope, kind: str, desks: Sequence[Desk], *, now: datetime) -> Home:
    """Return who is to have an offer of a kind, by these desks, lowest first."""
    in_force = [Route(row.kind, row.area_id, row.owner) for row in routes(scope, on=local_day(now))]
    return find_home(desks, in_force, people_at(scope, desks, now=now), kind)


def owner_names(scope: Scope, keys: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Return the name of each owner, in one statement for people and one for systems, where there are any."""
    wanted = set(keys)
    named = {NATION_DESK: NATION} | _people_named(_numbers(wanted, "user:"), now)
    if systems := _numbers(wanted, "token:"):
        found = tokens(system_actor("offers").scope).filter(pk__in=systems)
        named |= {f"token:{one.pk}": f"{one.organisation.name} ({one.name})" for one in found}
    return {key: named.get(key, SOMEBODY) for key in wanted}


def _people_named(numbers: list[int], now: datetime) -> dict[str, str]:
    if not numbers:
        return {}
    held = memberships(system_actor("offers").scope, now=now).filter(user_id__in=numbers).order_by()
    return {f"user:{number}": name for number, name in held.values_list("user_id", "user__name")}


def _numbers(keys: Iterable[str], kind: str) -> list[int]:
    return [int(key.removeprefix(kind)) for key in keys if key.startswith(kind)]


def address_of(scope: Scope, key: str, *, now: datetime) -> str:
    """Return where an owner is written to; nothing for who has no address."""
    if not key.startswith("user:"):
        return ""
    held = memberships(system_actor("offers").scope, now=now).filter(user_id=int(key[5:])).order_by()
    return held.values_list("user__email", flat=True).first() or ""


def councils(scope: Scope, *, rules: HelpOfferRules, on: date) -> QuerySet[Area]:
    """Return the areas an offer may be for, by name: where the lowest step's desks are."""
    return areas(scope, on=on).filter(kind__in=rules.area_kinds[rules.steps[0]])


def desk_areas(scope: Scope, *, rules: HelpOfferRules, on: date) -> QuerySet[Area]:
    """Return the areas in reach for answering that have a desk."""
    kinds = [kind for found in rules.area_kinds.values() for kind in found]
    found, reach = areas(scope, on=on).filter(kind__in=kinds), scope.reach(OFFERS)
    return found if reach.national else found.filter(code__in=reach.areas)
