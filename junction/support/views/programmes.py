"""Programmes: the register with who is accountable, and one with what it offers, enables and is linked to."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, the
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day, short_moment
from junction.support.queries import launches as launch_queries
from junction.support.queries import programme_links, programme_map
from junction.support.queries import programmes as queries
from junction.support.queries.programme_reach import SEE, is_centre
from junction.support.rules.gate_book import gate_rules
from junction.support.rules.programme_book import ProgrammeRules, needs_on, programme_rules, state_on

from .launch_tables import launches_table
from .programme_tables import NATION, bare, links_table, provisions_table, until

ACCOUNTABLE = [("yes", "Somebody"), ("no", "Nobody")]


def programmes_table(rules: ProgrammeRules, moment: Moment, departments: list[str]) -> DataTable:
    """The register of programmes."""
    return DataTable(
        name="",
        caption="Programmes",
        columns=[
            Column("name", "Programme", lambda row: link("support:programme", row.name, row.programme_id,
                                                                     query=moment.keep("")),
                   sort="name", export=lambda row: row.name),
            Column("department", "Run by", lambda row: row.department, sort="department"),
            Column("sro", "Accountable", lambda row: row.sro or "Nobody", sort="sro"),
            Column("minister", "Minister", lambda row: row.minister or "–", sort="minister"),
            Column("levers", "Levers", lambda row: levers_of(rules, row)),
            Column("area", "Where", lambda row: row.area.name if row.area else NATION, sort="area__name"),
            Column("state", "State", lambda row: tag_of(rules.states, row.state), sort="begins_on",
                   export=lambda row: rules.states[row.state].title),
            Column("provides", "Offers and enables", lambda row: row.provides, sort="provides",
                   numeric=True),
        ],
        filters=[
            Filter("state", "State", pairs(rules.states), lambda rows, code: rows.filter(state=code)),
            Filter("department", "Run by", [(one, one) for one in departments],
                   lambda rows, code: rows.filter(department=code)),
            Filter("lever", "Lever", list(rules.levers.items()),
                   lambda rows, code: rows.filter(levers__contains=[code])),
            Filter("sro", "Accountable", ACCOUNTABLE,
                   lambda rows, code: rows.filter(sro="") if code == "no" else rows.exclude(sro="")),
        ],
        default_sort="name",
        empty="No programme is written down, as far as you may see.",
    )  # fmt: skip


def levers_of(rules: ProgrammeRules, row: Any) -> str:
    """The levers of a version, in words."""
    return ", ".join(rules.levers.get(code, code) for code in row.levers) or "–"


@require_safe
@needs(SEE)
def programmes(request: HttpRequest) -> HttpResponseBase:
    """Who runs what: every programme in reach, by name."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.programmes(by.scope, as_at=moment.as_at, now=now)
    ways = [("Needs, areas and programmes: gaps and overlaps", moment.keep(reverse("support:programme-map"))),
            ("Links between programmes", moment.keep(reverse("support:programme-links")))]  # fmt: skip
    if moment.is_live and is_centre(by.scope):
        ways.append(("Write down a programme", reverse("support:state-programme")))
    page = Listing(
        "Programmes", reverse("support:home"), moment, ways=ways,
        said="Who is accountable for what, with which levers, and what each offers or enables.",
    )  # fmt: skip
    table = programmes_table(
        programme_rules(moment.day), moment, queries.departments(by.scope, as_at=moment.as_at)
    )
    return listed(request, table, queries.searched(by.scope, rows, sought(request)), page)


@require_safe
@needs(SEE)
def programme(request: HttpRequest, number: int) -> HttpResponseBase:
    """One programme: who is accountable, what it offers and enables, its links and launches, what it was."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    at: dict[str, Any] = {"as_at": moment.as_at, "now": now}
    one = the(queries.programme, by.scope, number, **at)
    rules = programme_rules(moment.day)
    known = queries.names(by.scope, as_at=moment.as_at)
    lines = [
        ("What it is for", one.purpose), ("Run by", one.department),
        ("Accountable (SRO)", one.sro or "Nobody is accountable"), ("Minister", one.minister),
        ("Levers", levers_of(rules, one)), ("Where", one.area.name if one.area else NATION),
        ("State", tag_of(rules.states, state_on(moment.day, begins_on=one.begins_on, ends_on=one.ends_on))),
        ("From", short_day(one.begins_on)), ("Until", until(one)), ("Source", one.source),
        ("Written down", short_moment(one.recorded_at)),
    ]  # fmt: skip
    links = programme_links.links(by.scope, **at)
    held = queries.provisions(by.scope, programme=number, **at)
    launched = launch_queries.launches(by.scope, programme=number, **at)
    gate = gate_rules(moment.day)
    may = moment.is_live and is_centre(by.scope)
    return sheet(
        request, title=one.name, caption="Programme", lines=lines, moment=moment,
        back=moment.keep(reverse("support:programmes")), ways=_ways(number) if may else [],
        tables=[
            (provisions_table(rules, needs_on(moment.day), moment, may_withdraw=may), held),
            (bare(links_table(rules, known, moment)), programme_links.of_programme(by.scope, links, number)),
            (bare(launches_table(gate, moment, known, name="launched")), launched),
            (FORMER, queries.versions(by.scope, number, as_at=moment.as_at)),
        ],
    )  # fmt: skip


FORMER = DataTable(
    name="former",
    caption="What it was said to be, the newest first",
    columns=[
        Column("at", "Written down", lambda row: short_moment(row.recorded_at),
               export=lambda row: row.recorded_at),
        Column("name", "Name", lambda row: row.name),
        Column("department", "Run by", lambda row: row.department),
        Column("sro", "Accountable", lambda row: row.sro or "Nobody"),
        Column("minister", "Minister", lambda row: row.minister or "–"),
        Column("why", "Why changed", lambda row: row.why or "–"),
    ],
)  # fmt: skip


def _ways(number: int) -> list[tuple[str, str]]:
    return [
        ("Change it", reverse("support:change-programme", args=[number])),
        ("Add what it offers or enables", reverse("support:add-provisions", args=[number])),
        ("Link it to another", f"{reverse('support:link-programmes')}?one={number}"),
        ("State a launch", f"{reverse('support:state-launch')}?programme={number}"),
    ]


@require_safe
@needs(SEE)
def links(request: HttpRequest) -> HttpResponseBase:
    """Links that were made, what came of each, and those that are missing."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    at: dict[str, Any] = {"as_at": moment.as_at, "now": now}
    rules, known = programme_rules(moment.day), queries.names(by.scope, as_at=moment.as_at)
    rows = programme_links.links(by.scope, **at)
    missing = programme_map.links_missing(by.scope, day=moment.day, **at)
    may = moment.is_live and is_centre(by.scope)
    return sheet(
        request, title="Links between programmes", back=moment.keep(reverse("support:programmes")),
        moment=moment, ways=[("Write down a link", reverse("support:link-programmes"))] if may else [],
        said="Links made between those who are accountable, what for, and what came of it. Two programmes "
        "that serve one kind of need in one council's area without a link are listed below.",
        tables=[(links_table(rules, known, moment), rows),
                (_missing_table(moment, known, may_link=may), missing)],
    )  # fmt: skip


def _missing_table(moment: Moment, known: dict[int, str], *, may_link: bool) -> DataTable:
    needed = needs_on(moment.day)

    def link_them(row: Any) -> str:
        return link("support:link-programmes", "Link them", query=f"?one={row.one}&other={row.other}")

    linking = [Column("link", "Link", link_them, export=lambda row: "")] if may_link else []
    return DataTable(
        name="missing",
        caption="Links that are missing",
        columns=[
            Column("one", "Programme", lambda row: known.get(row.one, "–"), sort=lambda row: known[row.one]),
            Column("other", "And", lambda row: known.get(row.other, "–"), sort=lambda row: known[row.other]),
            Column("needs", "Both serve", lambda row: ", ".join(needed.get(c, c) for c in row.categories)),
            Column("areas", "Councils' areas in common", lambda row: row.areas, sort=lambda row: row.areas,
                   numeric=True),
            *linking,
        ],
        empty="Every two programmes that serve one need in one area are linked.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def one_link(request: HttpRequest, number: int) -> HttpResponseBase:
    """One link: what for, by whom, and what came of it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(programme_links.link, by.scope, number, as_at=moment.as_at, now=now)
    rules, known = programme_rules(moment.day), queries.names(by.scope, as_at=moment.as_at)
    lines = [
        ("Between", link("support:programme", known[one.one_id], one.one_id, query=moment.keep(""))),
        ("And", link("support:programme", known[one.other_id], one.other_id, query=moment.keep(""))),
        ("What for", one.purpose), ("Brought together by", one.made_by), ("On", short_day(one.made_on)),
        ("What came of it", tag_of(rules.results, one.result)),
        ("Days without a word", (moment.day - local_day(one.said_at)).days),
    ]  # fmt: skip
    said = DataTable(
        name="said",
        caption="What came of it, the newest first",
        columns=[
            Column("at", "When", lambda row: short_moment(row.recorded_at),
                   export=lambda row: row.recorded_at),
            Column("result", "Result", lambda row: rules.results[row.result].title),
            Column("text", "In words", lambda row: row.text),
        ],
        empty="Nobody has said what came of it.",
    )  # fmt: skip
    may = moment.is_live and is_centre(by.scope)
    ways = [("Say what came of it", reverse("support:say-link-result", args=[number]))] if may else []
    return sheet(
        request, title=f"{known[one.one_id]} and {known[one.other_id]}", caption="Link between programmes",
        lines=lines, moment=moment, back=moment.keep(reverse("support:programme-links")), ways=ways,
        tables=[(said, programme_links.results(by.scope, number, at=moment.at))],
    )  # fmt: skip
