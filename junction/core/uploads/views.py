"""The page of a file that was sent, the same for every kind: how far it is, what it would and did change.

A package declares how its kind speaks (`Page`) and calls `answer`; its own view says who may knock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial as partial_of
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.tables import Column, DataTable, TableView
from junction.core.pages.words import counted, short_moment

from . import operations, queries
from .operations import MayNotSendFiles, UploadMovedOn
from .rules import Kind, upload_limits

Lines = list[tuple[str, str | int]]
WIDTH_OF_NAME = 60


@dataclass(frozen=True, slots=True)
class Page:
    """How the page of a kind speaks, and where it leads."""

    kind: Kind
    start: str  # name of the address where a file is sent
    one: str  # name of the address of one file
    onward: tuple[str, str]  # where to go when it is stored: name of the address, text
    asked: Callable[[Mapping[str, Any]], Lines]  # what its sender said beside the file
    counts: Callable[[Mapping[str, Any]], Lines]  # what its report says
    button: Callable[[Mapping[str, Any]], str]  # the text of the button that confirms
    preview: str = ""  # name of the address that shows what was read in a file, if there is one
    in_parts: bool = False  # stored part by part: what is stored stays, also when somebody stops it


def files_sent(request: HttpRequest, page: Page) -> TableView:
    """The files of this kind that whoever asks has sent."""
    sent = queries.sent(actor_of(request), page.kind)
    return _sent_table(page).view(sent, request.GET)


def answer(request: HttpRequest, page: Page, upload_id: int) -> HttpResponseBase:
    """Show one file, or do with it what was pressed."""
    if request.method == "POST":
        return _act(request, page, upload_id)
    upload = _own(request, page, upload_id)
    if FINDINGS.wants_csv(request.GET):
        return EVERY_FINDING.csv(queries.findings(upload), request.GET)
    waiting = queries.waiting(upload, now=timezone.now())
    if "HX-Request" in request.headers and "progress" in request.GET and (waiting is None or waiting.is_lost):
        return HttpResponse(headers={"HX-Refresh": "true"})  # there is more to see than how far it is
    return _show(request, page, upload, waiting)


def _act(request: HttpRequest, page: Page, upload_id: int) -> HttpResponseBase:
    by, now, step = actor_of(request), timezone.now(), request.POST.get("step", "")
    upload = _own(request, page, upload_id)
    takes_sound_rows = request.POST.get("partial") == "yes"
    if step == "take" and upload.report.get("errors") and not takes_sound_rows:
        return _show(request, page, upload, None, error="Tick the box, or correct the file and send it again")
    doing: dict[str, Callable[..., Any]] = {
        "take": partial_of(operations.confirm, options={"partial": takes_sound_rows}),
        "discard": operations.discard,
        "again": operations.read_again,
    }
    if step in doing:
        try:
            doing[step](page.kind, upload_id, by=by, now=now)
        except UploadMovedOn as moved:
            messages.warning(request, str(moved))
    return redirect(page.one, upload_id=upload_id)


def _own(request: HttpRequest, page: Page, upload_id: int) -> Any:
    try:
        return queries.upload(actor_of(request), page.kind, upload_id)
    except ObjectDoesNotExist:
        raise Http404 from None


def _show(
    request: HttpRequest, page: Page, upload: Any, waiting: queries.Waiting | None, *, error: str = ""
) -> HttpResponse:
    days = timedelta(days=upload_limits(upload.changed_at).unconfirmed_days)
    is_lost = waiting is not None and waiting.is_lost
    context = {
        "upload": upload,
        "state": "failed" if is_lost else upload.state,
        "waiting": None if is_lost else waiting,
        "page": page,
        "report": upload.report,
        "asked": page.asked(upload.options),
        "counts": page.counts(upload.report) if upload.report else [],
        "button": page.button(upload.report) if upload.report else "",
        "findings": FINDINGS.view(queries.findings(upload), request.GET),
        "cleared_on": upload.changed_at + days,
        "error": error,
    }
    return render(request, "core/upload.html", context, status=422 if error else 200)


def _sent_table(page: Page) -> DataTable:
    def link(upload: Any) -> str:
        address, name = reverse(page.one, args=[upload.pk]), upload.file_name
        short = name if len(name) <= WIDTH_OF_NAME else f"{name[: WIDTH_OF_NAME - 1]}…"
        return format_html('<a class="govuk-link junction-anywhere" href="{}">{}</a>', address, short)

    def found(upload: Any) -> str:
        if upload.errors is None:
            return "–"
        return f"{counted(int(upload.errors), 'error')}, {counted(int(upload.warnings), 'warning')}"

    return DataTable(
        name="sent",
        caption="Files you have sent",
        columns=[
            Column("file", "File", link, sort="file_name"),
            Column("state", "State", lambda upload: upload.label, sort="state"),
            Column("sent", "Sent", lambda upload: short_moment(upload.sent_at), sort="sent_at"),
            Column("rows", "Rows", lambda upload: upload.rows or "–", numeric=True),
            Column("found", "Found", found),
        ],
        default_sort="-sent",
        page_size=10,
        empty="You have sent none yet.",
    )


def _message(found: Any) -> str:
    return format_html("<strong>{}:</strong> {}", found.severity.capitalize(), found.message)


ROW = Column("row", "Row", lambda found: found.row or "File")
COLUMN = Column("column", "Column", lambda found: found.column)
VALUE = Column("value", "Value", lambda found: found.value)
SHOWN = [ROW, Column("message", "What is wrong and what to do", _message), COLUMN, VALUE]
IN_THE_FILE = [
    ROW,
    COLUMN,
    VALUE,
    Column("check", "Check", lambda found: found.check_name),
    Column("severity", "Severity", lambda found: found.severity.capitalize()),
    Column("message", "What is wrong and what to do", lambda found: found.message),
]
FINDINGS = DataTable(name="found", caption="Findings", columns=SHOWN, page_size=50)
EVERY_FINDING = DataTable(name="found", caption="Findings", columns=IN_THE_FILE)
__all__ = ["MayNotSendFiles", "Page", "answer", "files_sent"]
