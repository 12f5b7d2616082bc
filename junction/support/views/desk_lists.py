"""Beside the queue: whom to ask whether it is still needed, what comes again, and how the desk did."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import LOCAL, local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, counted, short_day, short_moment
from junction.core.wording import sentence_case
from junction.record.queries.keepers import names
from junction.support.forms.hubs import OneReason, Repeat
from junction.support.operations.recurring import end_recurrence, repeat_need
from junction.support.queries.cases import to_ask_again
from junction.support.queries.desk_figures import desk_figures
from junction.support.queries.needs import ANSWER, one_need
from junction.support.queries.recurring import recurrences
from junction.support.rules.desk import desk_on
from junction.support.rules.recurring import in_words
from junction.support.rules.routing import routing_on

SPANS = {1: "Today", 7: "Seven days", 28: "Four weeks"}


@require_safe
@needs(ANSWER)
def still_needed(request: HttpRequest) -> HttpResponseBase:
    """Open needs of which nobody has heard for some days: “do you still need this?”"""
    by, now = actor_of(request), timezone.now()
    desk = desk_on(local_day(now))
    kinds = routing_on(local_day(now)).categories | desk.matter_titles
    table = DataTable(
        name="",
        caption="To be asked",
        columns=[
            Column("reference", "Reference", lambda row: link("support:case", row.reference, row.pk),
                   export=lambda row: row.reference),
            Column("what", "What", lambda row: kinds.get(row.category, "Danger"), sort="category"),
            Column("heard", "Last heard", lambda row: ago(row.heard_at, now), sort="heard_at",
                   export=lambda row: row.heard_at),
            Column("state", "State", lambda row: row.get_state_display()),
            Column("area", "Council", lambda row: row.area.name, sort="area__name"),
            Column("ask", "Answer", lambda row: link("support:close-need", "Write it down", row.pk),
                   export=lambda row: ""),
        ],
        filters=[Filter("what", "What", list(kinds.items()), lambda rows, code: rows.filter(category=code))],
        default_sort="heard",
        empty="Everybody was heard of within the days of the rules.",
    )  # fmt: skip
    rows = to_ask_again(by.scope, days=desk.ask_again_days, now=now)
    said = f"Nobody has heard of these for {counted(desk.ask_again_days, 'day')}. Ask before you close one."
    title = "Do you still need this?"
    return sheet(request, title=title, back=reverse("support:desk"), said=said, tables=[(table, rows)])


@require_safe
@needs(ANSWER)
def recurring(request: HttpRequest) -> HttpResponseBase:
    """What comes again, the soonest first."""
    by, now = actor_of(request), timezone.now()
    desk = desk_on(local_day(now))
    kinds = routing_on(local_day(now)).categories | desk.matter_titles
    table = DataTable(
        name="",
        caption="Needs that come again",
        columns=[
            Column("need", "Newest", lambda row: link("support:case", row.need.reference, row.need_id),
                   export=lambda row: row.need.reference),
            Column("what", "What", lambda row: kinds.get(row.need.category, "Danger"), sort="need__category"),
            Column("rule", "How often", lambda row: in_words(row.rule), export=lambda row: row.rule),
            Column("next", "Next on", lambda row: short_day(row.next_on) if row.next_on else "No more",
                   sort="next_on", export=lambda row: row.next_on),
            Column("since", "Since", lambda row: short_day(row.begins_on), sort="begins_on",
                   export=lambda row: row.begins_on),
            Column("end", "End", lambda row: desk.ended.get(row.ended_why, row.ended_why) if row.ended_at
                   else link("support:end-recurrence", "End it", row.pk), export=lambda row: row.ended_why),
        ],
        filters=[Filter("state", "State", [("on", "Comes again"), ("ended", "Ended")],
                        lambda rows, code: rows.filter(ended_at__isnull=code == "on"))],
        default_sort="next",
        empty="No need comes again.",
    )  # fmt: skip
    rows = recurrences(by.scope, permission=ANSWER)
    title = "Needs that come again"
    return sheet(request, title=title, back=reverse("support:desk"), tables=[(table, rows)])


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def repeat(request: HttpRequest, need_id: int) -> HttpResponse:
    """Let a need come again."""
    by, now = actor_of(request), timezone.now()
    one = the(one_need, by.scope, need_id, permission=ANSWER)
    form, back = Repeat(posted(request)), reverse("support:case", args=[one.pk])
    sent: dict[str, Any] = {"number": one.pk, "by": by, "now": now}
    if form.is_valid() and (made := tried(form, repeat_need, **form.cleaned_data, **sent)):
        messages.success(request, f"It comes again on {short_day(made.next_on or made.begins_on)}.")
        return redirect(back)
    said = "While the one before is open, no other is made."
    title = f"Let need {one.reference} come again"
    return ask(request, form, title=title, said=said, button="Let it come again", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def end(request: HttpRequest, recurrence_id: int) -> HttpResponse:
    """Let it come no more."""
    by, now = actor_of(request), timezone.now()
    one = the(recurrences(by.scope, permission=ANSWER).get, pk=recurrence_id)
    reasons = [pair for pair in desk_on(local_day(now)).ended.items() if pair[0] in ("asked", "other-way")]
    form, back = OneReason(posted(request), reasons=reasons), reverse("support:recurring")
    sent: dict[str, Any] = {"recurrence_id": one.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, end_recurrence, **form.cleaned_data, **sent) is not None:
        messages.success(request, "It comes no more.")
        return redirect(back)
    title = f"Need {one.need.reference} comes no more"
    return ask(request, form, title=title, button="End it", back=back, ends_something=True)


@require_safe
@needs(ANSWER)
def figures(request: HttpRequest) -> HttpResponseBase:
    """What agents and the team did, now or as known at a moment."""
    by, moment = actor_of(request), read_moment(request.GET.dict(), path=request.path, now=timezone.now())
    days = _days(request)
    answers = [code for code, one in desk_on(moment.day).dispositions.items() if one.is_answer]
    found = desk_figures(by.scope, since=_since(moment, days), as_at=moment.at, answers=answers)
    known = names(by.scope, {one.by for one in found.agents}, own_key=by.key, now=moment.now)
    share, waits = found.share_in_limit, found.waiting_longest_since
    tiles = [
        ("Calls", found.calls, "", "", ""), ("Answered", found.answered, "somebody spoke with us", "", ""),
        ("Met", found.met, f"{share:.0f}% within their limit" if share is not None else "", "", ""),
        ("Open", found.open, "", "", ""),
        ("Past their limit", found.late, "", "", "red" if found.late else "green"),
        ("Waits longest", ago(waits, moment.at) if waits else "Nobody", "of those nobody spoke with", "", ""),
    ]  # fmt: skip
    table = DataTable(
        name="agents",
        caption="Agents",
        columns=[
            Column("who", "Agent", lambda row: sentence_case(known.get(row.by, "somebody"))),
            Column("calls", "Calls", lambda row: row.calls, sort=lambda row: row.calls, numeric=True),
            Column("answered", "Answered", lambda row: row.answered, numeric=True),
            Column("met", "Met", lambda row: row.met, sort=lambda row: row.met, numeric=True),
            Column("in", "Within the limit", lambda row: row.met_in_limit, sort=lambda row: row.met_in_limit,
                   numeric=True),
        ],
        default_sort="-calls",
        empty="Nobody rang anybody in this time.",
    )  # fmt: skip
    base = reverse("support:desk-figures")
    ways = [(text, moment.keep(f"{base}?days={number}")) for number, text in SPANS.items() if number != days]
    said = f"{SPANS[days]}, up to {short_moment(moment.at)}."
    return sheet(
        request, title="How the desk did", back=reverse("support:desk"), said=said, figures=tiles, ways=ways,
        moment=moment, tables=[(table, found.agents)],
    )  # fmt: skip


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, SPANS) else 1


def _since(moment: Moment, days: int) -> datetime:
    """The beginning of the local day so many days back."""
    first = local_day(moment.at) - timedelta(days=days - 1)
    return datetime.combine(first, datetime.min.time(), tzinfo=LOCAL)
