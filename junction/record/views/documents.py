"""Pages of documents: the list, one with what was read in it, its text by lines, its file as received."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.files.queries import content
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, the
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted as many
from junction.core.pages.words import short_day, short_moment
from junction.record.queries import documents as queries
from junction.record.queries import layers, reading
from junction.record.queries.assertions import comparison_of
from junction.record.queries.retention import RETAIN
from junction.record.rules.handling import handling_rules
from junction.record.rules.showing import LINES_A_PAGE, lines_shown, page_of_line
from junction.record.rules.source import spans_from

from .layers import by_line, shown
from .statements import statement_table

SEE, KEEP = queries.SEE, queries.KEEP


def _whose(document: Any) -> str:
    of = document.organisation or document.area
    return of.name if of else "The nation"


def compared_in_words(found: Any) -> str:
    """When a document was last compared with others, and what was left out."""
    if found is None:
        return "Not yet. A job compares it with what else speaks of the same."
    said = f"{short_moment(found.compared_at)}, with what else speaks of the same"
    return (
        f"{said}; {many(found.left_out, 'sentence')} too many for one subject left out"
        if found.left_out
        else said
    )


def table(on: Any) -> DataTable:
    """The list of documents."""
    rules = handling_rules(on)
    kinds = [(code, kind.title) for code, kind in rules.kinds.items()]
    return DataTable(
        name="",
        caption="Documents",
        columns=[
            Column("title", "Document", lambda row: link("record:document", row.title, row.pk), sort="title",
                   export=lambda row: row.title),
            Column("kind", "Kind", lambda row: dict(kinds).get(row.kind, row.kind), sort="kind"),
            Column("whose", "Of", _whose),
            Column("dated", "Dated", lambda row: short_day(row.dated_on) if row.dated_on else None,
                   sort="dated_on", export=lambda row: row.dated_on),
            Column("received", "Received", lambda row: short_day(row.received_on), sort="received_on",
                   export=lambda row: row.received_on),
            Column("marking", "Marking", lambda row: rules.sensitivities[row.sensitivity]),
        ],
        filters=[
            Filter("kind", "Kind", kinds, lambda rows, value: rows.filter(kind=value)),
            Filter("marking", "Marking", list(rules.sensitivities.items()),
                   lambda rows, value: rows.filter(sensitivity=value)),
        ],
        default_sort="-received",
        empty="No document is kept here yet.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    """List the documents in reach."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    listing, found = table(timezone.localdate(now)), queries.documents(scope, as_at=moment.at)
    if listing.wants_csv(request.GET):
        return listing.csv(found, request.GET)
    ways = [("Search in them", reverse("record:search"))]
    if scope.may(KEEP):
        ways.append(("Import a document", reverse("record:import-document")))
    context = {"title": "Documents", "back": reverse("record:home"), "ways": ways, "moment": moment}
    return render(request, "core/listing.html", context | {"table": listing.view(found, request.GET)})


@needs(SEE)
@require_safe
def document(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """One document: what is known of it, and everything that was read in it."""
    scope, now = actor_of(request).scope, timezone.now()
    found = the(queries.document, actor_of(request).scope, document_id)
    rules = handling_rules(timezone.localdate(now))
    counted = reading.counted_by_kind(scope, found)
    read, rows = statement_table(counted), reading.statements_of(scope, found)
    if read.wants_csv(request.GET):
        return read.csv(rows, request.GET)
    context = {
        "document": found,
        "whose": _whose(found),
        "kind": rules.kinds[found.kind].title,
        "marking": rules.sensitivities[found.sensitivity],
        "compared": compared_in_words(comparison_of(scope, found)),
        "table": read.view(rows, request.GET),
        "added": layers.annotations(scope, as_at=now).filter(document=found).count(),
        "may_end": queries.documents(scope, permission=RETAIN).filter(pk=found.pk).exists(),
    }
    return render(request, "record/document.html", context)


@needs(SEE)
@require_safe
def document_text(request: HttpRequest, document_id: int) -> HttpResponse:
    """The text of a document by lines with what lies over it; a statement may be marked in it."""
    by, now = actor_of(request), timezone.now()
    scope, moment = by.scope, read_moment(request.GET, now=now, path=request.path)
    found = the(queries.document, scope, document_id)
    if found.destroyed_at:
        raise Http404("It was destroyed.")
    source = reading.source_of(found)
    marked = _marked(request, scope, found.pk)
    asked = request.GET.get("line", "")
    line = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    if marked and not asked:
        line = source.line_of(marked[0].start)
    last = page_of_line(len(source.lines))
    page = min(page_of_line(line), last)
    first = (page - 1) * LINES_A_PAGE + 1
    rows = layers.of_document(scope, found.pk, as_at=moment.at)
    context = {
        "document": found,
        "lines": lines_shown(source, marked, first=first, last=first + LINES_A_PAGE - 1),
        "laid": by_line(shown(rows, source, by=by, moment=moment)),
        "moment": moment,
        "page": page,
        "pages": last,
        "line_of": lambda number: (number - 1) * LINES_A_PAGE + 1,
    }
    return render(request, "record/document_text.html", context)


def _marked(request: HttpRequest, scope: Any, document_id: int) -> tuple[Any, ...]:
    asked = request.GET.get("statement", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        return ()
    one = the(reading.statement, scope, int(asked))
    if one.document_id != document_id:
        raise Http404
    return spans_from(one.spans)


@needs(SEE)
@require_safe
def document_file(request: HttpRequest, document_id: int) -> HttpResponse:
    """The file as it was received; never shown in the browser, since it may hold anything."""
    found = the(queries.document, actor_of(request).scope, document_id)
    if found.file is None:
        raise Http404("It was destroyed.")
    answer = HttpResponse(content(found.file.pk), content_type="application/octet-stream")
    name = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in found.file.name)
    answer["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "replace").decode()}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
