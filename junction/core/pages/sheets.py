"""One thing of a register on a page of its own: what is known of it by lines, and tables below."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString

from junction.core.pages import render
from junction.core.pages.environment import macro_of
from junction.core.pages.tables import DataTable

Lines = Sequence[tuple[str, Any]]


def sheet(
    request: HttpRequest,
    *,
    title: str,
    back: str,
    lines: Lines = (),
    tables: Sequence[tuple[DataTable, Any]] = (),
    **more: Any,
) -> HttpResponseBase:
    """Show one thing: what is known of it by lines (empty ones are left out), and tables below."""
    for table, rows in tables:
        if table.wants_csv(request.GET):
            return table.csv(rows, request.GET)
    context = {
        "title": title,
        "back": back,
        "rows": [_line(key, value) for key, value in lines if value not in (None, "")],
        "tables": [table.view(rows, request.GET) for table, rows in tables],
        **more,
    }
    answer: HttpResponse = render(request, "core/sheet.html", context)
    return answer


def sought(request: HttpRequest) -> str:
    """The words that a list is searched for."""
    return request.GET.get("q", "")[:200]


def search_box(request: HttpRequest) -> dict[str, Any]:
    """What a page with a search box is given: the words, and what else stands in the address."""
    kept = [(key, value) for key, value in request.GET.items() if key not in ("q", "page", "format")]
    return {"sought": sought(request), "kept": kept}


def _line(key: str, value: Any) -> dict[str, Any]:
    said = {"html": value} if isinstance(value, SafeString) else {"text": str(value)}
    return {"key": {"text": key}, "value": said}


def tag(word: Any) -> SafeString:
    """A state with its shape, its word and its colour."""
    return SafeString(macro_of("status_tag")(word.colour or "unknown", word.title))


def tag_of(words: Mapping[str, Any], code: str) -> SafeString:
    """The tag of a code."""
    return tag(words[code])


def away(href: str, text: str) -> SafeString:
    """A link to an address."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, text)


def pairs(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes and titles, to choose from."""
    return [(code, one if isinstance(one, str) else one.title) for code, one in words.items()]
