"""The open search of services: what is there near a postcode, open when somebody can go. Nobody signs in."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.http.limits import Bucket, address
from junction.core.pages import render
from junction.core.pages.furniture import the
from junction.core.pages.words import day as day_words
from junction.core.scope import NOBODY
from junction.support.forms.directory import SearchServices
from junction.support.operations.no_results import count_no_result
from junction.support.queries import feed
from junction.support.queries.finding import (
    FoundService,
    Sought,
    find_services,
    found_without_time,
    with_services,
)
from junction.support.queries.where import Whereabouts, whereabouts
from junction.support.rules.directory_book import DirectoryBook, directory_book
from junction.support.rules.opening import opening_of
from junction.support.rules.opening_words import hours

NOT_KNOWN = "We do not know where this postcode is. Check it, or leave it empty."


@cache
def _bucket(a_minute: int, burst: int) -> Bucket:
    return Bucket(a_minute=a_minute, burst=burst)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search, and what was found; what was not found is counted, without who sought it."""
    today = local_day(timezone.now())
    book = directory_book(today)
    form = SearchServices(request.GET or None, book=book)
    context: dict[str, Any] = {"form": form, "searched": False}
    if request.GET and form.is_valid():
        if _bucket(book.searches_a_minute, book.searches_at_once).wait(address(request)):
            return render(request, "429.html", {}, status=429)
        written = form.cleaned_data["postcode"]
        point = whereabouts(NOBODY, written, on=today) if written else None
        if form.cleaned_data["postcode"] and point is None:
            form.add_error("postcode", NOT_KNOWN)
        else:
            context |= _found(request, form, point, book)
    return render(request, "support/directory/search.html", context, status=422 if form.errors else 200)


def _found(
    request: HttpRequest, form: SearchServices, point: Whereabouts | None, book: DirectoryBook
) -> dict[str, Any]:
    given = form.cleaned_data
    sought = Sought(
        words=given["q"], need=given["need"], council=point.council if point else "",
        latitude=point.latitude if point else None, longitude=point.longitude if point else None,
        miles=given["miles"] or book.usual_miles, open_at=form.open_at,
        ways=book.ways_sought(given.get("way", "")),
    )  # fmt: skip
    found = find_services(NOBODY, sought, book=book)
    at_other_times = not found and found_without_time(NOBODY, sought, book=book)
    if not found:
        count_no_result(
            day=local_day(timezone.now()), council=sought.council, need=sought.need, words=sought.words,
            is_by_time=at_other_times, book=book,
        )  # fmt: skip
    page = Paginator(found, book.page_size).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return {
        "searched": True, "found": [_card(one, book) for one in with_services(NOBODY, page)],
        "page": page, "point": point, "at_other_times": at_other_times, "kept": kept.urlencode(),
        "is_cut": len(found) >= book.most_considered,
    }  # fmt: skip


def _card(one: FoundService, book: DirectoryBook) -> dict[str, Any]:
    return {
        "service": one.service, "needs": _titles(one.service.needs, book),
        "ways": book.way_titles(one.service.ways),
        "miles": None if one.miles is None else f"{max(one.miles, 0.1):.1f}",
    }  # fmt: skip


def _titles(codes: Iterable[str], book: DirectoryBook) -> list[str]:
    return [book.needs[code] for code in codes if code in book.needs]


@require_safe
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service: what, where, when, for whom, how to reach it, and when that was last checked."""
    today = local_day(timezone.now())
    book, one = directory_book(today), the(feed.published_service, NOBODY, service_id)
    costs = one.details.get("cost_options", [])
    context = {
        "service": one, "needs": _titles(one.needs, book), "ways": book.way_titles(one.ways),
        "hours": [hours(opening_of(row), row.description) for row in one.schedules.all()],
        "places": [link.location for link in one.at_locations.all()],
        "areas": [row.name or (row.area.name if row.area else "") for row in one.areas.all()],
        "costs": [row.get("option") or row.get("amount_description") for row in costs],
        "languages": [row.get("name") or row.get("code") for row in one.details.get("languages", [])],
        "assured": day_words(one.assured_on) if one.assured_on else "",
        "is_stale": one.assured_on is None or one.assured_on < book.assured_before(today),
    }  # fmt: skip
    return render(request, "support/directory/service.html", context)
