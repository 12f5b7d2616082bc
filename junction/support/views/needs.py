"""Needs for those who see to them: the list by limit, one need with what happened to it, and
the call-backs due.
"""

from datetime import datetime
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
from junction.core.pages.sheets import pairs, sheet, tag
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.core.scope import Actor, Scope
from junction.support.queries import need_figures
from junction.support.queries import needs as queries
from junction.support.queries.needs import ANSWER, SEE
from junction.support.rules.desk import desk_on
from junction.support.rules.routing import Routing, routing_of, routing_on
from junction.support.rules.triage import Triage, triage_on

OVERDUE = [("yes", "Past its limit"), ("no", "In time")]
SAFE = (
    ("may_ring", "ring"), ("may_leave_word", "leave a message"), ("may_text", "text"),
    ("may_email", "email"), ("may_write", "write a letter"),
)  # fmt: skip


def needs_table(scope: Scope, routing: Routing, triage: Triage, now: datetime) -> DataTable:
    """Needs, the nearest limit first; codes only, so that a file of them names nobody."""
    kinds, levels = routing.categories | desk_on(local_day(now)).matter_titles, triage.levels
    return DataTable(
        name="",
        caption="Needs",
        columns=[
            Column("reference", "Reference", lambda row: link("support:need", row.reference, row.pk),
                   export=lambda row: row.reference),
            Column("what", "What", lambda row: kinds.get(row.category, "Danger"), sort="category"),
            Column("level", "How soon", lambda row: tag(levels[row.level]), sort="limit_at",
                   export=lambda row: levels[row.level].title),
            Column("limit", "By", lambda row: short_moment(row.limit_at), sort="limit_at",
                   export=lambda row: row.limit_at),
            Column("class", "Class", lambda row: routing.class_titles.get(row.need_class, row.need_class)),
            Column("state", "State", lambda row: row.get_state_display(), sort="state"),
            Column("area", "Council", lambda row: row.area.name, sort="area__name"),
            Column("stated", "Stated", lambda row: ago(row.stated_at, now), sort="stated_at",
                   export=lambda row: row.stated_at),
        ],
        filters=[
            Filter("state", "State", [("open", "Open"), ("closed", "Closed")],
                   lambda rows, code: queries.of_state(scope, rows, is_open=code == "open")),
            Filter("level", "How soon", pairs(levels), lambda rows, code: rows.filter(level=code)),
            Filter("class", "Class", list(routing.class_titles.items()),
                   lambda rows, code: rows.filter(need_class=code)),
            Filter("what", "What", list(kinds.items()), lambda rows, code: rows.filter(category=code)),
            Filter("late", "Limit", OVERDUE,
                   lambda rows, code: queries.late(scope, rows, now, is_late=code == "yes")),
        ],
        default_sort="limit",
        empty="No need is stated, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs_permission(SEE)
def needs_list(request: HttpRequest) -> HttpResponseBase:
    """Every need in reach, the nearest limit first."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    table = needs_table(by.scope, routing_on(day), triage_on(day), now)
    rows = queries.needs(by.scope)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    ways = [("Call-backs and how well classes hold", reverse("support:call-backs"))]
    context = {"title": "Needs", "ways": ways, "table": table.view(rows, request.GET)}
    return render(request, "support/needs.html", {**context, "back": reverse("support:home")})


@require_safe
@needs_permission(SEE)
def call_backs(request: HttpRequest) -> HttpResponseBase:
    """Needs drawn to be rung back, and the share that was classed again."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    routing = routing_on(day)
    titles = routing.class_titles
    due = needs_table(by.scope, routing, triage_on(day), now)
    found = DataTable(
        name="held",
        caption="What call-backs found",
        columns=[
            Column("class", "Class given first", lambda row: titles.get(row.need_class, row.need_class)),
            Column("rung", "Rung back", lambda row: row.rung, numeric=True),
            Column("changed", "Classed again", lambda row: row.changed, numeric=True),
            Column("share", "Share classed again", lambda row: f"{row.share:.0f}%", numeric=True),
        ],
        empty="Nobody was rung back yet.",
    )
    rung = list(queries.needs(by.scope).filter(call_back_on__isnull=False).order_by("call_back_on"))
    return sheet(
        request, title="Call-backs", back=reverse("support:needs"),
        said="A sample of needs that were not classed as actual is rung back, drawn by their reference.",
        tables=[(found, need_figures.calibration(by.scope, as_at=now)), (due, rung)],
    )  # fmt: skip


@require_safe
@needs_permission(SEE)
def need(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """One need: what was answered, until when, who it is about for those who may know, what happened."""
    by = actor_of(request)
    one = the(queries.one_need, by.scope, need_id)
    routing, level = routing_of(one.routing), triage_on(local_day(one.stated_at)).levels[one.level]
    kinds = routing.categories | desk_on(local_day(one.stated_at)).matter_titles
    lines = [
        ("What", kinds.get(one.category, "Danger")), ("State", one.get_state_display()),
        ("Class", routing.class_titles.get(one.need_class, one.need_class)), ("How soon", tag(level)),
        ("By", short_moment(one.limit_at)), ("Council", one.area.name),
        ("Place", one.place.name if one.place else ""), ("Channel", one.channel),
        *((routing.questions[code].texts.text, routing.questions[code].option(answer).texts.text)
          for code, answer in one.answers.items()),
        *who_lines(by, one),
    ]  # fmt: skip
    history = DataTable(
        name="events",
        caption="What happened",
        columns=[
            Column("at", "When", lambda row: short_moment(row.at)),
            Column("kind", "What", lambda row: row.get_kind_display()),
            Column("after", "Then", lambda row: row.after),
            Column("about", "By what", lambda row: row.about or row.why),
        ],
        empty="Nothing yet.",
    )
    return sheet(
        request, title=f"Need {one.reference}", back=reverse("support:needs"), lines=lines,
        ways=_ways(by, one), tables=[(history, queries.events(by.scope, one))],
    )  # fmt: skip


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
        doors += [("It is met", "meet-need"), ("Ask whether it is still needed, and close it", "close-need"),
                  ("Nothing meets it", "leave-unmet")]  # fmt: skip
    doors.append(("Forget who it is about", "forget-person"))
    return [(text, reverse(f"support:{name}", args=[one.pk])) for text, name in doors]
