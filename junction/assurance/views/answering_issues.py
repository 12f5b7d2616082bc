"""At the centre: decide whether an issue needs one answer, answer it, say to whom that was published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.assurance.forms.national import Publish, Respond, RuleOn
from junction.assurance.operations import national as operations
from junction.assurance.operations.national import Answered
from junction.assurance.queries import national as queries
from junction.assurance.queries.reach import RAISE
from junction.assurance.rules.national import national_rules
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def rule_on_issue(request: HttpRequest, number: int) -> HttpResponseBase:
    """Decide whether it needs one national answer; the newest decision counts."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.issues(by.scope, now=now).get, pk=number)
    form, back = RuleOn(posted(request)), reverse("assurance:national-issue", args=[number])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.rule_on_issue, number=number, **said, by=by, now=now) is not None:
            messages.success(request, "The decision is written down.")
            return redirect(back)
    title = "Does it need one national answer?"
    return ask(request, form, title=title, said=one.title, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def respond_to_issue(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write down a promise or the answer; what was said before stays below it."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.issues(by.scope, now=now).get, pk=number)
    rules = national_rules(local_day(now))
    form = Respond(posted(request), choices={"kind": pairs(rules.responses)})
    back = reverse("assurance:national-issue", args=[number])

    def respond() -> Any:
        return operations.respond_to_issue(number, Answered(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and tried(form, respond) is not None:
        messages.success(request, "Written down.")
        return redirect(back)
    return ask(request, form, title="What was said?", said=one.title, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def publish_answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say to whom the newest answer was published."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.issues(by.scope, now=now).get, pk=number)
    form = Publish(posted(request), choices={"audience": pairs(national_rules(local_day(now)).audiences)})
    back = reverse("assurance:national-issue", args=[number])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.publish_answer, number=number, **said, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    title = "To whom was the answer published?"
    note = f"{one.title}. Providers see the issue once it was published to them or to everybody."
    return ask(request, form, title=title, said=note, button="Write it down", back=back)
