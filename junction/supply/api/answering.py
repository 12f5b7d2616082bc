"""What doors for machines share: a write done once for its key, what is out of reach, one page of a list."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from junction.core.http import leave
from junction.core.scope import Actor

T = TypeVar("T")
LARGEST = 2**62
BEFORE = Query(LARGEST, ge=1, le=LARGEST, description="The last number of the page before.")
LIMIT = Query(100, ge=1, le=1_000)
Quantity = Annotated[int, Field(le=10_000_000_000, description="In base units: gloves are counted singly.")]


class HandedOverIn(Schema):
    """To whom it goes, by the key the work board's people bear, and why.

    `expected` is the owner it is taken from, where the caller knows: of two at once one is refused.
    """

    to: str = Field(..., min_length=1, max_length=100, description="Such as user:12.")
    why: str = Field(..., min_length=1, max_length=300)
    expected: str = Field("", max_length=100)


class DoneOut(Schema):
    """It is done; what it was done to can be read under its own address."""

    id: int


def written(
    request: HttpRequest, do: Callable[[Actor, datetime], Any], *, needs: str, status: int = 200
) -> HttpResponse:
    """Do one write once for its key: `do` gets who and when, and returns the JSON of the answer.

    Whoever lacks the permission altogether is refused; what is out of reach does not exist.
    """
    return leave.written(request, needs, do, status=status)


def done(number: int) -> dict[str, int]:
    """The answer that says no more than what it was done to."""
    return {"id": number}


def found(find: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """What was asked for; out of reach it does not exist."""
    try:
        return find(*arguments, **named)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


def page_of(rows: QuerySet[Any], *, before: int, limit: int) -> tuple[list[Any], int | None]:
    """One page, the newest first, and the number that asks for the next; none at the end."""
    page = list(rows.filter(pk__lt=before).order_by("-pk")[: limit + 1])
    return page[:limit], page[limit - 1].pk if len(page) > limit else None
