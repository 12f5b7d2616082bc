"""Services that one keeps, by machine: read, add, change, say that one is still right, withdraw.

Reading the whole directory takes no key: it is the open feed. Texts are those of a list's columns.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.http.once import once
from junction.core.pages.context import actor_of
from junction.core.scope import Actor

from ..operations import keeping_services as operations
from ..queries import kept_services as queries

router = Router(tags=["Services"])
ROOT = "/support/services"
ONE = f"{ROOT}/{{service_id}}"
LARGEST = 2**62


class ServiceIn(Schema):
    """A service by the columns of a list; hours as "Mo-Fr 09:00-17:00; Sa 10:00-12:00"."""

    name: str = Field(..., min_length=1, max_length=200)
    description: str = Field("", max_length=5_000)
    needs: str = Field("", max_length=500, description="Codes with ; between.")
    ways: str = Field("", max_length=200, description="How it can be had: codes with ; between.")
    status: str = Field("active", max_length=20)
    opening: str = Field("", max_length=500)
    address: str = Field("", max_length=300)
    town: str = Field("", max_length=100)
    postcode: str = Field("", max_length=10)
    areas: str = Field("", max_length=500, description="Codes of councils with ; between.")
    eligibility: str = Field("", max_length=2_000)
    minimum_age: str = Field("", max_length=3)
    maximum_age: str = Field("", max_length=3)
    cost: str = Field("", max_length=500)
    languages: str = Field("", max_length=300)
    places_free: str = Field("", max_length=6)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    url: str = Field("", max_length=500)
    alert: str = Field("", max_length=500)


class NewServiceIn(ServiceIn):
    """Whose it is: an organisation that keeps it, or another that stands in a council's directory."""

    keeper: int | None = Field(None, ge=1, le=LARGEST)
    area: str = Field(..., pattern=r"^[A-Z]\d{8}$")
    organisation: str = Field("", max_length=200)


class KeptServiceOut(ServiceIn):
    """A service as it stands, and when it was last right."""

    id: UUID
    organisation: str
    keeper: int | None
    area: str | None
    assured_on: str | None
    chases: int


@router.get(ROOT, response=list[KeptServiceOut])
def list_kept_services(
    request: HttpRequest, page: int = Query(1, ge=1, le=100_000), size: int = Query(100, ge=1, le=500)
) -> list[dict[str, Any]]:
    """Services one keeps, by name."""
    by = _keeper(request)
    found = queries.kept_services(by.scope).prefetch_related(*queries.FIRST)
    return [_out(by, one) for one in found[(page - 1) * size : page * size]]


class ServiceStateOut(Schema):
    """What a service was from a moment on: whether it was given, for which needs, for which councils."""

    from_at: datetime
    status: str
    needs: list[str]
    areas: list[str]


@router.get(f"{ONE}/states", response=list[ServiceStateOut])
def list_states(request: HttpRequest, service_id: UUID) -> list[Any]:
    """What a service that one keeps was, the newest first."""
    try:
        return queries.states_of(_keeper(request).scope, service_id)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


@router.post(ROOT, response={201: KeptServiceOut})
def post_service(request: HttpRequest, sent: NewServiceIn) -> HttpResponse:
    """Add one service."""
    cells = sent.dict()
    who = {"keeper": cells.pop("keeper"), "area": cells.pop("area")}
    cells = {name: text for name, text in cells.items() if name != "organisation" or text}
    return _written(request, lambda **more: operations.add_service(cells, **who, **more))


@router.post(ONE, response={201: KeptServiceOut})
def post_change(request: HttpRequest, service_id: UUID, sent: ServiceIn) -> HttpResponse:
    """Say anew what a service is; what is left out is emptied."""
    return _written(request, lambda **more: operations.change_service(service_id, sent.dict(), **more))


@router.post(f"{ONE}/assure", response={201: KeptServiceOut})
def post_assurance(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Say that it is right today."""
    return _written(request, lambda **more: operations.assure_service(service_id, **more))


@router.post(f"{ONE}/withdraw", response={201: KeptServiceOut})
def post_withdrawal(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """End a service."""
    return _written(request, lambda **more: operations.withdraw_service(service_id, **more))


def _keeper(request: HttpRequest) -> Actor:
    by: Actor = actor_of(request)
    if not any(by.scope.may(one) for one in queries.LEAVES.split()):
        raise PermissionDenied
    return by


def _written(request: HttpRequest, do: Callable[..., Any]) -> HttpResponse:
    """Do one write once for its key; what one does not keep does not exist."""
    by, now = _keeper(request), timezone.now()

    def work() -> tuple[int, Any]:
        try:
            made = do(by=by, now=now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return 201, _answer(by, made.pk)

    return once(request, by=by, now=now, work=work)


def _answer(by: Actor, number: UUID) -> dict[str, Any]:
    shown = _out(by, queries.one_kept(by.scope, number))
    return KeptServiceOut.model_validate(shown).model_dump(mode="json")


def _out(by: Actor, one: Any) -> dict[str, Any]:
    assured = one.assured_on.isoformat() if one.assured_on else None
    return {
        **queries.typed_of(by.scope, one), "id": one.pk, "keeper": one.keeper_id, "area": one.area_id,
        "assured_on": assured, "chases": one.chases,
    }  # fmt: skip
