"""Search in everything that was read: words, days, kind of statement; as it was at any moment."""

from datetime import timedelta
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.wording import sentence_case
from junction.record.forms.search import Search
from junction.record.queries.search import Found, mentioned
from junction.record.queries.search import search as search_record
from junction.record.rules.searching import marked, parts_of

from .statements import SHORT, line_link, ref_of


def _parts(row: Any) -> list[tuple[str, bool]]:
    """What is shown of a statement, with what matched: words, else the days it speaks of."""
    days = [said.raw for said in getattr(row, "speaks_of", [])]
    parts = parts_of(getattr(row, "headline", "")) or marked(row.text, days, most=SHORT)
    return parts if any(is_marked for _, is_marked in parts) else marked(row.text, days, most=SHORT)


def _snippet(row: Any) -> str:
    return format_html_join("", "{}", ((_mark(*part),) for part in _parts(row)))


def _mark(text: str, is_marked: bool) -> str:
    return format_html("<mark>{}</mark>", text) if is_marked else text


def why_found(row: Any) -> str:
    """Why a statement was found: the words as they were written, words like them, or a day."""
    days = ", ".join(dict.fromkeys(f"“{said.raw}”" for said in getattr(row, "speaks_of", [])))
    is_exact = getattr(row, "is_exact", None)
    words = [] if is_exact is None else ["Your words" if is_exact else "Words like yours"]
    if getattr(row, "is_laid_over", False):
        words = [f"{words[0]}, with what people added to it"]
    return "; ".join([*words, *([f"Speaks of {days}"] if days else [])]) or "Its kind"


TABLE = DataTable(
    name="found",
    caption="What was found",
    columns=[
        Column("text", "What it says",
               lambda row: link("record:statement", _snippet(row) or "No text", row.pk),
               export=lambda row: row.text),
        Column("document", "Document",
               lambda row: link("record:document", row.document.title, row.document_id),
               export=lambda row: row.document.title),
        Column("why", "Why it is here", why_found),
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
    table = found = None
    if any(asked.values()):
        last = asked.get("until")
        days = asked.get("from"), last + timedelta(days=1) if last else None
        found = search_record(
            scope, asked.get("q", ""), kind=asked.get("kind", ""), from_on=days[0], until_on=days[1],
            as_at=moment.at, now=now,
        )  # fmt: skip
        rows = _with_days(scope, found, days)
        if TABLE.wants_csv(request.GET):
            return TABLE.csv(rows, request.GET)
        table = TABLE.view(rows, request.GET)
    by_days = any(
        request.GET.get(f"{end}-{part}") for end in ("from", "until") for part in ("day", "month", "year")
    )
    context = {
        "form": form, "table": table, "moment": moment, "by_days": by_days or form.errors, "found": found,
        "has_words": bool(asked.get("q")),
    }  # fmt: skip
    return render(request, "record/search.html", context, status=422 if form.errors else 200)


def _with_days(scope: Any, found: Found, days: tuple[Any, Any]) -> Any:
    """Add to what was found the dates by which it was."""
    if not any(days):
        return found.rows
    return found.rows.prefetch_related(
        Prefetch("date_mentions", queryset=mentioned(*days), to_attr="speaks_of")
    )
