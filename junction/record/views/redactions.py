"""Pages of what is taken out of an extract: a document as it will leave, search in it, rules, findings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.tables import Column, DataTable
from junction.core.refusals import Refusal
from junction.core.wording import sentence_case
from junction.record.forms.disclosure import AcceptFinding, AddRedaction
from junction.record.operations import disclosure
from junction.record.queries import extracts as queries
from junction.record.queries import leaving
from junction.record.queries.leaving_search import prepared_documents, search_leaving
from junction.record.rules.disclosure.finding import standing
from junction.record.rules.disclosure.rules import EXTRACT, PLACE
from junction.record.rules.showing import LINES_A_PAGE, lines_shown, page_of_line
from junction.record.rules.source import Source, Span

from .statements import shortened

DISCLOSE = queries.DISCLOSE
GIVEN = ("number", "line", "words", "scope", "pattern", "initials", "inside_words")  # by an address
FOUND = DataTable(
    name="found",
    caption="Statements, as they will leave",
    columns=[
        Column("document", "Document", lambda row: row.paper, numeric=True),
        Column("kind", "Kind", lambda row: sentence_case(row.kind)),
        Column("ref", "Ref", lambda row: row.ref),
        Column("sender", "From", lambda row: row.sender),
        Column("text", "What it says", lambda row: _opened(row), export=lambda row: row.text),
        Column("line", "Line", lambda row: row.line, numeric=True),
    ],
    empty="Nothing was found in what will leave.",
)  # fmt: skip


@needs(DISCLOSE)
@require_safe
def extract_document(request: HttpRequest, extract_id: int, number: int) -> HttpResponse:
    """One document as it will leave, with each thing taken out and why."""
    by = actor_of(request)
    found = the(queries.extract, by.scope, extract_id)
    leaf = next(leaving.leaves(by.scope, found, numbers=[number]), None)
    if leaf is None:
        raise Http404
    asked = request.GET.get("line", "")
    last = page_of_line(len(leaf.source.lines))
    line = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    page = min(page_of_line(line), last)
    first = (page - 1) * LINES_A_PAGE + 1
    marked = tuple(Span(cut.at, cut.at + len(cut.printed)) for cut in leaf.body.cuts)
    context = {
        "extract": found, "leaf": leaf, "index": leaf.index(), "notes": leaf.notes(),
        "page": page, "pages": last,
        "lines": lines_shown(leaf.source, marked, first=first, last=first + LINES_A_PAGE - 1),
        "line_of": lambda wanted: (wanted - 1) * LINES_A_PAGE + 1, "reasons": _counted(leaf),
        "title": leaf.title,
    }  # fmt: skip
    return render(request, "record/extract_document.html", context)


def _counted(leaf: Any) -> list[tuple[str, int]]:
    """How often each reason is printed in a document."""
    many: dict[str, int] = {}
    for cut in leaf.body.cuts:
        for reason in cut.reasons:
            many[reason] = many.get(reason, 0) + 1
    return sorted(many.items())


@needs(DISCLOSE)
@require_safe
def extract_search(request: HttpRequest, extract_id: int) -> HttpResponseBase:
    """Search in what will leave: what is taken out is not found."""
    scope = actor_of(request).scope
    found = the(queries.extract, scope, extract_id)
    words = request.GET.get("q", "")[:200]
    rows = search_leaving(scope, found, words)
    if rows is not None and FOUND.wants_csv(request.GET):
        return FOUND.csv(rows, request.GET)
    table = None if rows is None else FOUND.view(rows, request.GET)
    done = prepared_documents(scope, found) if table is None else 0
    context = {"extract": found, "q": words, "table": table, "done": done}
    return render(request, "record/extract_search.html", context)


@needs(DISCLOSE)
@require_POST
def prepare_search(request: HttpRequest, extract_id: int) -> HttpResponse:
    """Have the search prepared, where no job does it."""
    the(disclosure.ask_search, extract_id, by=actor_of(request))
    return redirect("record:extract-search", extract_id=extract_id)


def _opened(row: Any) -> str:
    address = reverse("record:extract-document", args=[row.extract_id, row.paper])
    return format_html(
        '<a class="govuk-link" href="{}?line={}#line-{}">{}</a>',
        address, row.line or 1, row.line or 1, shortened(row.text) or "No text",
    )  # fmt: skip


@needs(DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_redaction(request: HttpRequest, extract_id: int) -> HttpResponse:
    """Say what is to be taken out, where, and why."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.extract, by.scope, extract_id)
    papers = [(row.number, row.title) for row in queries.documents_of(by.scope, found)]
    given = {name: request.GET[name] for name in GIVEN if name in request.GET}
    form = AddRedaction(
        posted(request), rules=leaving.rules_in_force(found), papers=papers,
        initial={"scope": EXTRACT} | given,
    )  # fmt: skip
    sound = request.method == "POST" and form.is_valid()

    def add() -> bool:
        return _add(extract_id, _places(by.scope, found, form.cleaned_data), by=by, now=now)

    if sound and tried(form, add):
        messages.success(request, "It is taken out. Check the extract again before it leaves.")
        return redirect("record:extract", extract_id=extract_id)
    return ask(
        request, form, title="Take something out", button="Take it out",
        back=reverse("record:extract", args=[extract_id]),
    )  # fmt: skip


def _add(extract_id: int, places: list[disclosure.Redaction], *, by: Any, now: Any) -> bool:
    for one in places:
        the(disclosure.add_redaction, extract_id, one, by=by, now=now)
    return True


def _places(scope: Any, found: Any, said: dict[str, Any]) -> list[disclosure.Redaction]:
    """Return what was typed; of a place, where its words stand on its line."""
    number = int(said["number"]) if said["number"] else None
    same = {name: said[name] for name in ("scope", "reason", "initials", "inside_words", "comment")}
    if said["scope"] != PLACE:
        return [disclosure.Redaction(words=said["words"], pattern=said["pattern"], number=number, **same)]
    paper = next(leaving.papers(scope, found, numbers=[number]), None) if number else None
    spans = on_line(paper.text, said["line"], said["words"]) if paper and said["line"] else []
    if not spans:
        raise disclosure.NotThere
    return [disclosure.Redaction(number=number, start=span.start, end=span.end, **same) for span in spans]


def on_line(text: str, line: int, words: str) -> list[Span]:
    """Return where words begin on a line of a text."""
    source = Source(text)
    return [span for span in standing(text, words, inside_words=True) if source.line_of(span.start) == line]


@needs(DISCLOSE)
@require_POST
def withdraw_redaction(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a rule back."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.rule, by.scope, rule_id)
    try:
        disclosure.withdraw_redaction(rule_id, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The rule is taken back.")
    return redirect("record:extract", extract_id=found.extract_id)


@needs(DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def accept_finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Let a finding stay, with a reason."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.finding, by.scope, finding_id)
    form = AcceptFinding(posted(request))
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        if tried(form, lambda: _accepted(finding_id, because, by=by, now=now)):
            return redirect("record:extract", extract_id=found.extract_id)
    said = leaving.rules_in_force(found.extract).findings[found.kind]
    return ask(
        request, form, title="Leave it as it is", button="Leave it as it is", said=said,
        back=reverse("record:extract", args=[found.extract_id]),
    )  # fmt: skip


def _accepted(finding_id: int, because: str, *, by: Any, now: Any) -> bool:
    the(disclosure.accept_finding, finding_id, because, by=by, now=now)
    return True
