"""Pages of extracts: the list, making one, one with its documents, rules and findings, its bundle."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.files.queries import pieces
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, posted, the, tried
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day, short_moment
from junction.core.refusals import Refusal
from junction.record.forms.disclosure import MakeExtract
from junction.record.operations import disclosure
from junction.record.queries import extracts as queries
from junction.record.queries import leaving
from junction.record.queries.extracts import threads
from junction.record.rules.disclosure.rules import State
from junction.record.rules.handling import handling_rules

from .findings import shown, table

DISCLOSE = queries.DISCLOSE
STATES = {
    State.PREPARING: "Being prepared", State.CHECKING: "Being checked", State.CHECKED: "Checked",
    State.RELEASING: "Being released", State.RELEASED: "Released",
}  # fmt: skip
FORMS = {True: "Text and file as received", False: "Text made anew"}
WORKING = (State.CHECKING, State.RELEASING)
LIST = DataTable(
    name="",
    caption="Extracts",
    columns=[
        Column("title", "Extract", lambda row: link("record:extract", row.title, row.pk), sort="title",
               export=lambda row: row.title),
        Column("for", "For", lambda row: row.made_for),
        Column("state", "State", lambda row: STATES[State(row.state)], sort="state"),
        Column("documents", "Documents", lambda row: row.documents_in, numeric=True),
        Column("open", "Open findings", lambda row: row.open_findings, numeric=True),
        Column("made", "Made", lambda row: short_moment(row.made_at), sort="made_at",
               export=lambda row: row.made_at),
    ],
    default_sort="-made",
    empty="No extract was made yet.",
)  # fmt: skip
DOCUMENTS = DataTable(
    name="documents",
    caption="Its documents, as they will leave",
    columns=[
        Column("number", "No", lambda row: row["number"], numeric=True),
        Column("title", "Document",
               lambda row: link("record:extract-document", row["title"], row["extract"], row["number"]),
               export=lambda row: row["title"]),
        Column("file", "File", lambda row: row["file_name"]),
        Column("dated", "Dated",
               lambda row: short_day(date.fromisoformat(row["dated_on"])) if row["dated_on"] else "–",
               export=lambda row: row["dated_on"]),
        Column("cuts", "Taken out of the text", lambda row: row["redactions"], numeric=True),
        Column("form", "Leaves as", lambda row: row["form"]),
    ],
    page_size=20,
)  # fmt: skip


@needs(DISCLOSE)
@require_safe
def extracts(request: HttpRequest) -> HttpResponseBase:
    """List the extracts in reach."""
    found = queries.extracts(actor_of(request).scope)
    if LIST.wants_csv(request.GET):
        return LIST.csv(found, request.GET)
    ways = [("Make an extract", reverse("record:make-extract"))]
    context = {"title": "Extracts", "back": reverse("record:home"), "ways": ways}
    return render(request, "core/listing.html", context | {"table": LIST.view(found, request.GET)})


@needs(DISCLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def make_extract(request: HttpRequest) -> HttpResponse:
    """Say what an extract is to have, look at what is found, then make it."""
    by, now = actor_of(request), timezone.now()
    kinds = {code: kind.title for code, kind in handling_rules(timezone.localdate(now)).kinds.items()}
    form = MakeExtract(posted(request), kinds=kinds, threads=threads(by.scope))
    found = None
    if request.method == "POST" and form.is_valid():
        wanted = queries.Wanted(**form.asked())
        found = list(queries.matching(by.scope, wanted, as_at=now))
        if request.POST.get("step") == "make":
            names = ("title", "purpose", "made_for", "with_originals")
            wish = disclosure.Wish(**{name: form.cleaned_data[name] for name in names}, wanted=wanted)
            if made := tried(form, lambda: the(disclosure.make_extract, wish, by=by, now=now)):
                return redirect("record:extract", extract_id=made.pk)
    context = {"form": form, "found": found, "kinds": kinds}
    return render(request, "record/make_extract.html", context, status=422 if form.errors else 200)


@needs(DISCLOSE)
@require_safe
def extract(request: HttpRequest, extract_id: int) -> HttpResponseBase:
    """One extract: how far it is, its documents as they will leave, its rules, what the check found."""
    scope = actor_of(request).scope
    found = the(queries.extract, scope, extract_id)
    state = State(found.state)
    if "HX-Request" in request.headers and "progress" in request.GET and state not in WORKING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    rows, prepare = queries.documents_of(scope, found), _as_they_leave(scope, found)
    if DOCUMENTS.wants_csv(request.GET):
        return DOCUMENTS.csv(rows, request.GET, prepare=prepare)
    book, may_change = leaving.rules_in_force(found), state in (State.PREPARING, State.CHECKED)
    findings = table(found, book.findings, may_change=may_change, is_checked=state == State.CHECKED)
    listed, show = queries.findings_of(scope, found), partial(shown, scope, found, book.findings)
    if findings.wants_csv(request.GET):
        return findings.csv(listed, request.GET, prepare=show)
    context = {
        "extract": found, "state": STATES[state], "is_working": state in WORKING,
        "may_change": may_change, "is_checked": state == State.CHECKED,
        "table": DOCUMENTS.view(rows, request.GET, prepare=prepare), "rules": queries.rules_of(scope, found),
        "findings": findings.view(listed, request.GET, prepare=show), "book": book,
        "numbers": dict(rows.values_list("document_id", "number")),
    }  # fmt: skip
    return render(request, "record/extract.html", context)


def _as_they_leave(scope: Any, found: Any) -> Callable[[list[Any]], list[dict[str, Any]]]:
    """Return what turns rows of a page of documents into what they leave as."""
    doubtful = queries.in_doubt(scope, found) if found.with_originals else set()

    def goes(leaf: Any) -> bool:
        return bool(found.with_originals) and not leaf.is_touched and leaf.number not in doubtful

    def prepared(rows: list[Any]) -> list[dict[str, Any]]:
        numbers = [row.number for row in rows]
        leaves = leaving.leaves(scope, found, numbers=numbers, with_said=False)
        return [leaf.index() | {"extract": found.pk, "form": FORMS[goes(leaf)]} for leaf in leaves]

    return prepared


@needs(DISCLOSE)
@require_POST
def check_extract(request: HttpRequest, extract_id: int) -> HttpResponse:
    """Have an extract checked."""
    return _press(request, extract_id, disclosure.ask_check, "It is being checked.")


@needs(DISCLOSE)
@require_POST
def release_extract(request: HttpRequest, extract_id: int) -> HttpResponse:
    """Have an extract released."""
    return _press(request, extract_id, disclosure.ask_release, "Its bundle is being made.")


def _press(request: HttpRequest, extract_id: int, work: Any, said: str) -> HttpResponse:
    by, now = actor_of(request), timezone.now()
    try:
        the(work, extract_id, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("record:extract", extract_id=extract_id)


@needs(DISCLOSE)
@require_safe
def extract_bundle(request: HttpRequest, extract_id: int) -> HttpResponseBase:
    """The bundle of an extract that was released."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.extract, by.scope, extract_id)
    if found.file is None:
        raise Http404
    disclosure.log_download(found.pk, by=by, now=now)
    headers = {
        "Content-Disposition": f'attachment; filename="extract-{found.pk}.zip"',
        "Content-Length": str(found.file.bytes),
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(pieces(found.file.pk), content_type="application/zip", headers=headers)
