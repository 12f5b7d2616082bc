"""Threads: the list, and one as a line of time, to which things are added by a search."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import counted, short_day
from junction.core.refusals import Refusal
from junction.core.searching.queries import holding
from junction.record.forms.decisions import AddToThread, BeginThread
from junction.record.operations import threads as operations
from junction.record.queries import said
from junction.record.queries import threads as queries
from junction.record.queries.documents import KEEP, SEE

from .writing import areas_of

TABLE = DataTable(
    name="",
    caption="Threads",
    columns=[
        Column("title", "Subject", lambda row: link("record:thread", row.title, row.pk), sort="title",
               export=lambda row: row.title),
        Column("about", "Why it is followed", lambda row: row.about or None),
        Column("area", "Of", lambda row: row.area.name if row.area else "The nation"),
        Column("begun", "Begun", lambda row: short_day(timezone.localdate(row.recorded_at)),
               sort="recorded_at", export=lambda row: row.recorded_at),
    ],
    default_sort="title",
    empty="No subject is followed here.",
)  # fmt: skip


@needs(SEE)
@require_safe
def threads(request: HttpRequest) -> HttpResponseBase:
    """List the subjects that are followed."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = holding(queries.threads(by.scope, as_at=moment.as_at), sought(request), "title")
    ways = [("Follow a subject", reverse("record:begin-thread"))] if by.scope.may(KEEP) else []
    return listed(request, TABLE, rows, Listing("Threads", reverse("record:home"), moment, ways))


LINE = DataTable(
    name="",
    caption="Thread",
    columns=[
        Column("at", "When", lambda entry: entry.at),
        Column("what", "What", lambda entry: entry.what),
        Column("words", "Words", lambda entry: entry.words),
        Column("source", "Document", lambda entry: entry.source),
        Column("line", "Line", lambda entry: entry.source_line),
        Column("note", "Why it stands here", lambda entry: entry.note),
        Column("kind", "Kind", lambda entry: entry.kind),
        Column("number", "Number", lambda entry: entry.number),
    ],
    empty="",
)


@needs(SEE)
@require_safe
def thread(request: HttpRequest, number: int) -> HttpResponseBase:
    """One subject as a line of time through all documents."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.threads(by.scope, as_at=moment.as_at).get, pk=number)
    line = queries.line_of(by.scope, one, as_at=moment.as_at, now=now)
    if LINE.wants_csv(request.GET):
        return LINE.csv(line, request.GET)
    may = said.may_keep(by.scope, one) and moment.is_live
    words, stands = sought(request), {(entry.kind, entry.number) for entry in line if entry.link}
    offered = queries.to_add(by.scope, words, now=now) if may and words.strip() else []
    context = {
        "one": one, "line": line, "moment": moment, "may_keep": may, "sought": words, "most": queries.SHOWN,
        "offered": [entry for entry in offered if (entry.kind, entry.number) not in stands],
    }  # fmt: skip
    return render(request, "record/thread.html", context)


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def begin_thread(request: HttpRequest) -> HttpResponse:
    """Begin to follow a subject."""
    by, now = actor_of(request), timezone.now()
    form = BeginThread(posted(request), areas=areas_of(by, now))
    if form.is_valid():
        typed = {**form.cleaned_data, "area": form.cleaned_data["area"] or None}
        begun = tried(form, operations.begin_thread, **typed, by=by, now=now)
        if begun:
            messages.success(request, "You follow it now. Search for what belongs to it.")
            return redirect("record:thread", begun.pk)
    return ask(request, form, title="Follow a subject", button="Follow it", back=reverse("record:threads"))


@needs(KEEP)
@require_POST
def add_to_thread(request: HttpRequest, number: int) -> HttpResponse:
    """Add what was ticked of what a search found, and come back to the search."""
    by, now = actor_of(request), timezone.now()
    the(queries.threads(by.scope, permission=KEEP).get, pk=number)
    form = AddToThread(request.POST, kinds=list(queries.LINKABLE))
    back = reverse("record:thread", args=[number])
    if not form.is_valid():
        messages.error(request, "Tick what you want to add.")
        return redirect(back)
    note, words = form.cleaned_data["note"], form.cleaned_data["q"]
    subjects = [operations.Subject(kind, each, note) for kind, each in form.chosen()]
    try:
        added = operations.add_all_to_thread(number, subjects, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        said = f"{counted(added, 'thing')} added." if added else "All of it stood on the thread already."
        messages.success(request, said)
    return redirect(f"{back}?{urlencode({'q': words})}#add" if words else back)


@needs(KEEP)
@require_POST
def withdraw_from_thread(request: HttpRequest, link_id: int) -> HttpResponse:
    """Take it off again."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.linked, by.scope, link_id)
    _say(request, lambda: the(operations.withdraw_from_thread, link_id, by=by, now=now), "It is taken off.")
    return redirect("record:thread", found.thread_id)


def _say(request: HttpRequest, do: Any, done: str) -> None:
    try:
        do()
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
