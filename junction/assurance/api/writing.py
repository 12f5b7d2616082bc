"""What the machine doors of the registers that lead upwards share: who may read, how a write is done once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from junction.core.http.leave import actor_with
from junction.core.http.once import once
from junction.core.pages.context import actor_of
from junction.core.scope import Actor, Scope

from ..queries.owners import Home, homes
from ..queries.reach import SEE
from ..rules.parties import Party

LARGEST = 2**62
After = Query(0, ge=0, le=LARGEST, description="The last number of the page before.")
Limit = Query(200, ge=1, le=1000)


class AddedOut(Schema):
    """The number of what was written down."""

    id: int


class WhyIn(Schema):
    """Why it is taken back."""

    why: str = Field(..., max_length=1000)


class HomeOut(Schema):
    """Who has it: an owner's key or, with none, who must find it a home."""

    owner: str | None = Field(None, description="Null: it has no home yet.")
    finder: str
    since: datetime
    hand_overs: int


class PartyIn(Schema):
    """For whom: exactly one of an area and a place."""

    area: str | None = Field(None, pattern=r"^[A-Z]\d{8}$")
    place: int | None = Field(None, ge=1, le=LARGEST)


def home_out(home: Home) -> dict[str, Any]:
    """Return what `HomeOut` holds."""
    return {"owner": home.owner, "finder": "" if home.owner else home.finder, "since": home.since,
            "hand_overs": home.hand_overs}  # fmt: skip


def with_homes(
    request: HttpRequest, found: Sequence[Any], *, kind: str, finder: str, at: datetime, now: datetime
) -> list[tuple[Any, dict[str, Any]]]:
    """Return things of a page that lead upwards, each with who has it."""
    by = actor_of(request)
    began = {one.pk: one.raised_at for one in found}
    had = homes(by.scope, kind, began, own_key=by.key, at=at, now=now, finder=finder)
    return [(one, home_out(had[one.pk])) for one in found]


def party_from(values: dict[str, Any]) -> Party:
    """Take the party out of what was sent; neither or both do not exist."""
    try:
        return Party(area=values.pop("area"), place=values.pop("place"))
    except ValueError as wrong:
        raise Http404 from wrong


def reader(request: HttpRequest, permission: str = SEE) -> Scope:
    """Return the scope of who asks. Raise `PermissionDenied` without the permission."""
    scope = actor_with(request, permission).scope
    return scope


def written(
    request: HttpRequest, work: Callable[[], Any], *, permission: str, by: Actor, now: datetime,
    status: int = 201,
) -> HttpResponse:  # fmt: skip
    """Do a write once for its idempotency key; answer with the number of what was added (200: changed)."""
    if not by.scope.may(permission):
        raise PermissionDenied

    def answer() -> tuple[int, dict[str, Any]]:
        try:
            added = work()
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return (status, {"id": added.pk}) if added is not None else (200, {})

    return once(request, by=by, now=now, work=answer)


def found(find: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What a query of one row finds; for whoever may not see it, it does not exist."""
    try:
        return find(*arguments, **named)
    except ObjectDoesNotExist:
        raise Http404 from None
