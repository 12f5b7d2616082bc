"""Expert help for councils: what each needs, one with its offers, counts by kind and region, leads."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.offered import NameLead, OfferHelp, SayWhatHelped, StateNeed
from junction.assurance.operations import offered as operations
from junction.assurance.operations.offered import Offered
from junction.assurance.queries import offered as queries
from junction.assurance.queries.offered import SUBJECT
from junction.assurance.queries.owners import of_owner
from junction.assurance.queries.reach import RAISE
from junction.assurance.queries.stocktakes import regions
from junction.assurance.rules.offered import HelpRules, help_rules
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.core.scope import Actor

from .for_whom import areas_to_raise_for
from .national import LATE, OWNERS
from .owning import owner_cell, owners_shown, ways_of_owning, who_has, with_homes


def answer_by(row: Any) -> str:
    """By when a need is answered, and whether that is over."""
    return ("Late, " if row.is_late else "") + short_day(row.answer_by)


def table(rules: HelpRules, moment: Moment, by: Actor) -> DataTable:
    """The list of needs; each row has its `home`."""
    return DataTable(
        name="",
        caption="What councils need help for",
        columns=[
            Column("council", "Council", lambda row: link("assurance:help-need", row.council.name, row.pk,
                                                           query=moment.keep("")),
                   sort="council__name", export=lambda row: row.council.name),
            Column("region", "Region", lambda row: row.region.name if row.region else "–",
                   sort="region__name"),
            Column("theme", "About", lambda row: rules.themes.get(row.theme, row.theme), sort="theme"),
            Column("text", "What is needed", lambda row: row.text),
            Column("state", "How it stands", lambda row: tag_of(rules.states, row.state), sort="state",
                   export=lambda row: rules.states[row.state].title),
            Column("by", "To be answered by", answer_by,
                   sort="answer_by", export=lambda row: row.answer_by),
            Column("owner", "Who has it", lambda row: owner_cell(row.home)),
        ],
        filters=[
            Filter("state", "How it stands", pairs(rules.states),
                   lambda rows, code: rows.filter(state=code)),
            Filter("theme", "About", pairs(rules.themes), lambda rows, code: rows.filter(theme=code)),
            Filter("late", "In time", LATE, lambda rows, code: rows.filter(is_late=code == "yes")),
            Filter("owner", "Who has it", OWNERS,
                   lambda rows, code: of_owner(rows, code, own_key=by.key)),
        ],
        default_sort="by",
        empty="No council in your reach has said what it needs.",
    )  # fmt: skip


def _held(by: Actor, moment: Moment, rows: Sequence[Any]) -> list[Any]:
    """The needs of a page, each with who has it as `home`; nobody yet: the region's lead must find one."""
    leads = queries.leads(as_at=moment.as_at, now=moment.now)
    found = with_homes(by, moment, rows, kind=SUBJECT, finder="", began="stated_at")
    for row in found:
        row.lead = leads.get(row.region_id)
        if not row.home.finder:
            post = row.lead.post if row.lead else help_rules(moment.day).finder
            row.home = row.home.found_by(post)
    return found


@require_safe
@needs(RAISE)
def help_needs(request: HttpRequest) -> HttpResponseBase:
    """What councils in reach need, by when it is to be answered."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.searched(queries.help_needs(by.scope, as_at=moment.as_at, now=now),
                            sought(request))  # fmt: skip
    ways = [("Needs by kind and region, and who leads each region",
             moment.keep(reverse("assurance:collated-needs")))]  # fmt: skip
    if moment.is_live:
        ways.insert(0, ("Say what a council needs", reverse("assurance:state-need")))
    page = Listing("Expert help for councils", reverse("assurance:home"), moment, ways=ways)
    return listed(request, table(help_rules(moment.day), moment, by), rows, page,
                  prepare=lambda found: _held(by, moment, found))  # fmt: skip


@require_safe
@needs(RAISE)
def help_need(request: HttpRequest, number: int) -> HttpResponseBase:
    """One need: what was offered, until when, what came of it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.help_need, by.scope, number, as_at=moment.as_at, now=now)
    (one,) = _held(by, moment, [one])
    rules = help_rules(local_day(one.stated_at))
    lead = f"{one.lead.post} ({one.lead.reached_by})" if one.lead else "Nobody is named for this region"
    lines = [
        ("What is needed", one.text), ("About", rules.themes[one.theme]),
        ("How it stands", tag_of(rules.states, one.state)),
        ("To be answered by", answer_by(one)), ("Who leads the region", lead),
        ("Who has it", who_has(one.home, moment)),
    ]  # fmt: skip
    return sheet(
        request, title=one.council.name, caption="Expert help", lines=lines, moment=moment,
        back=moment.keep(reverse("assurance:help-needs")), ways=_ways(by, one) if moment.is_live else [],
        tables=[(OFFERS, one.offers_by_then), (outcomes_table(rules), one.outcomes_by_then),
                owners_shown(one.home)],
    )  # fmt: skip


def last_on(row: Any) -> date:
    """The last day on which help of an offer is given."""
    return date.fromordinal(row.until_on.toordinal() - 1)


OFFERS = DataTable(
    name="offers",
    caption="What was offered",
    columns=[
        Column("text", "What", lambda row: row.text),
        Column("by", "Who gives it", lambda row: row.given_by),
        Column("from", "From", lambda row: short_day(row.from_on), export=lambda row: row.from_on),
        Column("until", "Last day", lambda row: short_day(last_on(row)), export=last_on),
    ],
    empty="Nothing was offered yet.",
)


def outcomes_table(rules: HelpRules) -> DataTable:
    """What came of it, the newest first."""
    return DataTable(
        name="outcomes",
        caption="What came of it, the newest first",
        columns=[
            Column("outcome", "What", lambda row: rules.outcomes[row.outcome]),
            Column("text", "In words", lambda row: row.text),
            Column("on", "Written down", lambda row: short_day(local_day(row.recorded_at)),
                   export=lambda row: row.recorded_at),
        ],
        empty="Nobody has said what came of it.",
    )  # fmt: skip


def _ways(by: Actor, one: Any) -> list[tuple[str, str]]:
    found = [("Say what came of it", reverse("assurance:say-what-helped", args=[one.pk]))]
    if queries.may_offer(by.scope, one.council_id):
        found.insert(0, ("Offer help", reverse("assurance:offer-help", args=[one.pk])))
        if one.state in queries.OPEN:
            found += ways_of_owning(SUBJECT, one.pk, one.home)
    return found


@require_safe
@needs(RAISE)
def collated_needs(request: HttpRequest) -> HttpResponseBase:
    """How many needs of each kind in each region, open and in all; and who leads each region."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = help_rules(moment.day)
    counted = DataTable(
        name="",
        caption="Needs by kind and region",
        columns=[
            Column("theme", "About", lambda row: rules.themes.get(row["theme"], row["theme"]),
                   sort=lambda row: row["theme"]),
            Column("region", "Region", lambda row: row["name"] or "–", sort=lambda row: row["name"] or ""),
            Column("open", "Open", lambda row: row["open"], sort=lambda row: row["open"], numeric=True),
            Column("all", "In all", lambda row: row["all"], sort=lambda row: row["all"], numeric=True),
        ],
        default_sort="-open",
        empty="No council in your reach has said what it needs.",
    )  # fmt: skip
    may = moment.is_live and bool(regions(by.scope, now=now))
    return sheet(
        request, title="Needs by kind and region", moment=moment,
        back=moment.keep(reverse("assurance:help-needs")),
        ways=[("Name who leads a region", reverse("assurance:name-lead"))] if may else [],
        tables=[(counted, queries.collated(by.scope, as_at=moment.as_at, now=now)),
                (LEADS, list(queries.leads(as_at=moment.as_at, now=now).values()))],
    )  # fmt: skip


LEADS = DataTable(
    name="leads",
    caption="Who leads each region",
    columns=[
        Column("region", "Region", lambda row: row.region.name),
        Column("post", "Post", lambda row: row.post),
        Column("reached", "Reached by", lambda row: row.reached_by),
        Column("from", "From", lambda row: short_day(row.from_on), export=lambda row: row.from_on),
    ],
    empty="Nobody is named for any region.",
)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def state_need(request: HttpRequest) -> HttpResponseBase:
    """Say what a council needs help for."""
    by, now = actor_of(request), timezone.now()
    councils = areas_to_raise_for(by.scope, on=local_day(now), kinds=("council",))
    themes = pairs(help_rules(local_day(now)).themes)
    form = StateNeed(posted(request), choices={"council": councils, "theme": themes})
    if form.is_valid() and (made := tried(form, operations.state_need, **form.cleaned_data, by=by, now=now)):
        messages.success(request, "Written down. The region's lead sees it now.")
        return redirect("assurance:help-need", made.pk)
    return ask(request, form, title="What does a council need?", button="Send it",
               back=reverse("assurance:help-needs"))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def offer_help(request: HttpRequest, number: int) -> HttpResponseBase:
    """Offer help for a need, for a span."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.help_needs(by.scope, now=now).get, pk=number)
    form, back = OfferHelp(posted(request)), reverse("assurance:help-need", args=[number])

    def work() -> Any:
        return operations.offer_help(number, Offered(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Written down.")
        return redirect(back)
    return ask(request, form, title="What is offered?", said=one.text, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def say_what_helped(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say what came of a need."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.help_needs(by.scope, now=now).get, pk=number)
    rules = help_rules(local_day(one.stated_at))
    form = SayWhatHelped(posted(request), choices={"outcome": pairs(rules.outcomes)})
    back = reverse("assurance:help-need", args=[number])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.say_what_helped, number=number, **said, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    return ask(request, form, title="What came of it?", said=one.text, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def name_lead(request: HttpRequest) -> HttpResponseBase:
    """Name who leads the help for a region, from a day on."""
    by, now = actor_of(request), timezone.now()
    form = NameLead(posted(request), choices={"region": regions(by.scope, now=now)})
    back = reverse("assurance:collated-needs")
    made = tried(form, operations.name_lead, **form.cleaned_data, by=by, now=now) if form.is_valid() else None
    if made is not None:
        messages.success(request, "Named.")
        return redirect(back)
    return ask(request, form, title="Who leads a region?", button="Name them", back=back)
