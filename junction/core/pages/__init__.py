"""Page furniture: how a page is put together, the same for every package and without a word of any field.

A door calls `render(request, "returns/file_return.html", {...})`; the template extends `core/layout.html` and
uses the GOV.UK macros (`govukButton`, `govukTable` …) and ours (`field`, `data_table`, `line_chart` …)
by name, without importing them. Decisions behind it: docs/adr/0004-pages.md.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_with_engine


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer `request` with a page made from `template`, by the Jinja2 engine and no other."""
    return render_with_engine(request, template, context, status=status, using="jinja2")
