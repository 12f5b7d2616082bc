"""Who is asked by a catalogue, of those in reach: every area of the kinds it names; others as they answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from junction.core.scope import Scope
from junction.registry.models import Area, AreaInside, Organisation, Place, valid_on
from junction.registry.queries import areas, places, topmost

from ..rules.book import AssuranceRules
from ..rules.parties import Party
from .reach import ANSWER, SEE

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Named:
    """A party with its name, its kind (a code of the playbook) and the region it lies in."""

    party: Party
    name: str
    kind: str
    region: str = ""  # code
    region_name: str = ""


def area_parties(
    scope: Scope, rules: AssuranceRules, kinds: Iterable[str], *, on: date, permission: str = SEE
) -> list[Named]:
    """Return the councils, forums … in reach, by name, each with its region."""
    wanted = [kind for code in kinds if code in rules.parties for kind in rules.parties[code].areas]
    found = areas(scope, on=on).filter(kind__in=wanted)
    reach = scope.reach(permission)
    if not reach.national:
        found = found.filter(code__in=reach.areas)
    rows = list(found)
    regions = _regions([one.code for one in rows], on=on)
    return [
        Named(Party(area=one.code), one.name, rules.kind_of_area(one.kind), *regions.get(one.code, ("", "")))
        for one in rows
    ]


def _regions(codes: Sequence[str], *, on: date) -> dict[str, tuple[str, str]]:
    """Return code and name of the region that each of these areas lies in."""
    inside = AreaInside.objects.filter(valid_on(on), descendant__in=codes, ancestor__kind="region")
    rows = inside.order_by("ancestor_id").values_list("descendant_id", "ancestor_id", "ancestor__name")
    return {code: (region, name) for code, region, name in rows}


def other_parties(scope: Scope, parties: Sequence[Party], *, permission: str = SEE) -> list[Named]:
    """Return the organisations and places among `parties` that are in reach, by name."""
    organisations = [one.organisation for one in parties if one.organisation]
    own = [one.place for one in parties if one.place]
    reach = scope.reach(permission)
    found = []
    if organisations:
        rows = Organisation.objects.filter(pk__in=organisations)
        rows = rows if reach.national else rows.filter(pk__in=reach.organisations)
        found += [Named(Party(organisation=one.pk), one.name, "provider") for one in rows]
    if own:
        held = places(scope, permission=permission).filter(pk__in=own)
        found += [Named(Party(place=one.pk), one.name, "provider") for one in held]
    return sorted(found, key=lambda one: one.name)


def named_party(scope: Scope, rules: AssuranceRules, party: Party, *, on: date) -> Named:
    """Return one party in reach by its name. Raise `Area.DoesNotExist` or the like out of reach."""
    if party.area is None:
        found = other_parties(scope, [party])
        if not found:
            raise Place.DoesNotExist
        return found[0]
    reach = scope.reach(SEE)
    area = Area.objects.get(pk=party.area)
    kind = rules.kind_of_area(area.kind)
    if not kind or not (reach.national or area.code in reach.areas):
        raise Area.DoesNotExist
    return Named(party, area.name, kind, *_regions([area.code], on=on).get(area.code, ("", "")))


def may_answer(scope: Scope, party: Party) -> bool:
    """Tell whether one may answer for a party: one's own council, forum, region, nation, provider or home.

    Who reaches all of a region does not answer for the councils in it.
    """
    held = [grant for grant in scope.grants if ANSWER in grant.permissions]
    if any(grant.role == SYSTEM for grant in held):
        return True
    if party.organisation is not None:
        return any(party.organisation in grant.reach.organisations for grant in held)
    if party.place is not None:
        one = Scope(grants=tuple(grant for grant in held if not grant.reach.national))
        return bool(one.grants) and places(one, permission=ANSWER).filter(pk=party.place).exists()
    is_national = any(grant.reach.national for grant in held)
    if is_national and Area.objects.filter(pk=party.area, kind="country").exists():
        return True
    inside = [grant.reach.areas for grant in held if party.area in grant.reach.areas]
    return any(topmost(codes).filter(pk=party.area).exists() for codes in inside)


def own_parties(scope: Scope, rules: AssuranceRules, *, on: date) -> list[Named]:
    """Return the parties one answers for: areas at the top of one's reach, organisations, and places."""
    held = [grant for grant in scope.grants if ANSWER in grant.permissions and grant.role != SYSTEM]
    codes = {area.code for grant in held if grant.reach.areas for area in topmost(grant.reach.areas)}
    kinds = list(rules.parties)
    found = [one for one in area_parties(scope, rules, kinds, on=on) if one.party.area in codes]
    if any(grant.reach.national for grant in held):
        nation = areas(scope, kind="country", on=on)
        found += [Named(Party(area=one.code), one.name, "nation") for one in nation]
    organisations = [Party(organisation=pk) for grant in held for pk in grant.reach.organisations]
    own = [Party(place=pk) for grant in held for pk in grant.reach.places]
    return found + other_parties(scope, [*organisations, *own], permission=ANSWER)
