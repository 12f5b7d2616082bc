"""Supply problems: the list with who has each, one with its history, reporting, owning and closing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.core.wording import sentence_case
from junction.supply.forms.deciding import HandOver
from junction.supply.forms.problems import CloseProblem, ReportShortage
from junction.supply.operations import problems as operations
from junction.supply.queries import problems as queries
from junction.supply.queries.areas import areas_to_report
from junction.supply.queries.askable import items_to_ask_for
from junction.supply.queries.owners import could_own
from junction.supply.queries.requests import is_within
from junction.supply.rules.shortages import problem_rules

from .furniture import ask, link, own, posted, the, tried

SEE, DECIDE = queries.SEE, queries.DECIDE


def who_has(row: Any, now: Any, *, over: bool) -> str:
    """The cell that says who has a thing: loud where nobody has had it for too long."""
    if over:
        return row.held.name or "Nobody"
    if row.held.owner:
        return format_html("{}, since {}", sentence_case(row.held.name), short_moment(row.held.since))
    tag = macro_of("status_tag")
    if row.is_overdue:
        return format_html("{} since {}", tag("red", "Nobody has it"), short_moment(row.held.since))
    return format_html("{} take by {}", tag("amber", "Nobody has it"), short_moment(row.held.owner_due_at))


def table(now: Any) -> DataTable:
    """The list of problems."""
    rules = problem_rules(timezone.localdate(now))
    severities = {code: one.text for code, one in rules.severities.items()}
    return DataTable(
        name="",
        caption="Supply problems",
        columns=[
            Column("title", "Problem", lambda row: link("supply:problem", row.problem.title, row.problem.pk),
                   sort="title", export=lambda row: row.problem.title),
            Column("severity", "How bad",
                   lambda row: severities.get(row.problem.severity, row.problem.severity)),
            Column("area", "Where", lambda row: row.problem.area.name if row.problem.area else "England",
                   sort="area__name"),
            Column("desk", "Deals with it",
                   lambda row: row.problem.desk.name if row.problem.desk else "National cell",
                   sort="desk__name"),
            Column("raised", "Reported", lambda row: ago(row.problem.raised_at, now), sort="raised_at",
                   export=lambda row: row.problem.raised_at),
            Column("owner", "Who has it", lambda row: who_has(row, now, over=bool(row.problem.closed_at)),
                   export=lambda row: row.held.name),
            Column("hand-overs", "Hand-overs", lambda row: row.held.hand_overs, numeric=True),
            Column("state", "State", lambda row: "Closed" if row.problem.closed_at else "Open"),
        ],
        filters=[
            Filter("severity", "How bad", list(severities.items()), lambda rows, v: rows.filter(severity=v)),
            Filter("owner", "Who has it", [("nobody", "Nobody"), ("somebody", "Somebody")],
                   lambda rows, v: rows.filter(is_owned=v == "somebody")),
            Filter("state", "State", [("open", "Open"), ("closed", "Closed")],
                   lambda rows, v: rows.filter(closed_at__isnull=v == "open")),
        ],
        default_sort="-raised",
        empty="No supply problem is known here.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def problems(request: HttpRequest) -> HttpResponseBase:
    """List the supply problems in reach; those that nobody has too long stand above."""
    actor, now = actor_of(request), timezone.now()
    shown, found = table(now), queries.problems(actor.scope)

    def prepare(rows: list[Any]) -> list[Any]:
        return queries.with_owners(actor.scope, rows, own_key=actor.key, now=now)

    if shown.wants_csv(request.GET):
        return shown.csv(found, request.GET, prepare=prepare)
    context = {
        "title": "Supply problems",
        "table": shown.view(found, request.GET, prepare=prepare),
        "nobodys": queries.how_many_nobodys(actor.scope, now=now),
        "ways": [("Report a shortage", reverse("supply:report-shortage"))] if actor.scope.may(DECIDE) else [],
        "now": now,
    }
    return render(request, "supply/problems.html", context)


@needs(SEE)
@require_safe
def problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """One problem, with everybody who had it."""
    actor, now = actor_of(request), timezone.now()
    found = the(queries.problem, actor.scope, problem_id)
    row = queries.with_owners(actor.scope, [found], own_key=actor.key, now=now)[0]
    rules = problem_rules(timezone.localdate(found.raised_at))
    context = {
        "problem": found,
        "row": row,
        "names": queries.names_in(actor.scope, row, own_key=actor.key, now=now),
        "items": list(queries.items_of(actor.scope, found)),
        "severity": rules.severities[found.severity].text,
        "outcomes": rules.outcomes,
        "may_own": queries.at_desk(actor.scope).filter(pk=problem_id).exists(),
        "is_mine": row.held.owner == actor.key,
        "shows_order": found.order_id and is_within(actor.scope, found.order_id, permission=SEE),
        "now": now,
    }
    return render(request, "supply/problem.html", context)


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def report_shortage(request: HttpRequest) -> HttpResponse:
    """Report a shortage to the forum or to the nation."""
    by, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    items = [(item.code, item.name) for item in items_to_ask_for(by.scope, on=today)]
    areas = areas_to_report(by.scope, on=today)
    form = ReportShortage(
        posted(request), areas=areas, items=items, rules=problem_rules(today),
        initial={"area": request.GET.get("area", "")},
    )  # fmt: skip
    if form.is_valid():
        typed = form.cleaned_data
        shortage = operations.Shortage(
            title=typed["title"], severity=typed["severity"], area=typed["area"], to=typed["to"],
            items=dict.fromkeys(typed["items"]), told=typed["told"],
        )  # fmt: skip
        raised = tried(form, operations.report_shortage, shortage=shortage, by=by, now=now)
        if raised:
            messages.success(request, "It is reported. It stays here until somebody has solved it.")
            return redirect("supply:problem", problem_id=raised.pk)
    return ask(request, form, title="Report a shortage", button="Report it", back=reverse("supply:problems"))


@needs(DECIDE)
@require_POST
def take_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Become the owner."""
    return own(request, problem_id, operations.take_problem, "You have it now.", page="supply:problem")


@needs(DECIDE)
@require_POST
def release_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Let it be nobody's."""
    return own(
        request,
        problem_id,
        operations.release_problem,
        "Nobody has it now. It is on the list for everyone.",
        page="supply:problem",
    )


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Hand it to somebody else."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.at_desk(by.scope).get, pk=problem_id)
    row = queries.with_owners(by.scope, [found], own_key=by.key, now=now)[0]
    people = could_own(by.scope, desk=found.desk_id, now=now)
    form = HandOver(posted(request), people=people, initial={"expected": row.held.owner or ""})
    if form.is_valid():
        tried(form, operations.hand_over_problem, number=problem_id, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, f"{dict(people)[form.cleaned_data['to']]} has it now.")
            return redirect("supply:problem", problem_id=problem_id)
    return ask(request, form, title=f"Hand over problem {problem_id}", button="Hand over",
               back=reverse("supply:problem", args=[problem_id]))  # fmt: skip


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Close it, with how it ended."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.at_desk(by.scope).get, pk=problem_id)
    outcomes = problem_rules(timezone.localdate(found.raised_at)).outcomes
    form = CloseProblem(posted(request), outcomes=outcomes)
    if form.is_valid():
        tried(form, operations.close_problem, problem_id=problem_id, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, "It is closed.")
            return redirect("supply:problem", problem_id=problem_id)
    return ask(request, form, title=f"Close “{found.title}”", button="Close it",
               back=reverse("supply:problem", args=[problem_id]))  # fmt: skip
