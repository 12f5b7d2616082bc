"""What plans ask, by machine: catalogues and their requirements, as known at a moment."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.reach import SEE
from junction.assurance.rules.parties import Party, party_of
from junction.core.pages.context import actor_of
from junction.core.pages.moment import BadMoment, read_as_at
from junction.core.scope import Scope

router = Router(tags=["Plans"])
NOT_YOURS = "Your token does not include plans and requirements."


class CatalogueOut(Schema):
    """A version of a plan whose requirements are kept."""

    id: int
    title: str
    version: str
    in_force_from: date
    published_at: datetime | None
    replaces_id: int | None
    document_id: int | None
    requirements: int


class RequirementOut(Schema):
    """One requirement; `statement_id` is the line of the document it stands in."""

    id: int
    number: int
    ref: str
    text: str
    category: str
    theme: str
    actors: list[str]
    strength: str
    kind: str
    condition: str
    due_on: date | None
    due_said: str
    statement_id: int | None


def scope_of(request: HttpRequest) -> Scope:
    """Who asks, if they may see plans at all."""
    scope = actor_of(request).scope
    if not scope.may(SEE):
        raise HttpError(403, NOT_YOURS)
    return scope


def moment_of(text: str) -> datetime | None:
    """The moment that is asked about; none is now."""
    try:
        return read_as_at(text, now=timezone.now()) if text else None
    except BadMoment as wrong:
        raise HttpError(422, str(wrong)) from wrong


def party_named(key: str) -> Party:
    """The party that a short key names."""
    try:
        return party_of(key)
    except ValueError:
        raise HttpError(422, f"“{key}” is no party. Write E08000009, o12 or p5.") from None


def found(find: Any, *arguments: Any, **named: Any) -> Any:
    """What a query of one row finds; out of reach it does not exist."""
    try:
        return find(*arguments, **named)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


@router.get("/assurance/catalogues", response=list[CatalogueOut])
def list_catalogues(request: HttpRequest, as_at: str = "") -> Any:
    """Read the plans whose requirements are kept, the newest first."""
    rows: Any = queries.catalogues(scope_of(request), as_at=moment_of(as_at))
    return [
        CatalogueOut(
            id=row.pk, title=row.title, version=row.version, in_force_from=row.in_force_from,
            published_at=row.published_at, replaces_id=row.replaces_id, document_id=row.document_id,
            requirements=row.count or 0,
        )
        for row in rows
    ]  # fmt: skip


@router.get("/assurance/catalogues/{int:catalogue_id}/requirements", response=list[RequirementOut])
def list_requirements(request: HttpRequest, catalogue_id: int, as_at: str = Query("")) -> Any:
    """Read what a plan asks, in its order."""
    scope, moment = scope_of(request), moment_of(as_at)
    one = found(queries.catalogue, scope, catalogue_id, as_at=moment)
    return list(queries.requirements(scope, one.pk, as_at=moment))
