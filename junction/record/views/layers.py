"""What people laid over documents: the list of all of it, and how a page of a document shows its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, the
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_moment
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.searching.queries import holding
from junction.record.operations import annotating
from junction.record.queries import keepers, layers
from junction.record.queries.documents import KEEP, SEE
from junction.record.rules.handling import HandlingRules, handling_rules
from junction.record.rules.source import Source, Span


@dataclass(frozen=True, slots=True)
class Shown:
    """A layer as a page shows it: the words it is about (none: all of it), what is said, by whom."""

    row: Any
    kind: str
    part: str
    words: str
    line: int
    by: str


def shown(rows: Iterable[Any], source: Source, *, by: Actor, moment: Moment) -> list[Shown]:
    """Return what lies over a document, to be shown."""
    rules, found = handling_rules(timezone.localdate(moment.now)), list(rows)
    names = keepers.names(by.scope, {one.added_by for one in found}, own_key=by.key, now=moment.now)
    return [
        Shown(
            one, rules.annotations.get(one.kind, one.kind), rules.reading_parts.get(one.part, ""),
            "" if _is_whole(one) else source.quote(Span(one.start, one.end)), source.line_of(one.start),
            names.get(one.added_by, "somebody"),
        )
        for one in found
    ]  # fmt: skip


def _is_whole(row: Any) -> bool:
    spans = row.statement.spans if row.statement_id else []
    return bool(spans) and (row.start, row.end) == (spans[0][0], spans[-1][1])


def by_line(found: Iterable[Shown]) -> Mapping[int, list[Shown]]:
    """Return them by the line on which each begins."""
    lines: dict[int, list[Shown]] = {}
    for one in found:
        lines.setdefault(one.line, []).append(one)
    return lines


def _said(row: Any) -> str:
    if not row.target:
        return str(row.text)
    return format_html('<a class="govuk-link" href="{}">{}</a>', row.target, row.text or row.target)


def _table(rules: HandlingRules, names: Mapping[str, str]) -> DataTable:
    def taken_back(row: Any) -> str:
        return "It stands" if row.stands else f"Taken back {short_moment(row.withdrawn_at)}"

    return DataTable(
        name="",
        caption="What people added",
        columns=[
            Column("said", "What is said", _said, export=lambda row: row.text),
            Column("kind", "Kind", lambda row: rules.annotations.get(row.kind, row.kind), sort="kind"),
            Column("document", "Document",
                   lambda row: link("record:document", row.document.title, row.document_id),
                   sort="document__title", export=lambda row: row.document.title),
            Column("place", "Place",
                   lambda row: link("record:statement", f"Line {row.statement.line}", row.statement_id)
                   if row.statement_id else None,
                   export=lambda row: row.statement.line if row.statement_id else None),
            Column("by", "Added by", lambda row: names.get(row.added_by, "somebody")),
            Column("at", "Added", lambda row: short_moment(row.added_at), sort="added_at",
                   export=lambda row: row.added_at),
            Column("stands", "Does it stand?", taken_back, export=lambda row: row.withdrawn_at),
            Column("target", "Leads to", lambda row: row.target or ""),
        ],
        filters=[
            Filter("kind", "Kind", list(rules.annotations.items()),
                   lambda rows, value: rows.filter(kind=value)),
            Filter("stands", "Does it stand?", [("yes", "It stands"), ("no", "Taken back")],
                   lambda rows, value: rows.filter(stands=value == "yes")),
        ],
        default_sort="-at",
        empty="Nobody added anything to a document yet. It is done on the page of a statement.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def all_layers(request: HttpRequest) -> HttpResponseBase:
    """List everything that people laid over documents in reach, with what was taken back."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = layers.added(by.scope, as_at=moment.at)
    names = keepers.names(by.scope, layers.authors(by.scope, as_at=moment.at), own_key=by.key, now=now)
    table = _table(handling_rules(timezone.localdate(now)), names)
    page = Listing("What people added to documents", reverse("record:home"), moment)
    return listed(request, table, holding(rows, sought(request), "text", "document__title"), page)


@needs(KEEP)
@require_POST
def withdraw_annotation(request: HttpRequest, annotation_id: int) -> HttpResponse:
    """Take back what was added."""
    by, now = actor_of(request), timezone.now()
    found = the(layers.annotations(by.scope, permission=KEEP).get, pk=annotation_id)
    try:
        annotating.withdraw_annotation(annotation_id, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is taken back.")
    if found.statement_id:
        return redirect("record:statement", statement_id=found.statement_id)
    return redirect("record:document", document_id=found.document_id)
