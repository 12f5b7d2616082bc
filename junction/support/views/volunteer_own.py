"""A volunteer's own pages: on duty or off, what they offer, and leaving."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.forms import Form
from junction.core.pages.furniture import ask, posted, tried
from junction.core.pages.words import short_moment
from junction.core.scope import ANONYMOUS
from junction.support.forms import volunteering as forms
from junction.support.operations import volunteer_own as operations
from junction.support.queries import volunteer_tasks as task_queries
from junction.support.queries import volunteers as queries
from junction.support.queries.loans import asked_of
from junction.support.rules.volunteer_tasks import tasks_on
from junction.support.rules.volunteering import codes, volunteering_on

from .volunteer_doors import end_session, for_volunteers
from .volunteer_helping import told_of

SCOPE = ANONYMOUS.scope  # a volunteer's session is the leave to their own things


@require_safe
@for_volunteers
def me(request: HttpRequest, one: Any) -> HttpResponseBase:
    """How it stands: duty, checks, offers, tasks."""
    now = timezone.now()
    today = local_day(now)
    book = volunteering_on(today)
    held = queries.in_force(SCOPE, [one], now).get(one.pk, [])
    context = {
        "one": one, "is_on": bool(one.on_duty_until and one.on_duty_until > now),
        "checks": [book.checks[code].title for code in held if code in book.checks],
        "skills": [book.skills[code].title for code in codes(book.skills, one.skills)],
        "until": short_moment(one.on_duty_until) if one.on_duty_until else "",
        "name": queries.told(SCOPE, one).name, "lent_to": queries.lent_to(SCOPE, one, today),
        "lent": asked_of(SCOPE, one, now),
    }  # fmt: skip
    offers = task_queries.offers_to(SCOPE, one, now)
    context["offers"] = [{**told_of(each.task, each.why.get("metres")), "id": each.pk} for each in offers]
    context["tasks"] = [
        {
            **told_of(each),
            "id": each.pk,
            "state": each.get_state_display(),
            "is_held": each.state == "accepted",
        }
        for each in task_queries.tasks_of(SCOPE, one)
    ]
    context["likely"] = task_queries.likely_here(
        SCOPE,
        tasks_on(today),
        area=one.area_id,
        skills=one.skills,
        longitude=one.longitude,
        latitude=one.latitude,
        reach_km=one.reach_km,
        now=now,
    )
    return render(request, "support/volunteer/me.html", context)


@require_http_methods(["GET", "POST"])
@for_volunteers
def duty(request: HttpRequest, one: Any) -> HttpResponseBase:
    """Go on duty for a while, or off."""
    by, now, back = queries.actor(SCOPE, one), timezone.now(), reverse("support:volunteer-me")
    if request.method == "POST" and "off" in request.POST:
        operations.go_off_duty(one, by=by, now=now)
        messages.success(request, "You are off duty.")
        return redirect(back)
    form = forms.Duty(posted(request), initial={"hours": 12})
    if form.is_valid():
        until = now + timedelta(hours=form.cleaned_data["hours"])
        if tried(form, operations.go_on_duty, one=one, until=until, by=by, now=now) is not None:
            messages.success(request, "You are on duty. Thank you.")
            return redirect(back)
    return ask(request, form, title="Go on duty", button="Go on duty", back=back)


@require_http_methods(["GET", "POST"])
@for_volunteers
def change(request: HttpRequest, one: Any) -> HttpResponseBase:
    """Change what one offers."""
    now, back = timezone.now(), reverse("support:volunteer-me")
    book = volunteering_on(local_day(now))
    before = {
        "skills": codes(book.skills, one.skills), "languages": codes(book.languages, one.languages),
        "hours": book.hours_of(one.hours), "reach_km": one.reach_km, "capacity": one.capacity,
        "by_email": one.by_email, "by_text": one.by_text, "may_be_lent": one.may_be_lent,
    }  # fmt: skip
    form = forms.Offering(posted(request), book=book, initial=before)
    if form.is_valid():
        offering = operations.Offering(**form.cleaned_data)
        by = queries.actor(SCOPE, one)
        if tried(form, operations.change, one=one, offering=offering, by=by, now=now) is not None:
            messages.success(request, "Your details are changed.")
            return redirect(back)
    return ask(request, form, title="What you offer", button="Save", back=back)


@require_http_methods(["GET", "POST"])
@for_volunteers
def leave(request: HttpRequest, one: Any) -> HttpResponseBase:
    """Leave, and have what one told erased."""
    if request.method == "POST":
        operations.leave(one, by=queries.actor(SCOPE, one), now=timezone.now())
        return end_session(redirect("support:volunteer-join"))
    return ask(
        request, Form(), title="Leave", button="Leave and erase my details", ends_something=True,
        back=reverse("support:volunteer-me"),
        said="Your name, address and number are destroyed at once. Tasks you accepted go to somebody else.",
    )  # fmt: skip
