"""A list on a page of its own: a search in its words, ways onward, figures above, all of it as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from junction.core.pages import render
from junction.core.pages.moment import Moment
from junction.core.pages.sheets import search_box, sought
from junction.core.pages.tables import DataTable, Prepare

__all__ = ["Figure", "Listing", "listed", "sought"]
Figure = tuple[str, Any, str, str, str]  # label, value, note, address, colour


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands around a list; `settles` is the word for one thing where what is ticked can be judged."""

    title: str
    back: str
    moment: Moment | None
    ways: Sequence[tuple[str, str]] = ()
    said: str = ""
    settles: str = ""
    figures: Sequence[Figure] = ()


def listed(
    request: HttpRequest,
    table: DataTable,
    rows: Any,
    page: Listing,
    *,
    prepare: Prepare = list,
    template: str = "core/listing.html",
) -> HttpResponseBase:
    """Show a list, or send all of it as a file."""
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET, prepare=prepare)
    around = {field.name: getattr(page, field.name) for field in fields(page)}
    view = table.view(rows, request.GET, prepare=prepare)
    return render(request, template, around | {"table": view, **search_box(request)})
