"""Launches: the list with what the gate says of each, and one with why, its lines and its decisions."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, the
from junction.core.pages.listings import Figure, Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import sheet, tag_of
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day, short_moment
from junction.support.queries import launches as queries
from junction.support.queries.programme_reach import SEE, is_centre
from junction.support.queries.programmes import names
from junction.support.rules.gate import STOP
from junction.support.rules.gate_book import gate_rules
from junction.support.rules.programme_book import needs_on, programme_rules

from .launch_tables import (
    decisions_table,
    findings_table,
    launches_table,
    promises_table,
    ties_table,
    verdicts_table,
)
from .programme_tables import until, where


@require_safe
@needs(SEE)
def launches(request: HttpRequest) -> HttpResponseBase:
    """What is live, planned or refused, with what the gate says of each now."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules, known = gate_rules(moment.day), names(by.scope, as_at=moment.as_at)
    rows: Any = queries.launches(by.scope, as_at=moment.as_at, now=now)
    every = dict(rows.order_by().values_list("launch", "state"))
    passed = queries.gate(by.scope, every, as_at=moment.as_at, now=now)
    verdicts = {number: one.verdict for number, one in passed.items()}
    may = moment.is_live and is_centre(by.scope)
    page = Listing(
        "Launches", reverse("support:home"), moment,
        said="Nothing should go live that must be rebuilt or withdrawn because it does not fit what is live "
        "or planned. The gate compares; a person decides.",
        ways=[("State a launch", reverse("support:state-launch"))] if may else [],
        figures=_figures(every, verdicts, moment),
    )  # fmt: skip
    table = launches_table(rules, moment, known, verdicts=verdicts)
    return listed(request, table, queries.searched(by.scope, rows, sought(request)), page)


def _figures(states: Mapping[int, str], verdicts: Mapping[int, str], moment: Moment) -> list[Figure]:
    """What waits for a decision, and what goes live although the gate refuses it now."""
    of = f"of {len(states):,}"
    waits = sum(state in queries.UNDECIDED for state in states.values())
    against = [number for number, state in states.items()
               if state in queries.GOES and verdicts[number] == STOP]  # fmt: skip
    return [
        ("Wait for a decision", waits, of, moment.keep("?state=open"), "amber" if waits else ""),
        ("Live or to be, yet refused by the gate now", len(against), of,
         moment.keep("?gate=stop"), "red" if against else ""),
    ]  # fmt: skip


@require_safe
@needs(SEE)
def launch(request: HttpRequest, number: int) -> HttpResponseBase:
    """One launch: the gate's verdict with its reasons, what it collects, promises and needs, decisions."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.launch, by.scope, number, as_at=moment.as_at, now=now)
    passed = queries.gate(by.scope, [number], as_at=moment.as_at, now=now)[number]
    rules, words, needed = gate_rules(moment.day), programme_rules(moment.day), needs_on(moment.day)
    programme = one.launch.programme_id
    named = names(by.scope, as_at=moment.as_at).get(programme, "–")
    lines = [
        ("The gate", tag_of(rules.verdicts, passed.verdict)), ("State", tag_of(rules.states, one.state)),
        ("Programme", link("support:programme", named, programme, query=moment.keep(""))),
        ("For whom", words.audiences.get(one.audience, one.audience)),
        ("How", words.channels.get(one.channel, one.channel)), ("Where", where(one)),
        ("Goes live", short_day(one.begins_on)), ("Until", until(one)),
        ("When it ends", "Nothing needs to follow" if one.is_final else "Something must follow"),
        ("Collects", ", ".join(rules.fields.get(code, code) for code in one.collects) or "Nothing"),
        ("Source", one.source), ("Stated", short_moment(one.recorded_at)),
    ]  # fmt: skip
    may = moment.is_live and is_centre(by.scope)
    return sheet(
        request, title=one.title, caption="Launch", lines=lines, moment=moment,
        back=moment.keep(reverse("support:launches")), ways=_ways(number) if may else [],
        tables=[
            (findings_table(rules, needed, passed, one), list(passed.found)),
            (decisions_table(rules), queries.decisions(by.scope, number, at=moment.at)),
            (verdicts_table(rules), queries.verdicts(by.scope, number, at=moment.at)),
            (promises_table(words.audiences, needed, number=number, may_take_back=may),
             list(one.promises.all())),
            (ties_table(passed.titles), list(one.ties.all())),
            (FORMER, queries.versions(by.scope, number, as_at=moment.as_at)),
        ],
    )  # fmt: skip


FORMER = DataTable(
    name="former",
    caption="How it was stated, the newest first",
    columns=[
        Column("at", "Stated", lambda row: short_moment(row.recorded_at), export=lambda row: row.recorded_at),
        Column("title", "Title", lambda row: row.title),
        Column("from", "Goes live", lambda row: short_day(row.begins_on), export=lambda row: row.begins_on),
        Column("until", "Until", until, export=lambda row: row.ends_on),
        Column("why", "Why changed", lambda row: row.why or "–"),
    ],
)


def _ways(number: int) -> list[tuple[str, str]]:
    return [
        ("Decide about it", reverse("support:decide-launch", args=[number])),
        ("Change it", reverse("support:change-launch", args=[number])),
        ("Add a promise", reverse("support:add-promise", args=[number])),
    ]
