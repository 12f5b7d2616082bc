"""Write down a voluntary body, so that it can keep its services, ask for volunteers and be invited.

Providers come in with lists of places, suppliers with what they deliver; nothing else brings in a body that
only helps. Its public number, where it has one, is what an invitation finds it by.
"""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry import queries
from junction.registry.models import Identifier, Organisation
from junction.registry.rules.identifiers import IdentifierKind, clean_identifier
from junction.registry.rules.names import organisation_key

from .merging import EDIT

NAME = 200  # characters of a name, as its column has them


class NotYourBody(Refusal):
    """Choose an area that you may correct places of. Only the nation writes down a body of no area."""


class BodyIsKnown(Refusal):
    """A body of this name is written down for this area already. Find it under Organisations."""


class NumberTaken(Refusal):
    """Another body or place bears this number already. Find it under Organisations, or correct the number."""


class NamelessBody(Refusal):
    """Say what the body is called."""


@transaction.atomic
def add_body(
    name: str,
    *,
    area: str | None,
    number: str = "",
    kind: str = IdentifierKind.CHARITY,
    by: Actor,
    now: datetime,
) -> Organisation:
    """Write down a voluntary body of an area (none: the nation).

    Raise `NamelessBody`, `NotYourBody`, `BodyIsKnown`, `NumberTaken`, and `IdentifierNotValid` for a number
    that is none.
    """
    reach = by.scope.reach(EDIT)
    known = area is None or queries.areas(by.scope).filter(pk=area).exists()
    if not known or not (reach.national or area in reach.areas):
        raise NotYourBody
    tidy, key = " ".join(name.split())[:NAME], organisation_key(name)[:NAME]
    if not key:
        raise NamelessBody
    bodies = Organisation.objects.filter(kind=Organisation.Kind.VOLUNTARY, area=area, name_key=key)
    if bodies.exists():
        raise BodyIsKnown
    made = Organisation.objects.create(
        kind=Organisation.Kind.VOLUNTARY, name=tidy, name_key=key, area_id=area, created_at=now
    )
    if number.strip():
        _number(made, IdentifierKind(kind), number, now=now)
    record(at=now, by=by, verb="registry.body.added", subject=f"organisation:{made.pk}", name=tidy, area=area)
    return made


def _number(made: Organisation, kind: IdentifierKind, number: str, *, now: datetime) -> None:
    clean = clean_identifier(kind, number)
    if Identifier.objects.filter(kind=kind, value=clean, withdrawn_at__isnull=True).exists():
        raise NumberTaken
    Identifier.objects.create(kind=kind, value=clean, organisation=made, recorded_at=now)
