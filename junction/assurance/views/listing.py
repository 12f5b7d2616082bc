"""A register's list with a search in its words, figures above it, and the whole of it as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from junction.core.pages import render
from junction.core.pages.moment import Moment
from junction.core.pages.tables import DataTable, Prepare

Figure = tuple[str, Any, str, str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands around a list."""

    title: str
    back: str
    moment: Moment
    said: str = ""
    ways: Sequence[tuple[str, str]] = ()
    figures: Sequence[Figure] = ()


def listed(
    request: HttpRequest, table: DataTable, rows: Any, page: Listing, *, prepare: Prepare = list
) -> HttpResponseBase:
    """Show a list, or send all of it as a file."""
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET, prepare=prepare)
    context = {field.name: getattr(page, field.name) for field in fields(page)} | {
        "table": table.view(rows, request.GET, prepare=prepare), "sought": sought(request),
        "kept": [(key, value) for key, value in request.GET.items() if key not in ("q", "page", "format")],
    }  # fmt: skip
    return render(request, "assurance/listing.html", context)


def sought(request: HttpRequest) -> str:
    """The words that a list is searched for."""
    return request.GET.get("q", "")[:200].replace("\x00", "")
