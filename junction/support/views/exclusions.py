"""Who is not sent to whom again: the list, now or as at a moment; saying so from a task or a need; ending
it.
"""

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
from junction.core.pages.sheets import pairs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_moment
from junction.core.scope import Scope
from junction.support.forms import exclusions as forms
from junction.support.operations import exclusions as operations
from junction.support.queries import exclusions as queries
from junction.support.queries.needs import ANSWER, one_need
from junction.support.queries.volunteer_tasks import one_task
from junction.support.queries.volunteers import KEEP
from junction.support.rules.volunteer_tasks import TaskBook, tasks_on

SIDES = {"desk": "The desk", "person": "Whoever was helped", "volunteer": "The volunteer"}


def exclusions_table(scope: Scope, book: TaskBook, moment: Moment) -> DataTable:
    """By numbers and codes: nobody is named."""
    reasons = {code: one.title for code, one in book.exclusion_reasons.items()}

    def state(row: Any) -> Any:
        if row.ended_at is not None and row.ended_at <= moment.at:
            return f"Over: {book.exclusion_ends.get(row.ended_why, row.ended_why)}"
        return link("support:end-exclusion", "Holds: end it", row.pk) if moment.is_live else "Holds"

    return DataTable(
        name="", caption="Not sent there again",
        columns=[
            Column("volunteer", "Volunteer",
                   lambda row: link("support:volunteer", f"V-{row.volunteer_id}", row.volunteer_id),
                   export=lambda row: f"V-{row.volunteer_id}", sort="volunteer"),
            Column("task", "From task", lambda row: link("support:volunteer-task-seen", row.task.reference,
                   row.task_id), export=lambda row: row.task.reference, sort="task"),
            Column("need", "Need", lambda row: row.task.need.reference),
            Column("area", "Council", lambda row: row.area.name, sort="area__name"),
            Column("side", "Said by", lambda row: row.get_side_display(), sort="side"),
            Column("reason", "Why", lambda row: reasons.get(row.reason, row.reason), sort="reason"),
            Column("at", "Since", lambda row: short_moment(row.said_at), sort="said_at",
                   export=lambda row: row.said_at),
            Column("state", "State", state,
                   export=lambda row: "Over" if row.ended_at and row.ended_at <= moment.at else "Holds"),
        ],
        filters=[
            Filter("state", "State", [("holds", "Holds"), ("over", "Over")],
                   lambda rows, code: queries.of_state(scope, rows, holds=code == "holds", as_at=moment.at)),
            Filter("side", "Said by", pairs(SIDES), lambda rows, code: rows.filter(side=code)),
            Filter("reason", "Why", pairs(reasons), lambda rows, code: rows.filter(reason=code)),
        ],
        default_sort="-at", empty="No volunteer is kept from anybody, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(KEEP)
def exclusions_list(request: HttpRequest) -> HttpResponseBase:
    """Every exclusion in reach, the newest first."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    table = exclusions_table(by.scope, tasks_on(local_day(moment.at)), moment)
    said = "Neither side is told what the other said. To keep a volunteer from somebody, go to the task."
    page = Listing("Not sent there again", reverse("support:volunteer-tasks"), moment, said=said)
    rows = queries.exclusions(by.scope, as_at=moment.at)
    return listed(request, table, queries.searched(by.scope, rows, sought(request)), page)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def exclude(request: HttpRequest, task_id: int) -> HttpResponseBase:
    """Keep a volunteer from whoever a task is for."""
    by = actor_of(request)
    one: Any = the(one_task, by.scope, task_id)
    people = [(f"{one.pk}:{number}", word) for number, word in queries.who_may_be_excluded(by.scope, one)]
    back = reverse("support:volunteer-task-seen", args=[one.pk])
    return _exclude(request, people, title=f"Keep a volunteer from task {one.reference}", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def exclude_from_need(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Keep a volunteer from whoever a need is of, as they say on the telephone."""
    by = actor_of(request)
    one = the(one_need, by.scope, need_id, permission=ANSWER)
    people = [
        (f"{task.pk}:{number}", f"{task.reference}: {word}")
        for task in queries.tasks_of_need(by.scope, one.pk)
        for number, word in queries.who_may_be_excluded(by.scope, task)
    ]
    back = reverse("support:need", args=[one.pk])
    return _exclude(request, people, title=f"Keep a volunteer from need {one.reference}", back=back)


def _exclude(request: HttpRequest, people: Any, *, title: str, back: str) -> HttpResponseBase:
    by, now = actor_of(request), timezone.now()
    book = tasks_on(local_day(now))
    reasons = book.reasons_of("desk") | book.reasons_of("person")
    form = forms.Exclude(posted(request), people=people, reasons=pairs(reasons))
    if form.is_valid():
        said = form.cleaned_data
        task, _, volunteer = said["who"].partition(":")
        work: dict[str, Any] = {"number": int(task), "volunteer": int(volunteer), "by": by, "now": now}
        if tried(form, operations.exclude, side=said["side"], reason=said["reason"], **work) is not None:
            messages.success(request, "They are not sent there again. What they had for it goes to others.")
            return redirect(back)
    said_so = "What they have or were asked for there is taken back at once. Neither side is told why."
    if not people:
        said_so = "No volunteer was asked for this yet."
    return ask(request, form, title=title, button="Keep them apart", back=back, said=said_so)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def end(request: HttpRequest, exclusion_id: int) -> HttpResponseBase:
    """Say that a volunteer may be sent there again."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_exclusion, by.scope, exclusion_id)
    ends = pairs(tasks_on(local_day(now)).exclusion_ends)
    form, back = forms.EndExclusion(posted(request), ends=ends), reverse("support:exclusions")
    if form.is_valid():
        work: dict[str, Any] = {"number": one.pk, "by": by, "now": now}
        if tried(form, operations.end_exclusion, why=form.cleaned_data["why"], **work) is not None:
            messages.success(request, f"V-{one.volunteer_id} may be sent there again.")
            return redirect(back)
    title = f"May V-{one.volunteer_id} be sent there again?"
    return ask(request, form, title=title, button="They may", back=back, ends_something=True)
