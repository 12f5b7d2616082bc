"""Needs for those who see to them: the list by limit, one need with what happened to it, and
the call-backs due.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs as needs_permission
from junction.core.pages.furniture import link, the
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.core.scope import Actor, Scope
from junction.support.queries import need_figures
from junction.support.queries import needs as queries
from junction.support.queries.alike import waiting
from junction.support.queries.cases import noted
from junction.support.queries.needs import ANSWER, SEE
from junction.support.queries.unmet_areas import council_names
from junction.support.rules.desk import desk_on
from junction.support.rules.routing import Routing, routing_of, routing_on
from junction.support.rules.triage import Triage, level_of, triage_on

OVERDUE = [("yes", "Past its limit"), ("no", "In time")]
SAMPLED = (
    "A sample of the needs of each class is rung back, drawn by their reference. The likely"
    " share is where, by 95 chances in 100, that of all needs of the class lies."
)
SAFE = (
    ("may_ring", "ring"), ("may_leave_word", "leave a message"), ("may_text", "text"),
    ("may_email", "email"), ("may_write", "write a letter"),
)  # fmt: skip


def needs_table(scope: Scope, routing: Routing, triage: Triage, moment: Moment) -> DataTable:
    """Needs, the nearest limit first; codes only, so that a file of them names nobody."""
    kinds, levels = routing.categories | desk_on(local_day(moment.at)).matter_titles, triage.levels
    then = moment.as_at is not None
    state, made = ("then_state", "then_class") if then else ("state", "need_class")
    level, limit = ("then_level", "then_limit") if then else ("level", "limit_at")
    titles = routing.class_titles
    return DataTable(
        name="",
        caption="Needs",
        columns=[
            Column("reference", "Reference",
                   lambda row: link("support:need", row.reference, row.pk, query=_kept(moment)),
                   export=lambda row: row.reference),
            Column("what", "What", lambda row: kinds.get(row.category, "Danger"), sort="category"),
            Column("level", "How soon", lambda row: tag(level_of(row.triage, getattr(row, level))),
                   sort=limit, export=lambda row: level_of(row.triage, getattr(row, level)).title),
            Column("limit", "By", lambda row: short_moment(getattr(row, limit)), sort=limit,
                   export=lambda row: getattr(row, limit)),
            Column("class", "Class", lambda row: titles.get(getattr(row, made), getattr(row, made))),
            Column("state", "State", lambda row: queries.STATES[getattr(row, state)], sort=state),
            Column("area", "Council", lambda row: row.then_council if then else row.area.name,
                   sort="then_council" if then else "area__name"),
            Column("stated", "Stated", lambda row: ago(row.stated_at, moment.at), sort="stated_at",
                   export=lambda row: row.stated_at),
        ],
        filters=[
            Filter("state", "State", [("open", "Open"), ("closed", "Closed")],
                   lambda rows, code: queries.of_state(scope, rows, is_open=code == "open", then=then)),
            Filter("level", "How soon", pairs(levels), lambda rows, code: rows.filter(**{level: code})),
            Filter("class", "Class", list(titles.items()), lambda rows, code: rows.filter(**{made: code})),
            Filter("what", "What", list(kinds.items()), lambda rows, code: rows.filter(category=code)),
            Filter("late", "Limit", OVERDUE, lambda rows, code: queries.late(
                scope, rows, moment.at, is_late=code == "yes", then=then)),
        ],
        default_sort="limit",
        empty="No need is stated, as far as you may see.",
    )  # fmt: skip


def _kept(moment: Moment) -> str:
    return "" if moment.is_live else f"?{moment.query}"


@require_safe
@needs_permission(SEE)
def needs_list(request: HttpRequest) -> HttpResponseBase:
    """Every need in reach, the nearest limit first, now or as at a moment."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    day = local_day(moment.at)
    table = needs_table(by.scope, routing_on(day), triage_on(day), moment)
    rows = queries.needs(by.scope, as_at=moment.as_at)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    ways = [("Call-backs and how well classes hold", reverse("support:call-backs"))]
    if by.scope.may(ANSWER):
        ways.append((f"Needs that may be one ({waiting(by.scope)})", reverse("support:alike")))
    context = {"title": "Needs", "ways": ways, "table": table.view(rows, request.GET), "moment": moment}
    return render(request, "support/needs.html", {**context, "back": reverse("support:home")})


@require_safe
@needs_permission(SEE)
def call_backs(request: HttpRequest) -> HttpResponseBase:
    """Needs drawn to be rung back, and the share that was classed again."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    routing = routing_on(day)
    titles = routing.class_titles
    due = needs_table(by.scope, routing, triage_on(day), Moment(now))
    due = replace(due, caption="To ring back", empty="Nobody is to be rung back.")
    found = DataTable(
        name="held",
        caption="What call-backs found",
        columns=[
            Column("class", "Class given first", lambda row: titles.get(row.need_class, row.need_class)),
            Column("rung", "Rung back", lambda row: row.rung, numeric=True),
            Column("changed", "Classed again", lambda row: row.changed, numeric=True),
            Column("share", "Share classed again", lambda row: f"{row.share:.0f}%", numeric=True),
            Column("interval", "Likely share of all", lambda row: "{:.0f}% to {:.0f}%".format(*row.interval),
                   numeric=True),
        ],
        empty="Nobody was rung back yet.",
    )  # fmt: skip
    rung = queries.needs(by.scope).filter(call_back_on__isnull=False).order_by("call_back_on", "pk")
    return sheet(
        request, title="Call-backs", back=reverse("support:needs"), said=SAMPLED,
        tables=[(found, need_figures.calibration(by.scope, as_at=now)), (due, rung)],
    )  # fmt: skip


@require_safe
@needs_permission(SEE)
def need(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """One need: what was answered, until when, who it is about for those who may know, what happened; now or
    as at a moment.
    """
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    one = the(queries.one_need, by.scope, need_id, as_at=moment.as_at)
    one = standing_now(one) if moment.is_live else one
    routing = routing_of(one.routing)
    words = routing.class_titles | queries.STATES | desk_on(moment.day).event_words
    happened = noted(by.scope, one, as_at=moment.at)
    moves = {row.event.after for row in happened if row.event.is_of_council}
    councils = council_names(by.scope, moves) if moves else {}
    history = DataTable(
        name="events",
        caption="What happened",
        columns=[
            Column("at", "When", lambda row: short_moment(row.event.at)),
            Column("kind", "What", lambda row: row.event.get_kind_display()),
            Column("after", "Then", lambda row: _then(row.event, routing, councils)),
            Column(
                "about", "By what", lambda row: row.event.about or words.get(row.event.why, row.event.why)
            ),
            Column("note", "Note", lambda row: row.words, export=lambda row: ""),  # words are in no file
        ],
        empty="Nothing yet.",
    )
    return sheet(
        request, title=f"Need {one.reference}", back=moment.keep(reverse("support:needs")), moment=moment,
        lines=_lines(by, one, routing), ways=_ways(by, one) if moment.is_live else (),
        tables=[(history, happened)],
    )  # fmt: skip


def standing_now(need: Any) -> Any:
    """Give a need of today the names that one as at a moment has, whatever hour it was stated at."""
    need.then_state, need.then_class, need.then_level = need.state, need.need_class, need.level
    need.then_limit, need.then_council, need.then_area = need.limit_at, need.area.name, need.area_id
    return need


def _then(event: Any, routing: Routing, councils: dict[str, str]) -> str:
    """The class, the council or the state that an event left, in words; some codes are two of them."""
    if event.is_of_council:
        return councils.get(event.after, event.after)
    titles = routing.class_titles if event.is_of_class else queries.STATES
    return titles.get(event.after, event.after)


def _lines(by: Actor, one: Any, routing: Routing) -> list[tuple[str, Any]]:
    return [*lines_of(one, routing, tag(level_of(one.triage, one.then_level))), *who_lines(by, one)]


def lines_of(one: Any, routing: Routing, level: Any) -> list[tuple[str, Any]]:
    """What a need is, by its codes: nothing of who it is about."""
    kinds = routing.categories | desk_on(local_day(one.stated_at)).matter_titles
    asked = routing.way(one.answers) if one.answers else []
    return [
        ("What", kinds.get(one.category, "Danger")), ("State", queries.STATES[one.then_state]),
        ("Class", routing.class_titles.get(one.then_class, one.then_class)), ("How soon", level),
        ("By", short_moment(one.then_limit)), ("Council", one.then_council),
        ("Place", one.place.name if one.place_id else ""), ("Channel", one.channel),
        *((routing.questions[code].texts.text, routing.questions[code].option(one.answers[code]).texts.text)
          for code in asked if code in one.answers),
    ]  # fmt: skip


def who_lines(by: Actor, one: Any) -> list[tuple[str, str]]:
    """Who a need is about, for those who may know: each reading is in the log."""
    if one.person is None:
        return []
    told = queries.who(by.scope, one)
    if told is None:
        return [("Who", "You may not read who this is about")]
    safe = ", ".join(word for way, word in SAFE if getattr(one.person, way)) or "No way is said to be safe"
    return [
        ("Name", told.name), ("Telephone", told.phone), ("Email", told.email), ("Address", told.address),
        ("Address is protected", "Yes: tell nobody" if one.person.is_protected else ""),
        ("Safe ways", safe), ("Code word", told.code_word), ("In their words", told.words),
        ("For somebody else", one.on_behalf),
    ]  # fmt: skip


def _ways(by: Actor, one: Any) -> list[tuple[str, str]]:
    if not queries.reaches(by.scope, one, ANSWER):
        return []
    doors = [("Write a note", "note-need")]
    if one.call_back_on:
        doors.append(("Write down the call back", "ring-back"))
    if one.is_open:
        doors += [("Find a service and refer them", "find-service"), ("It is met", "meet-need"),
                  ("Ask whether it is still needed, and close it", "close-need"),
                  ("Nothing meets it", "leave-unmet")]  # fmt: skip
    if one.person:
        doors.append(("Keep a volunteer from them", "exclude-from-need"))
    if one.person and queries.may_know(by.scope, one):
        doors.append(("Change how they are reached and what is safe", "change-contact"))
    doors.append(("Forget who it is about", "forget-person"))
    return [(text, reverse(f"support:{name}", args=[one.pk])) for text, name in doors]
