"""Asks: the list with who has each, one with every hand-over and its time; passing on, answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import ask as ask_page
from junction.core.pages.furniture import link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_moment
from junction.record.forms.promises import AnswerAsk, PassOn, Why
from junction.record.operations import asks as operations
from junction.record.queries import asks as queries
from junction.record.queries import keepers, said, telling
from junction.record.queries.documents import KEEP, SEE

from .showing import in_words, source_cell, source_text, where_said
from .statements import shortened

ALARMS = {"unanswered": "Nobody has answered for a day or more", "passed-on": "Passed on again and again"}


def state_tag(row: Any) -> Markup:
    """How an ask stands: answered, open, alarming, or with no home yet."""
    tag = macro_of("status_tag")
    if row.is_answered:
        return tag("green", "Answered")
    if row.is_homeless:
        return tag("red" if row.alarms else "amber", "No home yet")
    return tag("red", "Alert") if row.alarms else tag("blue", "Open")


def holder(row: Any) -> str:
    """Who has an ask; nobody: who must find it a home."""
    return row.has_it or (f"Nobody; {row.finder} must find a home" if row.finder else "Nobody")


def table(by: Any, at: Any) -> DataTable:
    """The list of asks."""
    narrow = {
        "open": lambda rows: rows.filter(is_answered=False),
        "answered": lambda rows: rows.filter(is_answered=True),
        "homeless": queries.homeless,
        "alert": lambda rows: queries.alarming(rows, at=at),
    }
    states = [("open", "Open"), ("alert", "Alert"), ("homeless", "No home yet"), ("answered", "Answered")]
    return DataTable(
        name="",
        caption="Asks",
        columns=[
            Column("words", "What was asked",
                   lambda row: link("record:ask", shortened(row.ask.words), row.ask.pk),
                   export=lambda row: row.ask.words),
            Column("state", "State", state_tag,
                   export=lambda row: "answered" if row.is_answered else " ".join(row.alarms) or "open"),
            Column("by", "Who asked", lambda row: row.ask.asked_by, sort="asked_by"),
            Column("asked", "When", lambda row: short_moment(row.ask.asked_at), sort="asked_at",
                   export=lambda row: row.ask.asked_at),
            Column("has", "Who has it", holder),
            Column("passed", "Passed on", lambda row: row.passed_on, numeric=True),
            Column("age", "Open for", lambda row: in_words(row.age), export=lambda row: row.age),
            Column("source", "Where it was said", lambda row: source_cell(row.ask),
                   export=lambda row: source_text(row.ask)),
        ],
        filters=[Filter("state", "State", states, lambda rows, value: narrow[value](rows))],
        default_sort="-asked",
        empty="No ask is confirmed here.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def asks(request: HttpRequest) -> HttpResponseBase:
    """List the asks that people confirmed."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.asks(by.scope, as_at=moment.as_at, now=now)
    rows = said.searched(rows, sought(request), now=now)
    ways = [("What was proposed", reverse("record:proposals", args=["asks"])),
            ("Write one down", reverse("record:write", args=["asks"]))]  # fmt: skip
    page = Listing("Asks", reverse("record:home"), moment, ways if by.scope.may(KEEP) else [])
    return listed(
        request, table(by, moment.at), rows, page,
        prepare=lambda found: queries.told(found, at=moment.at),
    )  # fmt: skip


@needs(SEE)
@require_safe
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """One ask as a line of time: each step, how long it lay there, the answer."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.ask, by.scope, number, at=moment.at, as_at=moment.as_at)
    row = queries.told([one], at=moment.at)[0]
    letters = telling.letters(by.scope, one, at=moment.at)
    keys = {one.recorded_by, one.confirmed_by, one.dismissed_by, *(step.recorded_by for step in row.steps),
            *(each.to for each in letters)}  # fmt: skip
    context = {
        "one": one, "row": row, "kind": "asks", "moment": moment, "state": state_tag(row),
        "alarms": [ALARMS[code] for code in row.alarms], "in_words": in_words,
        "letters": letters, "alarm_words": ALARMS, "is_tried_again": moment.is_live and bool(row.alarms),
        "lasted": _lasted(row, one, moment.at), "may_keep": said.may_keep(by.scope, one),
        "is_open": one.confirmed_at and not one.dismissed_at and not row.is_answered and moment.is_live,
        "names": keepers.names(by.scope, keys, own_key=by.key, now=now), **where_said(by.scope, one),
    }  # fmt: skip
    return render(request, "record/ask.html", context)


def _lasted(row: Any, one: Any, at: Any) -> list[str]:
    """For how long an ask lay at each step."""
    ends = [step.at for step in row.steps[1:]] + [one.answered_at if row.is_answered else at]
    return [in_words(max(end - step.at, end - end)) for step, end in zip(row.steps, ends, strict=False)]


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on_ask(request: HttpRequest, number: int) -> HttpResponse:
    """Write down that it went to somebody, or has no home yet."""
    by, now = actor_of(request), timezone.now()
    one = the(said.kept(by.scope, "asks").get, pk=number)
    form = PassOn(posted(request), initial={"at": now})
    if form.is_valid():
        step = operations.Step(**form.cleaned_data)
        tried(form, lambda: operations.pass_on(number, step, by=by, now=now))
        if not form.errors:
            messages.success(request, "It is written down.")
            return redirect("record:ask", number)
    return ask_page(request, form, title="Pass this ask on", button="Write it down", said=one.words,
                    back=reverse("record:ask", args=[number]))  # fmt: skip


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_ask(request: HttpRequest, number: int) -> HttpResponse:
    """Write down the answer."""
    by, now = actor_of(request), timezone.now()
    one = the(said.kept(by.scope, "asks").get, pk=number)
    form = AnswerAsk(posted(request), initial={"at": now})
    if form.is_valid():
        tried(form, lambda: operations.answer_ask(number, **form.cleaned_data, by=by, now=now))
        if not form.errors:
            messages.success(request, "The answer is written down.")
            return redirect("record:ask", number)
    back = reverse("record:ask", args=[number])
    return ask_page(
        request, form, title="How was it answered?", button="Write it down", said=one.words, back=back
    )


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say that what was taken for the answer is none."""
    by, now = actor_of(request), timezone.now()
    one = the(said.kept(by.scope, "asks").get, pk=number)
    form = Why(posted(request))
    if form.is_valid():
        tried(form, operations.take_back_answer, number=number, why=form.cleaned_data["why"], by=by, now=now)
        if not form.errors:
            messages.success(request, "The ask is open again.")
            return redirect("record:ask", number)
    back = reverse("record:ask", args=[number])
    return ask_page(
        request, form, title="This is no answer", button="Open it again", said=one.answer, back=back
    )
