"""Volunteers for those who keep them: the list by codes only, one of them with checks and tasks, what was
seen.
"""

from datetime import datetime
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
from junction.core.pages.sheets import pairs, sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_day, short_moment
from junction.core.scope import Scope
from junction.support.forms import volunteer_keeping as forms
from junction.support.operations import volunteer_vetting as operations
from junction.support.queries import volunteer_tasks as task_queries
from junction.support.queries import volunteers as queries
from junction.support.queries.loans import loans_of_volunteer
from junction.support.queries.volunteers import KEEP
from junction.support.rules.signing_up import CheckTold
from junction.support.rules.volunteer_tasks import tasks_on
from junction.support.rules.volunteering import Volunteering, codes, volunteering_on

from .loans import asked_table

ON_DUTY = [("yes", "On duty"), ("no", "Off duty")]
NOW = ("state", "on_duty_until", "reach_km", "skills")
THEN = ("then_state", "then_duty", "then_reach", "then_skills")
STATES = [("signed-up", "Signed up"), ("active", "Contact confirmed"), ("left", "Left")]
STATE_TITLES = dict(STATES)


def volunteers_table(scope: Scope, book: Volunteering, moment: Moment) -> DataTable:
    """Volunteers by codes only, now or as at a moment, so that a file of them names nobody."""
    at, is_then = moment.at, moment.as_at is not None
    state, duty, reach, skills = THEN if is_then else NOW
    return DataTable(
        name="", caption="Volunteers",
        columns=[
            Column("reference", "Reference", lambda row: link("support:volunteer", row.reference, row.pk),
                   export=lambda row: row.reference, sort="pk"),
            Column("scheme", "Scheme", lambda row: row.scheme.name, sort="scheme__name"),
            Column("area", "Lives in", lambda row: row.area.name, sort="area__name"),
            Column("skills", "Could do", lambda row: ", ".join(
                book.skills[code].title for code in codes(book.skills, getattr(row, skills)))),
            Column("reach", "Reach, km", lambda row: getattr(row, reach), sort=reach, numeric=True),
            Column("checks", "Checks seen", lambda row: ", ".join(
                book.checks[code].title for code in row.held if code in book.checks) or "None"),
            Column("duty", "On duty until", lambda row: short_moment(getattr(row, duty))
                   if getattr(row, duty) and getattr(row, duty) > at else "Off duty", sort=duty),
            Column("state", "State", lambda row: STATE_TITLES[getattr(row, state)], sort=state),
            Column("signed", "Signed up", lambda row: ago(row.signed_up_at, at), sort="signed_up_at",
                   export=lambda row: row.signed_up_at),
        ],
        filters=[
            Filter("duty", "Duty", ON_DUTY,
                   lambda rows, code: queries.on_duty(scope, rows, at, is_on=code == "yes", then=is_then)),
            Filter("check", "Check", pairs(book.checks),
                   lambda rows, code: queries.vetted(scope, rows, code, at)),
            Filter("state", "State", STATES, lambda rows, code: rows.filter(**{state: code})),
            Filter("scheme", "Scheme", [(str(one.pk), one.name) for one in queries.schemes(scope)],
                   lambda rows, code: rows.filter(scheme=code)),
        ],
        default_sort="-reference", empty="Nobody has signed up, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(KEEP)
def volunteers_list(request: HttpRequest) -> HttpResponseBase:
    """Every volunteer in reach, the last first, now or as at a moment."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)

    def prepare(rows: list[Any]) -> list[Any]:
        held = queries.in_force(by.scope, rows, moment.at)
        for row in rows:
            row.held = held.get(row.pk, [])
        return rows

    ways = [
        ("Tasks", reverse("support:volunteer-tasks")), ("Schemes and loans", reverse("support:schemes")),
        ("Take a list in", reverse("support:import-volunteers")),
    ]  # fmt: skip
    page = Listing("Volunteers", reverse("support:home"), moment, ways=ways)
    rows = queries.searched(by.scope, queries.volunteers(by.scope, as_at=moment.as_at), sought(request))
    table = volunteers_table(by.scope, volunteering_on(moment.day), moment)
    return listed(request, table, rows, page, prepare=prepare)


@require_safe
@needs(KEEP)
def volunteer(request: HttpRequest, volunteer_id: int) -> HttpResponseBase:
    """One volunteer: who they are, what they offer, checks, duty, tasks."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_volunteer, by.scope, volunteer_id)
    ways = [] if one.state == "left" else [
        ("Write down a check that you have seen", reverse("support:see-check", args=[one.pk])),
        ("Forget this volunteer", reverse("support:forget-volunteer", args=[one.pk])),
    ]  # fmt: skip
    return sheet(
        request,
        title=f"Volunteer {one.reference}",
        back=reverse("support:volunteers"),
        lines=_lines(by.scope, one, now),
        ways=ways,
        tables=[
            (_checks_table(volunteering_on(local_day(now))), queries.vetting_of(by.scope, one)),
            (_tasks_table(now), task_queries.tasks_of(by.scope, one)),
            (_duty_table(), queries.duty_of(by.scope, one)),
            (asked_table(now), loans_of_volunteer(by.scope, one)),
        ],
    )


def _lines(scope: Scope, one: Any, now: datetime) -> list[tuple[str, Any]]:
    today = local_day(now)
    book, told = volunteering_on(today), queries.who(scope, one)
    lent_to = queries.lent_to(scope, one, today)
    return [
        ("Name", told.name if told else ""),
        ("Email", told.email if told else ""),
        ("Telephone", told.phone if told else ""),
        ("State", one.get_state_display()),
        ("Scheme", one.scheme.name),
        ("Works at present for", lent_to.name if lent_to else ""),
        ("Lives in", one.area.name),
        ("Known to a machine as", one.source),
        ("Could do", ", ".join(book.skills[code].title for code in codes(book.skills, one.skills))),
        ("Speaks", ", ".join(book.languages[code].title for code in codes(book.languages, one.languages))),
        ("Reach", f"{one.reach_km} km"),
        ("Tasks in a day", one.capacity),
        ("May be lent", "Yes" if one.may_be_lent else "No"),
        ("On duty until", _duty(one.on_duty_until, now)),
        ("Kept until", short_day(one.retention_until)),
    ]


def _duty(until: Any, now: Any) -> str:
    return short_moment(until) if until and until > now else "Off duty"


def _checks_table(book: Volunteering) -> DataTable:
    def way(row: Any) -> Any:
        return row.withdrawn_why or link("support:withdraw-check", "Withdraw", row.pk)

    return DataTable(
        name="checks", caption="Checks seen",
        columns=[
            Column("check", "Check", lambda row: book.checks[row.check_code].title),
            Column("issuer", "Issued by", lambda row: row.issuer),
            Column("issued", "Date on it", lambda row: short_day(row.issued_on)),
            Column("expires", "Relied on until before", lambda row: short_day(row.expires_on)),
            Column("passport", "Seen first by", lambda row: row.passport_from),
            Column("seen", "Seen", lambda row: short_moment(row.seen_at)),
            Column("withdrawn", "Withdrawn", way, export=lambda row: row.withdrawn_why),
        ],
        empty="No check was seen yet: no task is offered.",
    )  # fmt: skip


def _tasks_table(now: Any) -> DataTable:
    kinds = tasks_on(local_day(now)).kinds
    return DataTable(
        name="tasks", caption="Tasks",
        columns=[
            Column("task", "Task", lambda row: link("support:volunteer-task-seen", row.reference, row.pk),
                   export=lambda row: row.reference),
            Column("kind", "What", lambda row: kinds[row.kind].title if row.kind in kinds else row.kind),
            Column("state", "State", lambda row: row.get_state_display()),
            Column("at", "Since", lambda row: short_moment(row.state_at)),
        ],
        empty="None yet.",
    )  # fmt: skip


def _duty_table() -> DataTable:
    return DataTable(
        name="duty", caption="On duty",
        columns=[
            Column("from", "From", lambda row: short_moment(row.from_at)),
            Column("until", "Until", lambda row: short_moment(row.ended_at or row.until_at)),
        ],
        empty="Never yet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def see_check(request: HttpRequest, volunteer_id: int) -> HttpResponseBase:
    """Write down a check that was seen."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_volunteer, by.scope, volunteer_id)
    back = reverse("support:volunteer", args=[one.pk])
    checks = pairs(volunteering_on(local_day(now)).checks)
    form = forms.SeeCheck(posted(request), checks=checks)
    if form.is_valid():
        check = CheckTold(**form.cleaned_data)
        if tried(form, operations.see_check, number=one.pk, check=check, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    said = "Write down what you saw. Do not keep the paper or a picture of it."
    title = f"Check seen of {one.reference}"
    return ask(request, form, title=title, button="I have seen it", back=back, said=said)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def withdraw_check(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """A check is no longer relied on."""
    by = actor_of(request)
    seen = the(queries.one_check, by.scope, check_id)
    back = reverse("support:volunteer", args=[seen.volunteer_id])
    form = forms.Why(posted(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        done = tried(form, operations.withdraw_check, number=seen.pk, why=why, by=by, now=timezone.now())
        if done is not None:
            return redirect(back)
    title = "Rely on this check no longer"
    return ask(request, form, title=title, button="Withdraw it", back=back, ends_something=True)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def forget_volunteer(request: HttpRequest, volunteer_id: int) -> HttpResponseBase:
    """Erase what a volunteer told, as they ask for."""
    by = actor_of(request)
    one = the(queries.one_volunteer, by.scope, volunteer_id)
    back = reverse("support:volunteer", args=[one.pk])
    form = forms.Why(posted(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        operations.forget_volunteer(one.pk, why=why, by=by, now=timezone.now())
        messages.success(request, "Erased.")
        return redirect("support:volunteers")
    said = "Name, address and number are destroyed, and this cannot be undone."
    title = f"Forget volunteer {one.reference}"
    return ask(request, form, title=title, button="Forget them", back=back, said=said, ends_something=True)
