"""Take a thing, hand it over, let it go: three pages for all registers that lead upwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.assurance.forms.owning import Confirm, HandOver, Release
from junction.assurance.operations import owning as operations
from junction.assurance.queries import escalations, national, offered, stocktakes
from junction.assurance.queries.owners import Home, could_own, homes
from junction.assurance.queries.reach import RAISE
from junction.core.ownership.queries import owner
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.moment import Moment
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import counted, short_moment
from junction.core.scope import Actor
from junction.core.wording import sentence_case


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of one register: what it is called, and where its page is."""

    title: str
    back: str


def _issue(number: int, *, by: Actor, now: datetime) -> Thing:
    one = the(national.issues(by.scope, now=now).get, pk=number)
    return Thing(one.title, reverse("assurance:national-issue", args=[number]))


def _escalation(number: int, *, by: Actor, now: datetime) -> Thing:
    one = the(escalations.escalations(by.scope, now=now).get, pk=number)
    return Thing(f"{one.place.name}: {one.text}", reverse("assurance:escalation", args=[number]))


def _stocktake(number: int, *, by: Actor, now: datetime) -> Thing:
    one = the(stocktakes.stocktakes(by.scope, now=now).get, pk=number)
    return Thing(one.title, reverse("assurance:stocktake", args=[number]))


def _help(number: int, *, by: Actor, now: datetime) -> Thing:
    one = the(offered.help_needs(by.scope, now=now).get, pk=number)
    return Thing(f"{one.council.name}: {one.text}", reverse("assurance:help-need", args=[number]))


THINGS: Mapping[str, Callable[..., Thing]] = {
    national.SUBJECT: _issue,
    escalations.SUBJECT: _escalation,
    stocktakes.SUBJECT: _stocktake,
    offered.SUBJECT: _help,
}


def _thing(kind: str, number: int, *, by: Actor, now: datetime) -> Thing:
    if kind not in THINGS:
        raise Http404
    return THINGS[kind](number, by=by, now=now)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def take_thing(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Become its owner."""
    by, now = actor_of(request), timezone.now()
    thing, form = _thing(kind, number, by=by, now=now), Confirm(posted(request))
    if form.is_valid():
        tried(form, operations.take_thing, kind=kind, number=number, by=by, now=now)
        if not form.errors:
            messages.success(request, "You have it now.")
            return redirect(thing.back)
    return ask(request, form, title="Take this on", said=thing.title, button="I have it from now on",
               back=thing.back)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def hand_over_thing(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Give it to somebody else, or give it its first owner."""
    by, now = actor_of(request), timezone.now()
    thing = _thing(kind, number, by=by, now=now)
    people = could_own(by.scope, operations.desk_of(kind, number, by=by, now=now).areas, now=now)
    form = HandOver(posted(request), choices={"to": people}, initial={"expected": owner(kind, number) or ""})
    if form.is_valid():
        tried(form, operations.hand_over_thing, kind=kind, number=number, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, f"{dict(people)[form.cleaned_data['to']]} has it now.")
            return redirect(thing.back)
    return ask(request, form, title="Who has it from now on?", said=thing.title, button="Hand it over",
               back=thing.back)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def release_thing(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Let it go: nobody has it, and somebody must find it a home."""
    by, now = actor_of(request), timezone.now()
    thing, form = _thing(kind, number, by=by, now=now), Release(posted(request))
    if form.is_valid():
        tried(form, operations.release_thing, kind=kind, number=number, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, "Nobody has it now. Its page says who must find it a home.")
            return redirect(thing.back)
    return ask(request, form, title="Let it go", said=thing.title, button="Let it go", back=thing.back,
               ends_something=True)  # fmt: skip


def ways_of_owning(kind: str, number: int, home: Home) -> list[tuple[str, str]]:
    """What who may settle a thing can do about its owner."""
    at = [kind, number]
    hand = ("Give it to somebody", reverse("assurance:hand-over-thing", args=at))
    if home.owner is None:
        return [("Take this on", reverse("assurance:take-thing", args=at)), hand]
    return [hand, ("Let it go", reverse("assurance:release-thing", args=at))]


def who_has(home: Home, moment: Moment) -> str:
    """Who has it and since when; with nobody, who must find it a home."""
    since = short_moment(home.since)
    if home.owner is None:
        return f"No home yet, since {since}. {home.finder} must find one."
    return f"{sentence_case(home.name)}, since {since}, after {counted(home.hand_overs, 'hand-over')}"


def with_homes(
    by: Actor, moment: Moment, rows: Sequence[Any], *, kind: str, finder: str, began: str = "raised_at"
) -> list[Any]:
    """The things of a page, each with who has it as `home`; `began`: the field that says since when."""
    since = {row.pk: getattr(row, began) for row in rows}
    found = homes(by.scope, kind, since, finder=finder, own_key=by.key, at=moment.at, now=moment.now)
    for row in rows:
        row.home = found[row.pk]
    return list(rows)


def owner_cell(home: Home) -> str:
    """Who has it, in a cell of a list."""
    return sentence_case(home.name) if home.owner else "No home yet"


def owners_table(known: Mapping[str, str]) -> DataTable:
    """Everybody who had a thing."""
    return DataTable(
        name="owners",
        caption="Who had it",
        columns=[
            Column("who", "Who", lambda row: sentence_case(known.get(row.owner, "somebody else"))),
            Column("from", "From", lambda row: short_moment(row.owned_from),
                   export=lambda row: row.owned_from),
            Column("until", "Until", lambda row: short_moment(row.owned_until) if row.owned_until else "Now",
                   export=lambda row: row.owned_until),
            Column("why", "Why", lambda row: row.reason or "–"),
        ],
        empty="Nobody has had it.",
    )  # fmt: skip


def owners_shown(home: Home) -> tuple[DataTable, Any]:
    """The table of who had it, for a page."""
    return owners_table(home.names), list(home.spans)
