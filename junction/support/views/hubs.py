"""Hubs: the list with who is open now, one hub with its week, opening one, its hours, closing it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import day as day_words
from junction.core.pages.words import short_day
from junction.core.scope import ANONYMOUS, Scope
from junction.support.forms.hubs import OpenHub, SetWeek
from junction.support.forms.settling import Why
from junction.support.operations.hubs import close_hub, open_hub, set_week
from junction.support.queries.hubs import KEEP, hubs, hubs_within, weeks_of
from junction.support.queries.languages import spoken
from junction.support.queries.needs import SEE
from junction.support.queries.where import councils
from junction.support.rules.hub_hours import DAYS, Week, in_words, is_open, week_on

from .helping import language


def mine_of(scope: Scope, pairs: Sequence[tuple[str, str]], permission: str) -> list[tuple[str, str]]:
    """The councils of a list that a permission reaches."""
    reach = scope.reach(permission)
    return [pair for pair in pairs if reach.national or pair[0] in reach.areas]


@require_safe
def helplines(request: HttpRequest) -> HttpResponse:
    """Whom to ring, for anybody: every hub with its number, its hours of today, and whether it is open."""
    now = timezone.now()
    today = local_day(now)
    rows = list(hubs(ANONYMOUS.scope, on=today))
    weeks = weeks_of(ANONYMOUS.scope, rows)
    known = spoken(ANONYMOUS.scope)
    code = request.GET.get("in", "")
    code = code if code in known else language(request)
    with override(code):
        shown = [
            (hub, _said(_today(weeks.get(hub.pk, []), today)), is_open(weeks.get(hub.pk, []), now))
            for hub in rows
        ]
        context = {"rows": shown, "say": gettext, "language": code, "languages": known}
        return render(request, "support/helplines.html", context)


def _said(hours: str) -> str:
    """Hours in the language of the page: a word, or one time to another."""
    begins, to, ends = hours.partition(" to ")
    return f"{begins}–{ends}" if to else gettext(hours)


def _name(row: Any) -> str:
    return str(row.name)


def _day_column(number: int, day: str) -> Column:
    return Column(day, day, lambda row: in_words(row.days[number]))


def _today(weeks: list[Week], today: Any) -> str:
    week = week_on(weeks, today)
    return in_words(week.days[today.weekday()]) if week else "Not known"


@require_safe
@needs(SEE)
def hubs_list(request: HttpRequest) -> HttpResponseBase:
    """Every hub of a day, with its number and whether it is open; now or as it was known at a moment."""
    by, moment = actor_of(request), _moment(request)
    now, today = moment.at, local_day(moment.at)
    rows = list(hubs(by.scope, on=today))
    weeks = weeks_of(by.scope, rows, as_at=moment.as_at)
    table = DataTable(
        name="",
        caption="Hubs",
        columns=[
            Column("name", "Hub", lambda row: link("support:hub", row.name, row.pk, query=moment.keep("")),
                   sort=_name,
                   export=lambda row: row.name),
            Column("area", "Council", lambda row: row.area.name, sort=lambda row: row.area.name),
            Column("phone", "Telephone", lambda row: row.phone or None),
            Column("today", "Today", lambda row: _today(weeks.get(row.pk, []), today)),
            Column("now", "Now", lambda row: "Open" if is_open(weeks.get(row.pk, []), now) else "Closed"),
        ],
        default_sort="area",
        empty="There is no hub yet.",
    )  # fmt: skip
    ways = [("What the public is shown", reverse("support:helplines"))]
    if by.scope.may(KEEP) and moment.is_live:
        ways.insert(0, ("Open a hub", reverse("support:open-hub")))
    back = reverse("support:home")
    return sheet(request, title="Hubs", back=back, ways=ways, moment=moment, tables=[(table, rows)])


@require_safe
@needs(SEE)
def hub(request: HttpRequest, hub_id: int) -> HttpResponseBase:
    """One hub: its number, its week, and the weeks to come; now or as it was known at a moment."""
    by, moment = actor_of(request), _moment(request)
    now = moment.at
    one = the(hubs(by.scope, on=local_day(now)).get, pk=hub_id)
    weeks = weeks_of(by.scope, [one], as_at=moment.as_at).get(one.pk, [])
    here = week_on(weeks, local_day(now))
    table = DataTable(
        name="weeks",
        caption="Weeks, the newest first",
        columns=[
            Column("from", "From", lambda row: short_day(row.valid_from), export=lambda row: row.valid_from),
            *(_day_column(number, day) for number, day in enumerate(DAYS)),
        ],
        empty="No hours were written down.",
    )  # fmt: skip
    lines = [
        ("Council", one.area.name), ("Telephone", one.phone), ("Open since", day_words(one.opened_on)),
        ("Now", "Open" if is_open(weeks, now) else "Closed"),
        *((day, in_words(here.days[number])) for number, day in enumerate(DAYS) if here),
    ]  # fmt: skip
    reach, ways = by.scope.reach(KEEP), []
    if moment.is_live and (reach.national or one.area_id in reach.areas):
        ways = [("Write down its hours", reverse("support:set-week", args=[one.pk])),
                ("Close the hub", reverse("support:close-hub", args=[one.pk]))]  # fmt: skip
    return sheet(
        request, title=one.name, back=moment.keep(reverse("support:hubs")), lines=lines, ways=ways,
        moment=moment, tables=[(table, weeks[::-1])],
    )  # fmt: skip


def _moment(request: HttpRequest) -> Moment:
    return read_moment(request.GET, now=timezone.now(), path=request.path)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a hub in a council of one's reach."""
    by, now = actor_of(request), timezone.now()
    form = OpenHub(posted(request), councils=mine_of(by.scope, councils(by.scope, on=local_day(now)), KEEP))
    if form.is_valid() and (made := tried(form, open_hub, **form.cleaned_data, by=by, now=now)):
        messages.success(request, "The hub is open. Write down its hours.")
        return redirect("support:set-week", hub_id=made.pk)
    return ask(request, form, title="Open a hub", button="Open it", back=reverse("support:hubs"))


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def set_hours(request: HttpRequest, hub_id: int) -> HttpResponse:
    """Give a hub its seven days from a day on; what holds now is filled in."""
    by, now = actor_of(request), timezone.now()
    one = the(hubs_within(by.scope, permission=KEEP).get, pk=hub_id)
    here = week_on(weeks_of(by.scope, [one]).get(one.pk, []), local_day(now))
    first: dict[str, Any] = {"valid_from": local_day(now)}
    for number, hours in enumerate(here.days if here else ()):
        if hours:
            first |= {f"opens_{number}": f"{hours[0]:%H:%M}", f"closes_{number}": f"{hours[1]:%H:%M}"}
    form, back = SetWeek(posted(request), initial=first), reverse("support:hub", args=[one.pk])
    if form.is_valid():
        sent = {"valid_from": form.cleaned_data["valid_from"], "days": form.days, "by": by, "now": now}
        if tried(form, set_week, hub_id=one.pk, **sent) is not None:
            messages.success(request, "The hours are written down.")
            return redirect(back)
    context = {"form": form, "title": f"Hours of {one.name}", "back": back, "days": DAYS}
    return render(request, "support/set_week.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def close_one(request: HttpRequest, hub_id: int) -> HttpResponse:
    """Close a hub from tomorrow."""
    by, now = actor_of(request), timezone.now()
    one = the(hubs_within(by.scope, permission=KEEP).get, pk=hub_id)
    form = Why(posted(request))
    sent: dict[str, Any] = {"hub_id": one.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, close_hub, **form.cleaned_data, **sent) is not None:
        messages.success(request, f"{one.name} is closed from tomorrow.")
        return redirect("support:hubs")
    said = "From tomorrow nobody is told its number. Its cases stay in the council's queue."
    return ask(request, form, title=f"Close {one.name}", said=said, button="Close it", ends_something=True,
               back=reverse("support:hub", args=[one.pk]))  # fmt: skip
