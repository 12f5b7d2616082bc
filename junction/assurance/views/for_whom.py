"""For whom something is raised: an area in reach, or a place there by its CQC number."""

from datetime import date
from typing import Any

from junction.assurance.operations.register_refusals import AboutOne
from junction.assurance.queries.parties import area_parties
from junction.assurance.queries.reach import RAISE
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.parties import Party
from junction.core.scope import Scope
from junction.registry.queries import place_by_identifier


def areas_to_raise_for(scope: Scope, *, on: date, kinds: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Code and name of the councils, forums and regions in reach, by name."""
    rules = assurance_rules(on)
    found = area_parties(scope, rules, kinds or list(rules.parties), on=on, permission=RAISE)
    return [(str(one.party.area), one.name) for one in found]


def for_whom(scope: Scope, area: str, place: str) -> Party:
    """Whose it is. Raise `AboutOne` when it is neither or both, or no such place is in reach."""
    if bool(area) == bool(place.strip()):
        raise AboutOne
    if area:
        return Party(area=area)
    found = place_by_identifier(scope, "cqc-location", place.strip(), permission=RAISE)
    if found is None:
        raise AboutOne
    return Party(place=found.pk)


def whose_of(row: Any) -> str:
    """The name of whom a row is for; a provider with the word."""
    return str((row.area or row.place or row.organisation).name)
