"""Stocktakes: the list, one with who came, what was said and what became of it; calling one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.stocktakes import CallStocktake, WhichRegion
from junction.assurance.operations import stocktakes as operations
from junction.assurance.operations.stocktakes import Called
from junction.assurance.queries import stocktakes as queries
from junction.assurance.queries.owners import of_owner
from junction.assurance.queries.reach import RAISE
from junction.assurance.queries.stocktakes import SUBJECT
from junction.assurance.rules.stocktakes import ISSUE, StocktakeRules, stocktake_rules
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.core.scope import Actor

from .national import OWNERS
from .owning import owner_cell, owners_shown, ways_of_owning, who_has, with_homes


def table(rules: StocktakeRules, by: Actor, moment: Moment) -> DataTable:
    """The list of stocktakes; each row has its `home`."""
    return DataTable(
        name="",
        caption="Stocktakes",
        columns=[
            Column("title", "Stocktake", lambda row: link("assurance:stocktake", row.title, row.pk,
                                                             query=moment.keep("")),
                   sort="title", export=lambda row: row.title),
            Column("region", "Region", lambda row: row.region.name, sort="region__name"),
            Column("on", "On", lambda row: short_day(row.held_on), sort="held_on",
                   export=lambda row: row.held_on),
            Column("state", "How it stands", lambda row: tag_of(rules.states, row.state), sort="state",
                   export=lambda row: rules.states[row.state].title),
            Column("invited", "Invited", lambda row: row.invited, numeric=True),
            Column("came", "Came", lambda row: row.came, numeric=True),
            Column("asks", "Asks", lambda row: row.asks, numeric=True, sort="asks"),
            Column("carried", "Carried on", lambda row: row.carried, numeric=True),
            Column("owner", "Who has it", lambda row: owner_cell(row.home)),
        ],
        filters=[
            Filter("state", "How it stands", pairs(rules.states),
                   lambda rows, code: rows.filter(state=code)),
            Filter("owner", "Who has it", OWNERS,
                   lambda rows, code: of_owner(rows, code, own_key=by.key)),
        ],
        default_sort="-on",
        empty="No stocktake of a region in your reach is written down.",
    )  # fmt: skip


def _held(by: Actor, moment: Moment, rows: Sequence[Any]) -> list[Any]:
    """The stocktakes of a page, each with who has it as `home`."""
    finder = stocktake_rules(moment.day).finder
    return with_homes(by, moment, rows, kind=SUBJECT, finder=finder, began="recorded_at")


@require_safe
@needs(RAISE)
def stocktakes(request: HttpRequest) -> HttpResponseBase:
    """The stocktakes of regions in reach, the latest first."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.searched(queries.stocktakes(by.scope, as_at=moment.as_at, now=now),
                            sought(request))  # fmt: skip
    may = moment.is_live and bool(queries.regions(by.scope, now=now))
    page = Listing(
        "Stocktakes", reverse("assurance:home"), moment,
        said="Ministers and a region's directors of adult social services: challenges, approach, and the "
        "national help that is needed.",
        ways=[("Call a stocktake", reverse("assurance:choose-region"))] if may else [],
    )  # fmt: skip
    table_ = table(stocktake_rules(moment.day), by, moment)
    return listed(request, table_, rows, page, prepare=lambda found: _held(by, moment, found))


@require_safe
@needs(RAISE)
def stocktake(request: HttpRequest, number: int) -> HttpResponseBase:
    """One stocktake: who was invited and came, what was said, what became of what was asked."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.stocktake, by.scope, number, as_at=moment.as_at, now=now)
    (one,) = _held(by, moment, [one])
    rules = stocktake_rules(one.held_on)
    may = moment.is_live and queries.may_keep(by.scope, one.region_id)
    lines = [
        ("Region", one.region.name), ("On", short_day(one.held_on)),
        ("How it stands", tag_of(rules.states, one.state)),
        ("Written up by", short_day(one.write_up_by)), ("Who has it", who_has(one.home, moment)),
    ]  # fmt: skip
    return sheet(
        request, title=one.title, caption="Stocktake", lines=lines, moment=moment,
        back=moment.keep(reverse("assurance:stocktakes")), ways=_ways(one, moment) if may else [],
        tables=[(points_table(rules, may=may), one.points_by_then),
                (guests_table(moment), one.guests_by_then), owners_shown(one.home)],
    )  # fmt: skip


def points_table(rules: StocktakeRules, *, may: bool) -> DataTable:
    """What was said; what is asked of the centre leads on to what it became."""

    def became(row: Any) -> Any:
        if not rules.points[row.kind].is_ask:
            return "–"
        found = [
            (link("assurance:national-issue" if one.kind == ISSUE else "record:ask",
                  f"{rules.carried[one.kind]} {one.number}", one.number),)
            for one in row.carried_by_then
        ]  # fmt: skip
        if may and len(found) < len(rules.carried):
            found.append((link("assurance:carry-on", "Carry it on", row.pk),))
        return format_html_join(", ", "{}", found) or "Nothing yet"

    columns = [
        Column("kind", "What", lambda row: rules.points[row.kind].title),
        Column("of", "Of", lambda row: row.area.name if row.area else "The region"),
        Column("text", "What was said", lambda row: row.text),
        Column("became", "What became of it", became, export=lambda row: len(row.carried_by_then)),
    ]
    if may:
        columns.append(Column("right", "Put right", lambda row: link(
            "assurance:write-point", "Put it right", row.stocktake_id, query=f"?corrects={row.pk}"),
            export=lambda row: ""))  # fmt: skip
    return DataTable(name="points", caption="What was said", columns=columns,
                     empty="Nothing is written down of it.")  # fmt: skip


def guests_table(moment: Moment) -> DataTable:
    """Who was invited, and who came."""

    def came(row: Any) -> str:
        if row.came is None or row.came_recorded_at > moment.at:
            return "Not yet said"
        return "Yes" if row.came else "No"

    return DataTable(
        name="guests",
        caption="Who was invited",
        columns=[
            Column("role", "Post", lambda row: row.role),
            Column("of", "Of", lambda row: row.area.name if row.area else "–"),
            Column("came", "Came", came),
        ],
    )  # fmt: skip


def _ways(one: Any, moment: Moment) -> list[tuple[str, str]]:
    found = []
    if one.held_on <= moment.day:
        if any(guest.came is None for guest in one.guests_by_then):
            found.append(("Say who came", reverse("assurance:say-who-came", args=[one.pk])))
        found.append(("Write down what was said", reverse("assurance:write-point", args=[one.pk])))
    return found + ways_of_owning(SUBJECT, one.pk, one.home)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def choose_region(request: HttpRequest) -> HttpResponseBase:
    """Of which region a stocktake is to be called."""
    by, now = actor_of(request), timezone.now()
    form = WhichRegion(posted(request), choices={"region": queries.regions(by.scope, now=now)})
    if form.is_valid():
        return redirect("assurance:call-stocktake", form.cleaned_data["region"])
    return ask(request, form, title="Call a stocktake", button="Continue",
               back=reverse("assurance:stocktakes"))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def call_stocktake(request: HttpRequest, region: str) -> HttpResponseBase:
    """Call a stocktake of a region; all its directors are invited unless one is left out."""
    by, now = actor_of(request), timezone.now()
    known = dict(queries.regions(by.scope, now=now))
    if region not in known:
        raise Http404
    councils = queries.councils_of(by.scope, region, now=now)
    form = CallStocktake(
        posted(request), choices={"councils": councils}, initial={"councils": [code for code, _ in councils]}
    )

    def work() -> Any:
        return operations.call_stocktake(Called(region, **form.cleaned_data), by=by, now=now)

    if form.is_valid() and (made := tried(form, work)) is not None:
        messages.success(request, "Called. Nobody is written to: invite them as you usually do.")
        return redirect("assurance:stocktake", made.pk)
    return ask(request, form, title=f"Call a stocktake of {known[region]}", button="Call it",
               back=reverse("assurance:stocktakes"))  # fmt: skip
