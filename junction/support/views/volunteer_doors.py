"""The session of a volunteer: a signed cookie of its own, apart from that of who signs in to work here."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.scope import ANONYMOUS
from junction.support.queries.volunteer_links import SESSION, opened, signed
from junction.support.rules.volunteering import volunteering_on

COOKIE = "volunteer"
Page = Callable[..., HttpResponseBase]


def volunteer_of(request: HttpRequest) -> Any:
    """The volunteer whose session this is, or nobody."""
    written = request.COOKIES.get(COOKIE, "")
    if not written:
        return None
    found = opened(ANONYMOUS.scope, written, use=SESSION, now=timezone.now())
    return found.volunteer if found else None


def for_volunteers(view: Page) -> Page:
    """Let a page answer only a volunteer, who is given to it; others are led to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        one = volunteer_of(request)
        if one is None:
            return redirect("support:volunteer-sign-in")
        return view(request, one, *arguments, **named)

    return guarded


def begin_session(request: HttpRequest, answer: HttpResponse, one: Any) -> HttpResponse:
    """Sign a volunteer in with an answer."""
    now = timezone.now()
    days = volunteering_on(local_day(now)).session_days
    value = signed(ANONYMOUS.scope, one, use=SESSION, until=now + timedelta(days=days))
    answer.set_cookie(
        COOKIE, value, max_age=days * 86_400, httponly=True, samesite="Lax", secure=request.is_secure(),
        path="/volunteer/",
    )  # fmt: skip
    return answer


def end_session(answer: HttpResponse) -> HttpResponse:
    """Sign out."""
    answer.delete_cookie(COOKIE, path="/volunteer/")
    return answer
