"""The open feed of services: anybody may read it, from any page, without a cookie or a key."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.scope import NOBODY
from junction.support.queries import feed
from junction.support.queries.finding import Sought, find_services
from junction.support.queries.where import whereabouts
from junction.support.rules import published
from junction.support.rules.directory_book import DirectoryBook, directory_book
from junction.support.rules.hsds import PROFILE, VERSION

METRES_A_MILE = 1609.344
LARGEST = 100_000
Shown = dict[str, Any]
SHOWS: Mapping[str, Callable[[Any], Shown]] = {
    "organizations": published.shown_organization,
    "locations": published.shown_location,
    "service_at_locations": published.shown_service_at_location,
    "taxonomies": published.shown_taxonomy,
    "taxonomy_terms": published.shown_taxonomy_term,
}


class CannotRead(ValueError):
    """A parameter is not what the standard says it is."""


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """What this feed is, and by which standard."""
    document = request.build_absolute_uri(reverse("support:feed"))
    return _open({"version": VERSION, "profile": PROFILE, "openapi_url": document})


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """A page of services."""
    book = directory_book(local_day(timezone.now()))
    try:
        rows = feed.published_services(
            NOBODY, _asked(request, book), is_whole=request.GET.get("full") == "true"
        )
        return _page(request, rows, _shows(request), book)
    except CannotRead as wrong:
        return _open({"detail": str(wrong)}, status=400)


@require_safe
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service with everything about it."""
    try:
        one = feed.published_service(NOBODY, service_id)
    except ObjectDoesNotExist:
        return _open({"detail": "There is no such service."}, status=404)
    return _open(published.shown_service_whole(one, _own(request)))


@require_safe
def rows(request: HttpRequest, what: str) -> HttpResponse:
    """A page of another list."""
    book = directory_book(local_day(timezone.now()))
    try:
        return _page(request, feed.published_rows(NOBODY, what), SHOWS[what], book)
    except CannotRead as wrong:
        return _open({"detail": str(wrong)}, status=400)


@require_safe
def row(request: HttpRequest, what: str, row_id: UUID) -> HttpResponse:
    """One of another list."""
    found = feed.published_rows(NOBODY, what).filter(pk=row_id).first()
    if found is None:
        return _open({"detail": "There is no such thing."}, status=404)
    return _open(SHOWS[what](found))


def _open(body: Shown, *, status: int = 200) -> HttpResponse:
    answer = JsonResponse(body, status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _own(request: HttpRequest) -> Callable[[UUID], str]:
    return lambda number: request.build_absolute_uri(reverse("support:public-service", args=[number]))


def _shows(request: HttpRequest) -> Callable[[Any], Shown]:
    if request.GET.get("minimal") == "true":
        return published.shown_minimal
    show = published.shown_service_whole if request.GET.get("full") == "true" else published.shown_service
    return lambda one: show(one, _own(request))


def _page(
    request: HttpRequest, found: Any, show: Callable[[Any], Shown], book: DirectoryBook
) -> HttpResponse:
    size = min(_number(request, "per_page") or book.feed_page_size, book.most_of_feed_page)
    pages = Paginator(found, max(size, 1))
    number = max(_number(request, "page") or 1, 1)
    contents = [show(one) for one in pages.page(number)] if number <= pages.num_pages else []
    return _open({
        "total_items": pages.count, "total_pages": pages.num_pages if pages.count else 0,
        "page_number": number, "size": len(contents),
        "first_page": number == 1, "last_page": number >= pages.num_pages,
        "empty": not contents, "contents": contents,
    })  # fmt: skip


def _asked(request: HttpRequest, book: DirectoryBook) -> feed.Asked:
    return feed.Asked(
        taxonomy_term_id=_read(request, "taxonomy_term_id", UUID),
        taxonomy_id=_read(request, "taxonomy_id", UUID),
        organization_id=_read(request, "organization_id", UUID),
        modified_after=_read(request, "modified_after", _moment), minimum_age=_number(request, "minimum_age"),
        maximum_age=_number(request, "maximum_age"), among=_among(request, book),
    )  # fmt: skip


def _among(request: HttpRequest, book: DirectoryBook) -> list[UUID] | None:
    """Return the services that words and a postcode find; None when neither is asked."""
    words = (request.GET.get("search") or request.GET.get("text") or "").strip()[:200]
    code = request.GET.get("postcode", "").strip()[:20]
    if not words and not code:
        return None
    point = whereabouts(NOBODY, code, on=local_day(timezone.now())) if code else None
    if code and point is None:
        return []
    metres = _number(request, "proximity") or book.usual_miles * METRES_A_MILE
    sought = Sought(
        words=words, council=point.council if point else "", miles=metres / METRES_A_MILE,
        latitude=point.latitude if point else None, longitude=point.longitude if point else None,
    )  # fmt: skip
    return [one.pk for one in find_services(NOBODY, sought, book=book)]


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _number(request: HttpRequest, name: str) -> int | None:
    found = _read(request, name, int)
    return None if found is None else min(max(found, 0), LARGEST)


def _read(request: HttpRequest, name: str, parse: Callable[[str], Any]) -> Any:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return parse(text)
    except ValueError:
        raise CannotRead(f"{name} cannot be read: “{text[:60]}”.") from None
