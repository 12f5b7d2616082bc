"""Search in everything that was read: words, days, kind of statement; as it was at any moment."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.wording import sentence_case
from junction.record.forms.search import Search
from junction.record.queries.search import found_statements

from .statements import line_link, ref_of, shortened

TABLE = DataTable(
    name="found",
    caption="What was found",
    columns=[
        Column("text", "What it says",
               lambda row: link("record:statement", shortened(row.text) or "No text", row.pk),
               export=lambda row: row.text),
        Column("document", "Document",
               lambda row: link("record:document", row.document.title, row.document_id),
               export=lambda row: row.document.title),
        Column("kind", "Kind", lambda row: sentence_case(row.kind)),
        Column("ref", "Ref", ref_of, export=lambda row: row.ref),
        Column("line", "Line", line_link, numeric=True, export=lambda row: row.line),
    ],
    empty="Nothing was found. Try fewer or other words.",
)  # fmt: skip


@needs("record.see")
@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Find statements by words and by the days they speak of."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    form = Search(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    table = None
    if any(asked.values()):
        last = asked.get("until")
        rows = found_statements(
            scope, asked.get("q", ""), kind=asked.get("kind", ""), from_on=asked.get("from"),
            until_on=last + timedelta(days=1) if last else None, as_at=moment.at,
        )  # fmt: skip
        if TABLE.wants_csv(request.GET):
            return TABLE.csv(rows, request.GET)
        table = TABLE.view(rows, request.GET)
    by_days = any(
        request.GET.get(f"{end}-{part}") for end in ("from", "until") for part in ("day", "month", "year")
    )
    context = {"form": form, "table": table, "moment": moment, "by_days": by_days or form.errors}
    return render(request, "record/search.html", context, status=422 if form.errors else 200)
