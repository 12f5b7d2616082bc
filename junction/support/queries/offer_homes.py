"""Standing offers that nobody who may answer has: whoever had them left, or nobody was there then."""

from datetime import datetime

from junction.core.calendar import local_day
from junction.core.ownership.queries import owner, owners
from junction.core.scope import Scope
from junction.people.queries import system_actor, tokens

from ..models import Offer
from ..rules.help_offers import NATION_DESK, Desk
from .offer_desks import ladder, people_at
from .offers import STANDING, SUBJECT, offers, rules_of


def ownerless(scope: Scope, *, now: datetime) -> list[int]:
    """Return the numbers of the offers in reach that need another owner, in some statements for each area."""
    standing = list(offers(scope).filter(state__in=STANDING).order_by("pk"))
    held, systems = owners(SUBJECT, [one.pk for one in standing]), _systems(now)
    fit: dict[tuple[str | None, str | None], set[str]] = {}
    found = []
    for one in standing:
        where = (one.area_id, one.desk_id)
        if where not in fit:
            fit[where] = _may_have(scope, one, now=now)
        if not _is_fit(held[one.pk], fit[where], systems):
            found.append(one.pk)
    return found


def needs_owner(scope: Scope, one: Offer, *, now: datetime) -> bool:
    """Tell whether this offer, read within a scope, needs another owner."""
    held = owner(SUBJECT, one.pk) or ""
    return not _is_fit(held, _may_have(scope, one, now=now), _systems(now))


def _may_have(scope: Scope, one: Offer, *, now: datetime) -> set[str]:
    desks = ladder(scope, one.area_id, rules=rules_of(scope, one), on=local_day(now))
    people = people_at(scope, [*desks, Desk(one.step, one.desk_id)], now=now)
    return {key for found in people.values() for key in found}


def _systems(now: datetime) -> set[str]:
    """The keys of the systems that can still answer: those whose tokens are good."""
    good = tokens(system_actor("offers").scope).filter(revoked_at=None, expires_at__gt=now)
    return {f"token:{number}" for number in good.order_by().values_list("pk", flat=True)}


def _is_fit(owner: str, people: set[str], systems: set[str]) -> bool:
    return owner in people or owner in systems or (owner == NATION_DESK and not people)
