"""A volunteer's tasks: what is offered, yes or no, where and for whom once they have said yes, done and how
it went.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.furniture import ask, posted, tried
from junction.core.pages.sheets import pairs
from junction.core.pages.words import short_moment
from junction.core.reading.operations import log_reading
from junction.core.reading.rules import Reading, gathering
from junction.core.refusals import Refusal
from junction.core.scope import ANONYMOUS
from junction.support.forms.volunteering import HowItWent, NotAgain
from junction.support.operations import exclusions
from junction.support.operations import task_answers as operations
from junction.support.queries import volunteer_tasks as queries
from junction.support.queries.volunteers import actor
from junction.support.rules.volunteer_tasks import tasks_on

from .volunteer_doors import for_volunteers

SCOPE = ANONYMOUS.scope  # a volunteer's session is the leave to their own things


def told_of(task: Any, metres: int | None = None) -> dict[str, Any]:
    """What is said of a task before anybody has said yes: nothing of whom it is for."""
    kind = tasks_on(local_day(task.made_at)).kinds.get(task.kind)
    return {
        "title": kind.title if kind else task.kind,
        "minutes": task.minutes,
        "by": short_moment(task.closes_at),
        "opens": short_moment(task.opens_at),
        "urgent": task.is_instant,
        "reference": task.reference,
        "km": max(1, round(metres / 1000)) if metres is not None else None,
        "what": task.demand.what if task.demand else "",
    }


@require_http_methods(["GET", "POST"])
@for_volunteers
def offer(request: HttpRequest, one: Any, offer_id: int) -> HttpResponseBase:
    """One offer: what, how far, by when; yes or no."""
    by, now = actor(SCOPE, one), timezone.now()
    try:
        found = queries.offer_to(SCOPE, one, offer_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        return _answered(request, one, found, by=by, now=now)
    if found.answer == "accepted" and found.task.volunteer_id == one.pk:
        return redirect("support:volunteer-task", task_id=found.task_id)
    may = found.answer in ("waiting", "lapsed") and found.task.state in ("offered", "open", "unfilled")
    context = {
        "offer": found, "may": may and found.task.closes_at > now, "until": short_moment(found.until),
        "task": told_of(found.task, found.why.get("metres")),
    }  # fmt: skip
    return render(request, "support/volunteer/offer.html", context)


def _answered(request: HttpRequest, one: Any, found: Any, *, by: Any, now: Any) -> HttpResponseBase:
    try:
        if request.POST.get("answer") == "yes":
            task = operations.accept(found.pk, one, by=by, now=now)
            return redirect("support:volunteer-task", task_id=task.pk)
        operations.decline(found.pk, one, by=by, now=now)
        messages.success(request, "Thank you for answering. Somebody else is asked.")
    except Refusal as refused:
        messages.warning(request, str(refused))
    return redirect("support:volunteer-me")


@require_http_methods(["GET", "POST"])
@for_volunteers
def task(request: HttpRequest, one: Any, task_id: int) -> HttpResponseBase:
    """A task that one has: where and for whom, as long as it is not done; or giving it back."""
    by, now = actor(SCOPE, one), timezone.now()
    try:
        found = queries.task_of(SCOPE, one, task_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if request.method == "POST" and "back" in request.POST:
        operations.give_back(found.pk, one, by=by, now=now)
        messages.success(request, "It is offered to somebody else.")
        return redirect("support:volunteer-me")
    reading = Reading()
    with gathering(reading):
        where = queries.where_of(SCOPE, found, on=local_day(now))
    log_reading(reading, path=request.path, by=by, now=now)
    context = {"one": found, "where": where, "task": told_of(found)}
    return render(request, "support/volunteer/task.html", context)


@require_http_methods(["GET", "POST"])
@for_volunteers
def done(request: HttpRequest, one: Any, task_id: int) -> HttpResponseBase:
    """Say that a task is done, and how it went."""
    by, now = actor(SCOPE, one), timezone.now()
    try:
        found = queries.task_of(SCOPE, one, task_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    back = reverse("support:volunteer-task", args=[found.pk])
    book = tasks_on(local_day(now))
    reasons = pairs(book.reasons_of("volunteer")) if found.need_id else []
    form = HowItWent(posted(request), choices=list(book.feedback_titles.items()), reasons=reasons)
    if form.is_valid():
        said = tried(form, operations.finish, number=found.pk, one=one, by=by, now=now, **form.cleaned_data)
        if said is not None:
            messages.success(request, "Thank you. You have helped somebody today.")
            return redirect("support:volunteer-me")
    return ask(request, form, title="It is done", button="Send", back=back)


@require_http_methods(["GET", "POST"])
@for_volunteers
def not_again(request: HttpRequest, one: Any, task_id: int) -> HttpResponseBase:
    """Say that one would not be sent to this person again; what one has for them goes back."""
    by, now = actor(SCOPE, one), timezone.now()
    try:
        found = queries.task_of(SCOPE, one, task_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = NotAgain(posted(request), reasons=pairs(tasks_on(local_day(now)).reasons_of("volunteer")))
    work: dict[str, Any] = {"number": found.pk, "one": one, "by": by, "now": now}
    if form.is_valid():
        made = tried(form, exclusions.not_again, reason=form.cleaned_data["reason"], **work)
        if made is not None:
            messages.success(request, "You are not sent there again. They are not told.")
            return redirect("support:volunteer-me")
    back = reverse("support:volunteer-task", args=[found.pk])
    said = "Somebody else goes there from now on. Whoever it is for is not told that you said so, nor why."
    title = "Do not send me to this person again"
    return ask(request, form, title=title, button="Do not send me again", back=back, said=said)
