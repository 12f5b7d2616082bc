"""Meetings: the list with who goes to each, one with all that happened; steps written, taken back."""

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
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.record.forms.meetings import WriteStep
from junction.record.forms.promises import Why
from junction.record.operations import meetings as operations
from junction.record.queries import keepers, said, telling
from junction.record.queries import meeting_merges as merging
from junction.record.queries import meetings as queries
from junction.record.queries.documents import KEEP, SEE
from junction.record.rules.attendance import Going, attendance_rules

from .showing import source_cell, source_text, where_said
from .statements import shortened

COLOURS = {
    Going.NOBODY: "red", Going.WAITS: "amber", Going.GOES: "green", Going.NOT_KNOWN: "amber",
    Going.ATTENDED: "green", Going.CALLED_OFF: "unknown",
}  # fmt: skip


def state_tag(row: Any, states: Any) -> Markup:
    """How a meeting stands."""
    return macro_of("status_tag")(COLOURS[row.stand.state], states[row.stand.state])


def nobody_or_who(row: Any) -> str | None:
    """Who goes, or was there; where nobody does, that and who must decide, for a table."""
    return f"Nobody yet; {who_goes(row)}" if row.stand.decider else who_goes(row)


def who_goes(row: Any) -> str | None:
    """Who goes, who was there, or who must decide."""
    one = row.stand
    if one.state == Going.ATTENDED:
        return ", ".join(one.came)
    if one.decider:
        offers = f"; {' and '.join(one.offers)} offered to go" if one.offers else ""
        return f"{one.decider} must " + ("answer" if one.waits else "decide") + offers
    return ", ".join(one.goes) or None


def when(row: Any) -> str | None:
    """The day, and the time where one was said."""
    starts_at = row.first("starts_at")
    return short_day(row.held_on) + (f", {starts_at:%H:%M}" if starts_at else "") if row.held_on else None


def table(at: Any, states: Any) -> DataTable:
    """The list of meetings."""
    return DataTable(
        name="",
        caption="Meetings",
        columns=[
            Column("words", "What was said",
                   lambda row: link("record:meeting", shortened(row.meeting.words), row.meeting.pk),
                   export=lambda row: row.meeting.words),
            Column("state", "State", lambda row: state_tag(row, states),
                   export=lambda row: str(row.stand.state)),
            Column("group", "Which meeting", lambda row: row.first("group") or None, sort="group"),
            Column("held", "When", when, sort="day_known", export=lambda row: row.held_on),
            Column("place", "Where", lambda row: row.first("place") or None),
            Column("who", "Who goes", nobody_or_who),
            Column("passed", "Handed over", lambda row: row.stand.handed_over, numeric=True),
            Column("by", "Who asked", lambda row: row.meeting.asked_by, sort="asked_by"),
            Column("asked", "Asked", lambda row: short_day(timezone.localdate(row.meeting.asked_at)),
                   sort="asked_at", export=lambda row: row.meeting.asked_at),
            Column("source", "Where it was said", lambda row: source_cell(row.meeting),
                   export=lambda row: source_text(row.meeting)),
        ],
        filters=[Filter("state", "State", list(states.items()),
                        lambda rows, value: queries.standing(rows, value, at=at))],
        default_sort="-asked",
        empty="No meeting is confirmed here.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def meetings(request: HttpRequest) -> HttpResponseBase:
    """List the meetings that people confirmed."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.meetings(by.scope, as_at=moment.as_at, now=now)
    rows = said.searched(rows, sought(request), now=now)
    states = attendance_rules(timezone.localdate(moment.at)).states
    ways = [("What was proposed", reverse("record:proposals", args=["meetings"])),
            ("Write one down", reverse("record:write", args=["meetings"]))]  # fmt: skip
    page = Listing("Meetings", reverse("record:home"), moment, ways if by.scope.may(KEEP) else [])
    return listed(
        request, table(moment.at, states), rows, page,
        prepare=lambda found: queries.told(found, at=moment.at),
    )  # fmt: skip


@needs(SEE)
@require_safe
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """One meeting as a line of time: who was asked, sent, said yes or no, was there."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.meeting, by.scope, number, at=moment.at, as_at=moment.as_at)
    row, rules = queries.told([one], at=moment.at)[0], attendance_rules(timezone.localdate(moment.at))
    letters, may_keep = telling.letters(by.scope, one, at=moment.at), said.may_keep(by.scope, one)
    joined_to = merging.joined_to(by.scope, number, as_at=moment.as_at, now=now)
    is_judged = may_keep and moment.is_live and not one.dismissed_at and not joined_to
    keys = {one.recorded_by, one.confirmed_by, one.dismissed_by, *(step.recorded_by for step in row.steps),
            *(each.to for each in letters), *(each.merged_by for each in row.joined)}  # fmt: skip
    context = {
        "one": one, "row": row, "kind": "meetings", "moment": moment, "state": state_tag(row, rules.states),
        "who": who_goes(row), "when": when(row), "named": rules.steps, "letters": letters,
        "may_keep": may_keep, "joined_to": joined_to,
        "same": queries.same(by.scope, row, now=now) if is_judged else [], "may_join": is_judged,
        "is_tried_again": moment.is_live and row.stand.state in (Going.NOBODY, Going.WAITS),
        "is_open": one.confirmed_at and not one.dismissed_at and moment.is_live
        and not joined_to and row.stand.state != Going.CALLED_OFF,
        "names": keepers.names(by.scope, keys, own_key=by.key, now=now), **where_said(by.scope, one),
    }  # fmt: skip
    return render(request, "record/meeting.html", context)


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def write_step(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what happened to a meeting."""
    by, now = actor_of(request), timezone.now()
    one = the(said.kept(by.scope, "meetings").get, pk=number)
    rules = attendance_rules(timezone.localdate(now))
    form = WriteStep(posted(request), steps=rules.steps, initial={"at": now})
    if form.is_valid():
        turn = operations.Turn(**form.cleaned_data)
        tried(form, lambda: operations.write_step(number, turn, by=by, now=now))
        if not form.errors:
            messages.success(request, "It is written down.")
            return redirect("record:meeting", number)
    return ask(request, form, title="What happened?", button="Write it down", said=one.words,
               back=reverse("record:meeting", args=[number]))  # fmt: skip


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """Say that something did not happen."""
    by, now = actor_of(request), timezone.now()
    step = the(queries.step, by.scope, step_id)
    form = Why(posted(request))
    if form.is_valid():
        tried(form, lambda: operations.take_back_step(step_id, **form.cleaned_data, by=by, now=now))
        if not form.errors:
            messages.success(request, "It is taken back.")
            return redirect("record:meeting", step.meeting_id)
    named = attendance_rules(timezone.localdate(now)).steps.get(step.what, step.what)
    return ask(
        request, form, title="This did not happen", button="Take it back", said=f"{named}: {step.who}",
        back=reverse("record:meeting", args=[step.meeting_id]), ends_something=True,
    )  # fmt: skip
