"""Pages of statements: the table of what was read, one with its quote, and what is laid over it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.wording import sentence_case
from junction.record.forms.layers import AddLayer
from junction.record.operations import annotating
from junction.record.queries import documents as queries
from junction.record.queries import layers, reading, said
from junction.record.rules.handling import handling_rules
from junction.record.rules.showing import quoted
from junction.record.rules.source import spans_from

from .layers import shown

SEE, KEEP = queries.SEE, queries.KEEP
SHORT = 280


def shortened(text: str) -> str:
    """Return so much of a text as a cell of a table bears."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def ref_of(row: Any) -> str:
    """A reference, said to be inferred where it is not on the page."""
    return f"{row.ref} (inferred)" if row.ref_inferred else row.ref


def confidence_of(row: Any) -> str | None:
    """How sure the least sure part of a statement is."""
    known = [cell["confidence"] for cell in row.cells.values()]
    return f"{min(known):.0%}" if known else None


def statement_table(counted: Mapping[str, int]) -> DataTable:
    """What was read in a document."""
    return DataTable(
        name="",
        caption="What was read in it",
        columns=[
            Column("ref", "Ref", lambda row: ref_of(row) or "None", sort="number",
                   export=lambda row: row.ref),
            Column("kind", "Kind", lambda row: sentence_case(row.kind)),
            Column("text", "What it says",
                   lambda row: link("record:statement", shortened(row.text) or "No text", row.pk),
                   export=lambda row: row.text),
            Column("who", "Who", lambda row: row.sender or ", ".join(row.organisations)),
            Column("status", "Claims", lambda row: sentence_case(row.status)),
            Column("dates", "Dates", lambda row: "; ".join(said.raw for said in row.date_mentions.all())),
            Column("sure", "Least sure part", confidence_of, numeric=True),
            Column("line", "Line", lambda row: line_link(row), sort="line", numeric=True,
                   export=lambda row: row.line),
        ],
        filters=[
            Filter("kind", "Kind",
                   [(kind, f"{sentence_case(kind)} ({many:,})") for kind, many in sorted(counted.items())],
                   lambda rows, value: rows.filter(kind=value)),
        ],
        empty="Nothing was read in it.",
    )  # fmt: skip


def line_link(row: Any) -> str:
    """A link to the line a statement stands on, with the statement marked."""
    address = reverse("record:document-text", args=[row.document_id])
    return format_html('<a class="govuk-link" href="{}?statement={}#line-{}">{}</a>',
                       address, row.pk, row.line, row.line)  # fmt: skip


@needs(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """One statement where it stands, with its parts, dates and marks; and what is added to it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(reading.statement, by.scope, statement_id, as_at=moment.as_at)
    whole = the(queries.document, by.scope, one.document_id)
    source, spans = reading.source_of(whole), spans_from(one.spans)
    kept = queries.documents(by.scope, permission=KEEP).filter(pk=whole.pk, destroyed_at__isnull=True)
    may_add = moment.is_live and kept.exists()
    form = AddLayer(posted(request), rules=handling_rules(timezone.localdate(now)))
    if request.method == "POST" and form.is_valid():
        remark = annotating.Remark(**form.cleaned_data)
        if tried(form, lambda: the(annotating.annotate_statement, one.pk, remark, by=by, now=now)):
            messages.success(request, "It is added. The document itself stays as it is.")
            return redirect("record:statement", statement_id=one.pk)
    laid = layers.of_document(by.scope, one.document_id, as_at=moment.at).filter(statement=one)
    context = {
        "statement": one, "document": whole, "lines": quoted(source, spans), "moment": moment,
        "form": form if may_add else None, "ref": ref_of(one),
        "layers": shown(laid, source, by=by, moment=moment),
        "came": said.of_statement(by.scope, one.pk, as_at=moment.at), "by": by,
    }  # fmt: skip
    return render(request, "record/statement.html", context, status=422 if form.errors else 200)
