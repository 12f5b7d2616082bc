"""Actions: the list with who has each, one with everybody who had it; taking, handing over, closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_day
from junction.core.refusals import Refusal
from junction.core.wording import sentence_case
from junction.record.forms.promises import HandOver, HowItEnded
from junction.record.operations import promises as operations
from junction.record.queries import keepers, said
from junction.record.queries import promises as queries
from junction.record.queries.documents import KEEP, SEE
from junction.record.rules.promises import promise_rules

from .showing import last_day, last_on, source_cell, source_text, where_said
from .statements import shortened


def state_tag(row: Any) -> Markup:
    """How an action stands: closed, late, or open."""
    tag = macro_of("status_tag")
    if row.is_closed:
        return tag("green" if row.action.outcome == "done" else "unknown", "Closed")
    return tag("red", f"Late, {counted(row.late, 'day')}") if row.late else tag("blue", "Open")


def of_owner(rows: Any, value: str, *, own_key: str) -> Any:
    """Narrow actions to those one has, nobody has, or somebody has."""
    if value == "me":
        return rows.filter(owner=own_key)
    return rows.filter(owner__isnull=value == "nobody")


def table(own_key: str) -> DataTable:
    """The list of actions."""
    return DataTable(
        name="",
        caption="Actions",
        columns=[
            Column("words", "What is to be done",
                   lambda row: link("record:action", shortened(row.action.words), row.action.pk),
                   export=lambda row: row.action.words),
            Column("owner", "Who has it", lambda row: sentence_case(row.name) if row.owner else "Nobody",
                   export=lambda row: row.name),
            Column("said", "Who, as it was said", lambda row: row.action.owner_said or None,
                   sort="owner_said"),
            Column("state", "State", state_tag, sort="state",
                   export=lambda row: "closed" if row.is_closed else "late" if row.late else "open"),
            Column("asked", "Asked", lambda row: short_day(row.action.asked_on), sort="asked_on",
                   export=lambda row: row.action.asked_on),
            Column("due", "Last day", lambda row: last_day(row.action) or "None said", sort="until_on",
                   export=lambda row: last_on(row.action)),
            Column("hand-overs", "Hand-overs", lambda row: row.hand_overs, numeric=True),
            Column("source", "Where it was said", lambda row: source_cell(row.action),
                   export=lambda row: source_text(row.action)),
        ],
        filters=[
            Filter("state", "State", [("open", "Open"), ("late", "Late"), ("closed", "Closed")],
                   lambda rows, value: rows.filter(state=value)),
            Filter("owner", "Who has it", [("me", "Me"), ("nobody", "Nobody"), ("somebody", "Somebody")],
                   lambda rows, value: of_owner(rows, value, own_key=own_key)),
        ],
        default_sort="due",
        empty="No action is confirmed here.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def actions(request: HttpRequest) -> HttpResponseBase:
    """List the actions that people confirmed."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.actions(by.scope, as_at=moment.as_at, now=now)
    rows = said.searched(rows, sought(request), now=now)
    ways = [("What was proposed", reverse("record:proposals", args=["actions"])),
            ("Write one down", reverse("record:write", args=["actions"]))]  # fmt: skip
    page = Listing("Actions", reverse("record:home"), moment, ways if by.scope.may(KEEP) else [])

    def prepare(found: list[Any]) -> list[Any]:
        return queries.with_owners(by.scope, found, own_key=by.key, at=moment.at, now=now)

    return listed(request, table(by.key), rows, page, prepare=prepare)


@needs(SEE)
@require_safe
def action(request: HttpRequest, number: int) -> HttpResponse:
    """One action, with everybody who had it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.action, by.scope, number, as_at=moment.as_at)
    row = queries.with_owners(by.scope, [one], own_key=by.key, at=moment.at, now=now)[0]
    keys = {one.recorded_by, one.confirmed_by, one.dismissed_by, one.closed_by}
    keys |= {span.owner for span in row.spans}
    context = {
        "one": one, "row": row, "kind": "actions", "moment": moment, "state": state_tag(row),
        "last_on": last_on(one), "may_keep": said.may_keep(by.scope, one), "is_mine": row.owner == by.key,
        "is_open": one.confirmed_at and not one.dismissed_at and not row.is_closed and moment.is_live,
        "outcomes": promise_rules(timezone.localdate(now)).action_outcomes,
        "names": keepers.names(by.scope, keys, own_key=by.key, now=now), **where_said(by.scope, one),
    }  # fmt: skip
    return render(request, "record/action.html", context)


@needs(KEEP)
@require_POST
def take_action(request: HttpRequest, number: int) -> HttpResponse:
    """Become the owner."""
    try:
        the(operations.take_action, number, by=actor_of(request), now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "You have it now.")
    return redirect("record:action", number)


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_action(request: HttpRequest, number: int) -> HttpResponse:
    """Hand it to somebody else, or give it its first owner."""
    by, now = actor_of(request), timezone.now()
    one = the(said.kept(by.scope, "actions").get, pk=number)
    row = queries.with_owners(by.scope, [one], own_key=by.key, at=now, now=now)[0]
    people = keepers.could_own(by.scope, area=one.whose, now=now)
    form = HandOver(posted(request), people=people, initial={"expected": row.owner or ""})
    if form.is_valid():
        tried(form, operations.hand_over_action, number=number, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, f"{dict(people)[form.cleaned_data['to']]} has it now.")
            return redirect("record:action", number)
    back = reverse("record:action", args=[number])
    return ask(request, form, title="Who is to do it?", button="Hand over", back=back, said=one.words)


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def close_action(request: HttpRequest, number: int) -> HttpResponse:
    """Close it, with how it ended."""
    by, now = actor_of(request), timezone.now()
    one = the(said.kept(by.scope, "actions").get, pk=number)
    form = HowItEnded(posted(request), outcomes=promise_rules(timezone.localdate(now)).action_outcomes)
    if form.is_valid():
        tried(form, operations.close_action, number=number, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, "It is closed.")
            return redirect("record:action", number)
    back = reverse("record:action", args=[number])
    return ask(request, form, title="Close this action", button="Close it", back=back, said=one.words)
