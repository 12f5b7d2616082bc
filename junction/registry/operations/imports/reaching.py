"""Which rows of a list mean a place that the importer may not touch, whatever the row itself claims."""

from collections.abc import Sequence

from junction.core.imports import Finding, Severity
from junction.core.scope import Actor
from junction.registry.models import Place, Registration
from junction.registry.queries.places import within
from junction.registry.rules.listed import ListedPlace
from junction.registry.rules.matching import Match

IMPORT = "registry.import"
MESSAGE = (
    "Junction knows this place, and it lies outside the areas you may import for. The row was not taken. "
    "If the place has moved to your area, ask the national team to import the row."
)


def beyond_reach(
    rows: Sequence[ListedPlace], matches: Sequence[Match], *, by: Actor
) -> tuple[frozenset[int], list[Finding]]:
    """Return the positions of rows that mean a place out of reach, and an error for each.

    A row says itself where it lies; the place it means by its number, or by name and postcode, may lie
    elsewhere.
    """
    if by.scope.reach(IMPORT).national:
        return frozenset(), []
    upon = {match.registration for match in matches if match.registration}
    held = dict(Registration.objects.filter(pk__among=upon).values_list("id", "place_id"))
    meant = [
        {pk for pk in (match.place, held.get(match.registration or 0)) if pk is not None} for match in matches
    ]
    places = set[int]().union(*meant)
    inside = Place.objects.filter(within(by.scope, IMPORT), pk__among=places).order_by()
    beyond = places.difference(inside.values_list("pk", flat=True))
    positions = [position for position, named in enumerate(meant) if named & beyond]
    return frozenset(positions), [_finding(rows[position]) for position in positions]


def _finding(row: ListedPlace) -> Finding:
    column, value = ("location_id", row.location) if row.location else ("name", row.name)
    return Finding(row.number, column, value, "place-out-of-reach", Severity.ERROR, MESSAGE)
