"""The next step of what a carer or an employer of carers waits for: which it is, then what that step asks."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.support.forms.carers import ChooseStep, StepCarerHelp
from junction.support.operations import carers as operations
from junction.support.queries import carers as queries
from junction.support.queries.needs import ANSWER
from junction.support.rules.carers import CarerKind, CarerState, carer_rules, is_person


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def step_carer_help(request: HttpRequest, help_id: int) -> HttpResponse:
    """Write down the next step of one; where more than one may follow, which it is comes first."""
    now = timezone.now()
    one: Any = the(queries.carer_help(actor_of(request).scope).get, pk=help_id)
    kind = carer_rules(local_day(now)).kinds[one.kind]
    follows = kind.states[one.state].to
    asked = request.POST.get("state") or request.GET.get("state") or (follows[0] if len(follows) == 1 else "")
    if asked not in follows:
        return _which(request, one, kind)
    return _said(request, one, kind, kind.states[asked], now)


def _which(request: HttpRequest, one: Any, kind: CarerKind) -> HttpResponse:
    """Ask which step it is."""
    states = [(code, kind.states[code].title) for code in kind.states[one.state].to]
    form = ChooseStep(posted(request), states=states)
    if form.is_valid():
        there = reverse("support:step-carer-help", args=[one.pk])
        return redirect(f"{there}?{urlencode({'state': form.cleaned_data['step']})}")
    back = reverse("support:carer-help", args=[one.pk])
    return ask(request, form, title=f"{kind.title} for {one.need.reference}", button="Go on", back=back)


def _said(request: HttpRequest, one: Any, kind: CarerKind, to: CarerState, now: Any) -> HttpResponse:
    """Ask what the step asks, and write it down."""
    by, back = actor_of(request), reverse("support:carer-help", args=[one.pk])
    people = queries.of_the_desk(by.scope, one, now=now)
    has = "owner" if is_person(one.owner) else "post"
    form = StepCarerHelp(
        posted(request), to=to, reasons=list(kind.reasons.items()), people=people,
        initial={"state": to.code, has: one.owner},
    )  # fmt: skip
    if form.is_valid():
        step = operations.NextStep(**form.said)
        if tried(form, operations.step_carer_help, number=one.pk, step=step, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    title = f"{kind.title} for {one.need.reference}: {to.title.lower()}"
    return ask(request, form, title=title, button="Write it down", back=back)
