"""Stating a launch, changing it, adding a promise, deciding with the gate's reasons in sight."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs, tag_of
from junction.core.scope import Actor
from junction.support.forms.launches import (
    AddPromise,
    ChangeLaunch,
    DecideLaunch,
    StateLaunch,
    opened,
)
from junction.support.forms.programmes import WHOLE, SayWhy
from junction.support.operations import launches as operations
from junction.support.operations.launches import Decided, LaunchSaid
from junction.support.queries import launches as queries
from junction.support.queries.programme_reach import KEEP, areas_to_choose
from junction.support.queries.programmes import names
from junction.support.rules.gate_book import gate_rules
from junction.support.rules.launches import Promise
from junction.support.rules.programme_book import needs_on, programme_rules

from .launch_tables import sentence
from .programme_writing import not_yet


def _choices(by: Actor, now: Any, *, without: int | None = None) -> dict[str, Any]:
    today = local_day(now)
    rules, titles = programme_rules(today), queries.titles(by.scope)
    others = sorted(((n, title) for n, title in titles.items() if n != without), key=lambda one: one[1])
    return {
        "area": areas_to_choose(by.scope, on=today), "audience": list(rules.audiences.items()),
        "channel": list(rules.channels.items()), "collects": list(gate_rules(today).fields.items()),
        "replaces": others, "needs": others,
    }  # fmt: skip


def _said(typed: dict[str, Any], *, before: LaunchSaid | None = None) -> LaunchSaid:
    """What a form says; promises stay as they were."""
    more = {name: value for name, value in typed.items() if name not in ("programme", "why")}
    return LaunchSaid(**more, promises=before.promises if before else ())


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def state(request: HttpRequest) -> HttpResponseBase:
    """State a launch; the gate's verdict is on its page at once."""
    by, now = actor_of(request), timezone.now()
    back, programmes = reverse("support:launches"), list(names(by.scope).items())
    if not programmes:
        first = (
            "A launch is of a programme, and none is written down yet. Write one down, then state its launch."
        )
        return not_yet(request, title="State a launch", said=first, back=back)
    choices = {**_choices(by, now), "programme": programmes}
    form = StateLaunch(
        posted(request), choices=choices, none=WHOLE, initial={"programme": request.GET.get("programme")},
        interfaces=queries.interfaces(by.scope),
    )  # fmt: skip

    def work() -> Any:
        typed = form.cleaned_data
        return operations.state_launch(typed["programme"], _said(typed), by=by, now=now)

    if form.is_valid() and (made := tried(form, work)) is not None:
        messages.success(request, "Stated. The gate's verdict is below; a person decides.")
        return redirect("support:launch", made.pk)
    return ask(request, form, title="State a launch", button="State it and ask the gate", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def change(request: HttpRequest, number: int) -> HttpResponseBase:
    """State it anew; promises stay."""
    by, now = actor_of(request), timezone.now()
    the(queries.launch, by.scope, number, now=now)
    before = operations.said_of(by, number, now=now)
    form = ChangeLaunch(
        posted(request), choices=_choices(by, now, without=number), none=WHOLE, initial=_typed(before),
        interfaces=queries.interfaces(by.scope),
    )  # fmt: skip

    def work() -> Any:
        typed = form.cleaned_data
        said = _said(typed, before=before)
        return operations.change_launch(number, said, why=typed["why"], by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Changed. It is to be decided again.")
        return redirect("support:launch", number)
    back = reverse("support:launch", args=[number])
    return ask(request, form, title=f"Change “{before.title}”", button="Change it", back=back)


def _typed(before: LaunchSaid) -> dict[str, Any]:
    names_of = ("title", "audience", "channel", "area", "begins_on", "ends_on", "is_final", "source")
    return {
        **{name: getattr(before, name) for name in names_of},
        **{name: list(getattr(before, name)) for name in ("collects", "replaces", "needs")},
        "uses": "\n".join(before.uses), "opens": opened(before.opens),
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def promise(request: HttpRequest, number: int) -> HttpResponseBase:
    """Add what it promises to whom."""
    by, now = actor_of(request), timezone.now()
    the(queries.launch, by.scope, number, now=now)
    before, today = operations.said_of(by, number, now=now), local_day(now)
    choices = {
        "audience": list(programme_rules(today).audiences.items()),
        "category": list(needs_on(today).items()),
    }
    form = AddPromise(posted(request), choices=choices, initial={"audience": before.audience})

    def work() -> Any:
        typed = dict(form.cleaned_data)
        why = typed.pop("why")
        said = replace(before, promises=(*before.promises, Promise(**typed)))
        return operations.change_launch(number, said, why=why, by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Added. The gate has looked again.")
        return redirect("support:launch", number)
    back = reverse("support:launch", args=[number])
    return ask(request, form, title=f"What does “{before.title}” promise?", button="Add it", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    """Decide about it, with the gate's reasons above the form."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.launch, by.scope, number, now=now)
    today = local_day(now)
    rules, needed = gate_rules(today), needs_on(today)
    passed = queries.gate(by.scope, [number], now=now)[number]
    form = DecideLaunch(
        posted(request), choices={"decision": pairs(rules.decisions)},
        initial={"decided_on": today, "saw": passed.verdict},
    )  # fmt: skip

    def work() -> Any:
        return operations.decide_launch(number, Decided(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Decided, and kept with what the gate said.")
        return redirect("support:launch", number)
    reasons = [sentence(rules, needed, passed, one.title, each) for each in passed.found]
    context = {
        "form": form, "title": f"Decide about “{one.title}”", "button": "Decide", "reasons": reasons,
        "verdict": tag_of(rules.verdicts, passed.verdict), "back": reverse("support:launch", args=[number]),
    }  # fmt: skip
    return render(request, "support/decide_launch.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def take_back(request: HttpRequest, number: int, promise_id: int) -> HttpResponseBase:
    """Take a promise back: the launch is stated anew without it."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.launch, by.scope, number, now=now)
    found = {row.pk: row for row in one.promises.all()}
    if promise_id not in found:
        raise Http404
    form, back = SayWhy(posted(request)), reverse("support:launch", args=[number])

    def work() -> Any:
        before = operations.said_of(by, number, now=now)
        at = list(found).index(promise_id)
        said = replace(before, promises=(*before.promises[:at], *before.promises[at + 1 :]))
        return operations.change_launch(number, said, why=form.cleaned_data["why"], by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Taken back. The gate has looked again.")
        return redirect(back)
    said = f"“{found[promise_id].text}”, of {one.title}"
    title = "Take a promise back"
    return ask(request, form, title=title, said=said, button="Take it back", back=back, ends_something=True)
