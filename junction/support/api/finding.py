"""Services by machine, as somebody looks for them: by need, words, place and time.

What is sought and not there is counted as it is on the page, without who sought it.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator

from junction.core.calendar import local_day
from junction.core.http.leave import actor_with
from junction.core.http.moments import known_moment

from ..operations.no_results import count_no_result
from ..queries.finding import Sought, find_services, found_without_time, with_services
from ..queries.needs import SEE
from ..queries.where import Whereabouts, whereabouts
from ..rules.directory_book import DirectoryBook, directory_book

router = Router(tags=["Services"])


def _a_day(said: date) -> date:
    known_moment(datetime.combine(said, time(12)))
    return said


class FoundServiceOut(Schema):
    """One service, and how many miles away where that is known. The open feed has all about it."""

    id: UUID
    name: str
    organisation: str
    needs: list[str]
    ways: list[str]
    phone: str
    email: str
    url: str
    assured_on: date | None
    miles: float | None


class SearchOut(Schema):
    """What was found; `at_other_times` where there is one, but none that is open then."""

    found: int
    at_other_times: bool
    services: list[FoundServiceOut]


@router.get("/support/services/find", response=SearchOut)
def find(  # noqa: PLR0913 - each is one question of the search, and a parameter of the address
    request: HttpRequest,
    need: str = Query("", max_length=40, description="A code of what services are for."),
    words: str = Query("", max_length=200),
    postcode: str = Query("", max_length=10),
    miles: float | None = Query(None, gt=0, le=100),
    on: Annotated[date, AfterValidator(_a_day)] | None = None,
    at: time | None = None,
    way: str = Query("", max_length=20, description="A code of how services can be had, or from-home."),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Services for a need, alike in words, near a postcode, open on a day and hour (midday unless said)."""
    scope, today = actor_with(request, SEE).scope, local_day(timezone.now())
    book = directory_book(today)
    if need and need not in book.needs:
        raise HttpError(422, f"{need} is no code of what services are for: {', '.join(book.needs)}.")
    if way and not book.ways_sought(way):
        raise HttpError(422, f"{way} is no code of how services can be had: {', '.join(book.ways)}.")
    if at is not None and on is None:
        raise HttpError(422, "Say on which day as well.")
    point = whereabouts(scope, postcode, on=today) if postcode.strip() else None
    if postcode.strip() and point is None:
        raise HttpError(422, "It is not known where this postcode is.")
    clock = datetime.combine(on, (at or time(12)).replace(tzinfo=None)) if on else None
    sought = _sought(need, words.replace("\x00", ""), point, miles or book.usual_miles, clock)
    sought = replace(sought, ways=book.ways_sought(way))
    found = find_services(scope, sought, book=book)
    at_other_times = not found and found_without_time(scope, sought, book=book)
    if not found:
        _count(sought, today, at_other_times, book)
    rows = with_services(scope, found[:limit])
    return {
        "found": len(found),
        "at_other_times": at_other_times,
        "services": [_out(one.service, one.miles) for one in rows],
    }


def _sought(
    need: str, words: str, point: Whereabouts | None, miles: float, open_at: datetime | None
) -> Sought:
    return Sought(
        words=words, need=need, council=point.council if point else "", miles=miles, open_at=open_at,
        latitude=point.latitude if point else None, longitude=point.longitude if point else None,
    )  # fmt: skip


def _count(sought: Sought, today: date, at_other_times: bool, book: DirectoryBook) -> None:
    count_no_result(
        day=today, council=sought.council, need=sought.need, words=sought.words, is_by_time=at_other_times,
        book=book,
    )  # fmt: skip


def _out(one: Any, miles: float | None) -> dict[str, Any]:
    names = ("name", "needs", "ways", "phone", "email", "url", "assured_on")
    plain = {name: getattr(one, name) for name in names}
    return plain | {"id": one.pk, "organisation": one.organisation.name, "miles": miles}
