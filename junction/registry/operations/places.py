"""Make places: one by hand or thousands at once, by the same few statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Identifier, Place, Registration
from ..rules.identifiers import IdentifierKind, clean_identifier
from ..rules.places import PlaceDetails, is_in_reach

BATCH = 2_000


class CannotCreatePlace(Refusal):
    """You cannot add a place there. Ask the council of that area to add it."""

    status = 403


class IdentifierTaken(Refusal):
    """Another place already bears this identifier. Open that place instead, or correct the identifier."""


def create_place(details: PlaceDetails, *, by: Actor, now: datetime) -> Place:
    """Make one place. Raise `CannotCreatePlace` out of reach, `IdentifierTaken` when known."""
    return create_places([details], by=by, now=now)[0]


@transaction.atomic
def create_places(
    many: Iterable[PlaceDetails], *, permission: str = "registry.edit", by: Actor, now: datetime
) -> list[Place]:
    """Make many places with their first registrations, in the order given; one audit line for all of them."""
    given = list(many)
    reach = by.scope.reach(permission)
    if not all(is_in_reach(reach, area=item.area, council=item.council) for item in given):
        raise CannotCreatePlace
    _refuse_taken(identifier for item in given if (identifier := item.identifier))
    made = Place.objects.bulk_create([Place.of(item, now=now) for item in given], batch_size=BATCH)
    Registration.objects.bulk_create(
        [Registration.of(item, place, now=now) for item, place in zip(given, made, strict=True)],
        batch_size=BATCH,
    )
    _add_identifiers([(place, item.identifier) for place, item in zip(made, given, strict=True)], now=now)
    if made:
        subject = f"place:{made[0].pk}" if len(made) == 1 else f"places:{made[0].pk}-{made[-1].pk}"
        record(at=now, by=by, verb="registry.place.created", subject=subject, places=len(made))
    return made


def _refuse_taken(identifiers: Iterable[tuple[IdentifierKind, str]]) -> None:
    """Raise `IdentifierTaken` when a place already bears one of these."""
    wanted = {(str(kind), clean_identifier(kind, value)) for kind, value in identifiers}
    values = {value for _, value in wanted}
    borne = Identifier.objects.filter(value__in=values, withdrawn_at__isnull=True).values_list(
        "kind", "value"
    )
    if wanted & set(borne):
        raise IdentifierTaken


def _add_identifiers(
    pairs: Sequence[tuple[Place, tuple[IdentifierKind, str] | None]], *, now: datetime
) -> list[Identifier]:
    """Give places their identifiers; a place known only by name and postcode gets none."""
    rows = [
        Identifier(kind=given[0], value=clean_identifier(*given), place=place, recorded_at=now)
        for place, given in pairs
        if given
    ]
    return Identifier.objects.bulk_create(rows, batch_size=BATCH)
