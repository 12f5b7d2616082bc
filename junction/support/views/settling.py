"""Writing down what happens to a need: a note, an answer, a call back; each on a page of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.forms import Form
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs
from junction.support.forms.settling import Close, Met, Note, OneOf, RungBack, Why
from junction.support.operations import forgetting, ringing_back
from junction.support.operations import settling as operations
from junction.support.queries.needs import ANSWER, one_need
from junction.support.rules.keeping import keeping_on
from junction.support.rules.routing import routing_of
from junction.support.rules.triage import triage_on


def _step(
    request: HttpRequest,
    one: Any,
    form: Form,
    work: Callable[..., Any],
    *,
    title: str,
    button: str,
    **more: Any,
) -> HttpResponseBase:
    """Ask, do it, go back to the need."""
    by, now = actor_of(request), timezone.now()
    back = reverse("support:need", args=[one.pk])
    if form.is_valid() and tried(form, _of(work, form), number=one.pk, by=by, now=now) is not None:
        messages.success(request, "Written down.")
        return redirect(back)
    return ask(request, form, title=title, button=button, back=back, **more)


def _of(work: Callable[..., Any], form: Form) -> Callable[..., Any]:
    return lambda **who: work(**form.cleaned_data, **who)


def _one(request: HttpRequest, need_id: int) -> Any:
    return the(one_need, actor_of(request).scope, need_id, permission=ANSWER)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def note(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Write a note."""
    one = _one(request, need_id)
    return _step(
        request, one, Note(posted(request)), operations.note_need, title=f"Note on need {one.reference}",
        button="Write it down",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def close(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Ask whether it is still needed, and close it when it is not."""
    one = _one(request, need_id)

    def work(still_needed: str, **more: Any) -> Any:
        return operations.close_need(still_needed=still_needed == "yes", **more)

    title = f"Is need {one.reference} still needed?"
    return _step(request, one, Close(posted(request)), work, title=title, button="Write it down")


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def met(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Write down that it is met."""
    one = _one(request, need_id)
    title = f"Need {one.reference} is met"
    return _step(
        request, one, Met(posted(request)), operations.meet_need, title=title, button="Say it is met"
    )


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def unmet(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Write down that nothing meets it, and why."""
    one = _one(request, need_id)
    choices = list(keeping_on(local_day(timezone.now())).unmet_reasons.items())
    form = OneOf(posted(request), question="Why is it not met?", choices=choices)

    def work(code: str, **more: Any) -> Any:
        return operations.leave_unmet(why=code, **more)

    title = f"Need {one.reference} is not met"
    return _step(request, one, form, work, title=title, button="Write it down", ends_something=True)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def ring_back(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Write down what the call back found."""
    one = _one(request, need_id)
    choices = list(routing_of(one.routing).class_titles.items())
    levels = pairs(triage_on(local_day(timezone.now())).levels)
    form = RungBack(posted(request), question="What is it indeed?", choices=choices, levels=levels)

    def work(code: str, **more: Any) -> Any:
        return ringing_back.ring_back(need_class=code, **more)

    title = f"Call back about need {one.reference}"
    return _step(request, one, form, work, title=title, button="Write it down")


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def forget(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """Erase who a need is about, as they ask for."""
    one = _one(request, need_id)
    title = f"Forget who need {one.reference} is about"
    said = "Name, numbers, address and words are destroyed. This cannot be undone."
    return _step(
        request, one, Why(posted(request)), forgetting.forget_person, title=title, said=said,
        button="Forget them", ends_something=True,
    )  # fmt: skip
