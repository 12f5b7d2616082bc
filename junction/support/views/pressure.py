"""Calls of the front line: what it is short of beyond money, and what was done about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day, short_moment
from junction.support.forms.programmes import AnswerCall, WriteCall
from junction.support.operations import pressure as operations
from junction.support.operations.pressure import CallSaid
from junction.support.queries import pressure as queries
from junction.support.queries.pressure import WAITING
from junction.support.queries.programme_reach import HEAR, KEEP, SEE, areas_to_choose, is_centre
from junction.support.queries.programmes import names
from junction.support.rules.programme_book import ProgrammeRules, needs_on, programme_rules

MONEY = [("no", "Beyond money"), ("yes", "Money")]


def calls_table(rules: ProgrammeRules, moment: Moment) -> DataTable:
    """What was said, the newest first."""
    money = [code for code, one in rules.themes.items() if one.is_money]

    def of_money(rows: Any, code: str) -> Any:
        return rows.filter(theme__in=money) if code == "yes" else rows.exclude(theme__in=money)

    return DataTable(
        name="",
        caption="Calls of the front line",
        columns=[
            Column("said", "What is short", lambda row: link("support:pressure-call", row.text, row.pk,
                                                            query=moment.keep("")),
                   export=lambda row: row.text),
            Column("theme", "Theme", lambda row: rules.themes[row.theme].title, sort="theme"),
            Column("area", "Where", lambda row: row.area.name, sort="area__name"),
            Column("who", "Who spoke", lambda row: rules.callers.get(row.caller, row.caller), sort="caller"),
            Column("on", "On", lambda row: short_day(row.called_on), sort="called_on",
                   export=lambda row: row.called_on),
            Column("result", "What was done", lambda row: tag_of(rules.answers, row.result), sort="result",
                   export=lambda row: rules.answers[row.result].title),
            Column("age", "Days since", lambda row: (moment.day - row.called_on).days, sort="called_on",
                   numeric=True),
        ],
        filters=[
            Filter("result", "What was done", pairs(rules.answers),
                   lambda rows, code: rows.filter(result=code)),
            Filter("theme", "Theme", pairs(rules.themes), lambda rows, code: rows.filter(theme=code)),
            Filter("money", "Beyond money", MONEY, of_money),
            Filter("who", "Who spoke", list(rules.callers.items()),
                   lambda rows, code: rows.filter(caller=code)),
        ],
        default_sort="-on",
        empty="No call is written down, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def calls(request: HttpRequest) -> HttpResponseBase:
    """What the front line says it is short of."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    ways = [("Write down a call", reverse("support:write-pressure-call"))]
    page = Listing(
        "Calls of the front line", reverse("support:home"), moment,
        said="What councils, charities and providers say on a call would have to be different, beyond more "
        "money. It counts beside the map of needs.",
        ways=ways if moment.is_live and by.scope.may(HEAR) else [],
    )  # fmt: skip
    rows = queries.pressure_calls(by.scope, as_at=moment.as_at, now=now)
    table = calls_table(programme_rules(moment.day), moment)
    return listed(request, table, queries.searched(by.scope, rows, sought(request)), page)


@require_safe
@needs(SEE)
def call(request: HttpRequest, number: int) -> HttpResponseBase:
    """One call, and what was done about it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.pressure_call, by.scope, number, as_at=moment.as_at, now=now)
    rules, known = programme_rules(moment.day), names(by.scope, as_at=moment.as_at)
    needed = needs_on(moment.day)
    programme = known.get(one.programme_id)
    lines = [
        ("What is short", one.text), ("Theme", rules.themes[one.theme].title), ("Where", one.area.name),
        ("Who spoke", rules.callers.get(one.caller, one.caller)), ("On", short_day(one.called_on)),
        ("Need", needed.get(one.category, one.category)),
        ("Programme", link("support:programme", programme, one.programme_id) if programme else ""),
        ("What was done", tag_of(rules.answers, one.result)),
    ]  # fmt: skip
    done = DataTable(
        name="done",
        caption="What was done about it, the newest first",
        columns=[
            Column("at", "When", lambda row: short_moment(row.recorded_at),
                   export=lambda row: row.recorded_at),
            Column("result", "What", lambda row: rules.answers[row.result].title),
            Column("programme", "Programme", lambda row: known.get(row.programme_id, "–")),
            Column("text", "In words", lambda row: row.text),
        ],
        empty="Nobody has answered.",
    )  # fmt: skip
    may = moment.is_live and is_centre(by.scope)
    return sheet(
        request, title="Call of the front line", lines=lines, moment=moment,
        back=moment.keep(reverse("support:pressure-calls")),
        ways=[("Say what is done about it", reverse("support:answer-pressure-call", args=[number]))]
        if may else [],
        tables=[(done, queries.answers(by.scope, number, at=moment.at))],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(HEAR)
def write(request: HttpRequest) -> HttpResponseBase:
    """Write down a call."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    rules = programme_rules(today)
    choices: dict[str, Any] = {
        "area": areas_to_choose(by.scope, on=today, permission=HEAR), "caller": list(rules.callers.items()),
        "theme": pairs(rules.themes), "category": list(needs_on(today).items()),
        "programme": list(names(by.scope).items()),
    }  # fmt: skip
    form = WriteCall(posted(request), choices=choices, initial={"called_on": today})

    def work() -> Any:
        return operations.write_pressure_call(CallSaid(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and (made := tried(form, work)) is not None:
        messages.success(request, "Written down. The national team reads it now.")
        return redirect("support:pressure-call", made.pk)
    back = reverse("support:pressure-calls")
    return ask(request, form, title="What does the front line say?", button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say what is done about it."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.pressure_call, by.scope, number, now=now)
    results = [pair for pair in pairs(programme_rules(local_day(now)).answers) if pair[0] != WAITING]
    choices: dict[str, Any] = {"result": results, "programme": list(names(by.scope).items())}
    form = AnswerCall(posted(request), choices=choices)
    back = reverse("support:pressure-call", args=[number])
    if form.is_valid() and tried(form, operations.answer_pressure_call, number=number,
                                 **form.cleaned_data, by=by, now=now) is not None:  # fmt: skip
        messages.success(request, "Written down.")
        return redirect(back)
    return ask(
        request, form, title="What is done about it?", said=one.text, button="Write it down", back=back
    )
