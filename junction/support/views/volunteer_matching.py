"""Tasks and runs of matching for coordinators: to whom each was offered and why, what came of it, how far a
run is.
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
from junction.core.pages.listings import Figure, Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, counted, rules_in_words, short_moment
from junction.core.scope import Scope
from junction.support.forms import volunteer_keeping as forms
from junction.support.forms.volunteering import HowItWent
from junction.support.operations import task_answers as answers
from junction.support.queries import volunteer_tasks as queries
from junction.support.queries.exclusions import how_many_apart, setting_of
from junction.support.queries.volunteers import KEEP
from junction.support.rules.volunteer_tasks import TaskBook, tasks_on
from junction.support.rules.volunteering import volunteering_on

STATES = [("open", "To be offered"), ("offered", "Offered"), ("accepted", "Accepted"), ("done", "Done"),
          ("unfilled", "Nobody took it"), ("cancelled", "Cancelled")]  # fmt: skip
TITLES = dict(STATES)


def tasks_table(book: TaskBook, moment: Moment) -> DataTable:
    """Tasks, the most urgent first, now or as they stood at a moment; nobody is named."""
    kinds = book.kinds
    state, since = ("then_state", "then_at") if moment.as_at else ("state", "state_at")
    return DataTable(
        name="", caption="Tasks",
        columns=[
            Column("task", "Task", lambda row: link("support:volunteer-task-seen", row.reference, row.pk),
                   export=lambda row: row.reference, sort="pk"),
            Column("kind", "What", lambda row: kinds[row.kind].title if row.kind in kinds else row.kind,
                   sort="kind"),
            Column("from", "For", lambda row: "A need" if row.need_id else "An organisation"),
            Column("area", "Area", lambda row: row.area.name, sort="area__name"),
            Column("urgent", "Offered", lambda row: "At once" if row.is_instant else "In batches",
                   sort="priority"),
            Column("closes", "By", lambda row: short_moment(row.closes_at), sort="closes_at",
                   export=lambda row: row.closes_at),
            Column("state", "State", lambda row: TITLES[getattr(row, state)], sort=state),
            Column("since", "Since", lambda row: ago(getattr(row, since), moment.at), sort=since,
                   export=lambda row: getattr(row, since)),
        ],
        filters=[
            Filter("state", "State", STATES, lambda rows, code: rows.filter(**{state: code})),
            Filter("kind", "What", pairs(kinds), lambda rows, code: rows.filter(kind=code)),
        ],
        default_sort="urgent", empty="No task waits, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(KEEP)
def tasks_list(request: HttpRequest) -> HttpResponseBase:
    """Every task in reach, with how many stand where, now or as at a moment."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    counts = queries.tasks_by_state(by.scope, as_at=moment.as_at)
    here = reverse("support:volunteer-tasks")
    figures: list[Figure] = [
        (
            title,
            counts.get(code, 0),
            "",
            moment.keep(f"{here}?state={code}"),
            "red" if code == "unfilled" and counts.get(code) else "",
        )
        for code, title in STATES[:5]
    ]
    ways = [("Matching", reverse("support:matchings")), ("What was asked for", reverse("support:demands"))]
    page = Listing("Tasks for volunteers", reverse("support:home"), moment, ways=ways, figures=figures)
    rows = queries.searched(by.scope, queries.tasks(by.scope, as_at=moment.as_at), sought(request))
    return listed(request, tasks_table(tasks_on(moment.day), moment), rows, page)


@require_safe
@needs(KEEP)
def task(request: HttpRequest, task_id: int) -> HttpResponseBase:
    """One task: whence it came, to whom it was offered and why, what was said of it."""
    by = actor_of(request)
    one: Any = the(queries.one_task, by.scope, task_id)
    book = tasks_on(local_day(one.made_at))
    ways = [("Keep a volunteer from them", reverse("support:exclude-volunteer", args=[one.pk]))]
    if one.need_id is None:
        ways = []
    if one.is_alive:
        ways.append(("Cancel it", reverse("support:cancel-task", args=[one.pk])))
    if one.state == "done":
        ways.append(("Write down how it went for whoever was helped",
                     reverse("support:say-of-task", args=[one.pk])))  # fmt: skip
    return sheet(
        request, title=f"Task {one.reference}", back=reverse("support:volunteer-tasks"),
        lines=[*_lines(one, book), *_apart(by.scope, one, book)], ways=ways,
        tables=[(_offers_table(), queries.offers_of_task(by.scope, one)),
                (_words_table(book), queries.words_of_task(by.scope, one))],
    )  # fmt: skip


def _lines(one: Any, book: TaskBook) -> list[tuple[str, Any]]:
    kind, has = book.kinds.get(one.kind), one.volunteer
    check = volunteering_on(local_day(one.closes_at)).checks.get(kind.check) if kind else None
    return [
        ("What", kind.title if kind else one.kind), ("State", one.get_state_display()),
        ("For", _source(one)), ("Area", one.area.name), ("By", short_moment(one.closes_at)),
        ("Takes about", f"{one.minutes} minutes"), ("Asks for the check", check.title if check else ""),
        ("Within", f"{one.limit_km} km"),
        ("Offered", "At once, to a few" if one.is_instant else "In batches, to one"),
        ("Still to be asked", len(one.following) or ""),
        ("Has it", link("support:volunteer", has.reference, has.pk) if has else ""),
        ("Rules it was made by", rules_in_words(one.playbook)),
    ]  # fmt: skip


def _apart(scope: Scope, one: Any, book: TaskBook) -> list[tuple[str, Any]]:
    """Who is not asked for a task although they are near: by counts, and by the rule of settings."""
    if one.need_id:
        apart = how_many_apart(scope, one)
        said = f"{counted(apart, 'volunteer')}: they live with whoever asks, or one of the two wishes it so"
        return [("Not asked for it", said if apart else "")]
    place = setting_of(scope, one, book)
    if place is None:
        return []
    days = book.setting_days
    return [("Inside", place.name), ("Not asked", f"Who was inside another place of care in {days} days")]


def _source(one: Any) -> Any:
    if one.need:
        return link("support:need", f"Need {one.need.reference}", one.need.pk)
    return link("support:demand", f"What was asked for ({one.demand.pk})", one.demand.pk)


def why(offer: Any) -> str:
    """Why this volunteer, in words."""
    said = offer.why
    if "metres" not in said:
        return ""
    parts = [f"{said['metres'] / 1000:.1f} km away", f"{said['recent']} tasks of late"]
    if said.get("rank"):
        parts.append(f"asked as number {said['rank']} of {said['candidates']}")
    else:
        parts.append(f"{said['candidates']} near might have come")
        if said.get("next_metres", -1) >= 0:
            parts.append(f"the nearest other is {said['next_metres'] / 1000:.1f} km away")
    return "; ".join(parts)


def _offers_table() -> DataTable:
    return DataTable(
        name="offers",
        caption="To whom it was offered, and why",
        columns=[
            Column(
                "who",
                "Volunteer",
                lambda row: link("support:volunteer", f"V-{row.volunteer_id}", row.volunteer_id),
                export=lambda row: f"V-{row.volunteer_id}",
            ),
            Column("at", "Offered", lambda row: short_moment(row.offered_at)),
            Column("until", "Answer until", lambda row: short_moment(row.until)),
            Column("answer", "Answer", lambda row: row.get_answer_display()),
            Column("why", "Why they were asked", why),
        ],
        empty="To nobody yet.",
    )


def _words_table(book: TaskBook) -> DataTable:
    return DataTable(
        name="words", caption="How it went",
        columns=[
            Column("by", "Said by", lambda row: row[0].get_by_kind_display()),
            Column("code", "How it went", lambda row: book.feedback_titles.get(row[0].code, row[0].code)),
            Column("words", "In words", lambda row: row[1]),
            Column("at", "When", lambda row: short_moment(row[0].said_at)),
        ],
        empty="Nothing was said yet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def cancel(request: HttpRequest, task_id: int) -> HttpResponseBase:
    """Cancel a task; whoever was asked is told."""
    by = actor_of(request)
    one = the(queries.one_task, by.scope, task_id)
    back = reverse("support:volunteer-task-seen", args=[one.pk])
    form = forms.Why(posted(request))
    if form.is_valid():
        reason = form.cleaned_data["why"]
        if tried(form, answers.cancel_task, number=one.pk, why=reason, by=by, now=timezone.now()) is not None:
            messages.success(request, "Cancelled. Those who knew of it are told.")
            return redirect(back)
    title = f"Cancel task {one.reference}"
    return ask(request, form, title=title, button="Cancel the task", back=back, ends_something=True)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def say(request: HttpRequest, task_id: int) -> HttpResponseBase:
    """Write down what whoever was helped said."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_task, by.scope, task_id)
    back = reverse("support:volunteer-task-seen", args=[one.pk])
    choices = list(tasks_on(local_day(now)).feedback_titles.items())
    reasons = pairs(tasks_on(local_day(now)).reasons_of("person")) if one.need_id else []
    form = HowItWent(posted(request), choices=choices, reasons=reasons)
    if form.is_valid():
        done = tried(form, answers.say_of_task, number=one.pk, by=by, now=now, **form.cleaned_data)
        if done is not None:
            return redirect(back)
    return ask(request, form, title=f"How task {one.reference} went", button="Write it down", back=back)
