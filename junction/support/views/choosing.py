"""Which place it is about: one's own few, or a search."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.registry.queries import search_places
from junction.support.queries.needs import ASK

MOST_PLACES = 20


def choice_of_place(
    request: HttpRequest,
    *,
    title: str,
    back: str,
    to: Callable[[Any], str],
    kept: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show the places one may ask for that `q` means, each leading `to` an address; the address of the page
    keeps what is `kept`.
    """
    asked = request.GET.get("q", "").strip()[:100]
    found = search_places(actor_of(request).scope, asked, permission=ASK).select_related("council")
    places = list(found[: MOST_PLACES + 1])
    shown = [(place, to(place)) for place in places[:MOST_PLACES]]
    context = {"asked": asked, "places": shown, "more": len(places) > MOST_PLACES, "title": title,
               "back": back, "kept": kept or {}}  # fmt: skip
    return render(request, "support/choose_place.html", context)
