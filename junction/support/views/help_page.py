"""The private page of a need, behind its link and the code word that was chosen; and the form for a worry."""

from contextlib import suppress
from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.furniture import posted, tried
from junction.core.refusals import Refusal
from junction.core.scope import ANONYMOUS
from junction.support.forms.helping import RaiseConcern, SayWord
from junction.support.operations.concerns import raise_concern as write_concern
from junction.support.operations.letters import ask_for_letter
from junction.support.operations.settling import say_still_needed
from junction.support.queries.letters import is_asked, may_ask
from junction.support.queries.needs import is_code_word, need_of_link
from junction.support.queries.where import councils
from junction.support.rules.keeping import keeping_on
from junction.support.rules.routing import routing_of, routing_on

from .helping import draft, keep, nothing, quiet, shown, when

OPENED, HEARD = "opened", "heard"


@require_http_methods(["GET", "POST"])
@quiet
def need_page(request: HttpRequest, token: str) -> HttpResponse:
    """How a need stands, for whoever holds its link (and its code word, where there is one). One that was
    joined says nothing of the other: whoever stated it may be somebody else.
    """
    if refused := ratelimit.consume_or_429(request, action="need_link"):
        return refused
    need = need_of_link(ANONYMOUS.scope, token)
    if need is None:
        raise Http404
    if draft(request).get(OPENED) != need.pk and not is_code_word(ANONYMOUS.scope, need, ""):
        return _ask_word(request, need)
    if request.method == "POST":
        _answered(request, token)
        return redirect("support:need-page", token=token)
    answer = routing_of(need.routing).answer_of(need.need_class, need.answers)
    context = {"need": need, "reference": need.reference, "answer": answer,
               "by": when(request, need.limit_at), "since": when(request, need.state_at),
               "may_ask": may_ask(ANONYMOUS.scope, need, on=local_day(timezone.now())),
               "is_asked": is_asked(ANONYMOUS.scope, need),
               "is_heard": draft(request).get(HEARD) == need.pk,
               "danger": routing_on(local_day(timezone.now())).danger}  # fmt: skip
    return shown(request, "support/need_page.html", context)


def _answered(request: HttpRequest, token: str) -> None:
    """Write down yes or no, or that a letter is asked for; all else, or after its end, changes nothing."""
    still = {"yes": True, "no": False}.get(request.POST.get("still", ""))
    if request.POST.get("letter") == "carer":
        with suppress(Refusal):
            ask_for_letter(token, by=ANONYMOUS, now=timezone.now())
    if still is None:
        return
    with suppress(Refusal):
        say_still_needed(token, still_needed=still, by=ANONYMOUS, now=timezone.now())
        need = need_of_link(ANONYMOUS.scope, token)
        keep(request, heard=need.pk if need else None)


def _ask_word(request: HttpRequest, need: Any) -> HttpResponse:
    """Ask for the code word; few guesses for each need, from wherever they come."""
    form = SayWord(posted(request))
    if form.is_valid():
        if refused := ratelimit.consume_or_429(request, action="need_code_word", key=str(need.pk)):
            return refused
        if is_code_word(ANONYMOUS.scope, need, form.cleaned_data["code_word"]):
            keep(request, opened=need.pk)
            return redirect(request.path)
        form.add_error("code_word", gettext("This is not the code word of this page"))
    context = {"form": form, "button": "Continue", "back": "", "heading": "Your page"}
    return shown(request, "support/help_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@quiet
def raise_concern(request: HttpRequest) -> HttpResponse:
    """Write down a worry that somebody is harmed."""
    now = timezone.now()
    kinds = list(keeping_on(local_day(now)).concerns.items())
    form = RaiseConcern(posted(request), kinds=kinds, councils=councils(ANONYMOUS.scope, on=local_day(now)))
    if form.is_valid():
        if not ratelimit.consume(request, action="state_need"):
            form.add_error(
                None, gettext("Too much was sent from here. Wait a minute, then press Send again.")
            )
        elif made := tried(form, write_concern, **form.cleaned_data, by=ANONYMOUS, now=now):
            keep(request, worry=made.reference)
            return redirect("support:concern-sent")
    context = {
        "form": form, "button": "Send", "back": reverse("support:help"),
        "heading": "Tell us about your worry",
        "before": routing_on(local_day(now)).danger["lines"][0],
    }  # fmt: skip
    return shown(request, "support/help_form.html", context, status=422 if form.errors else 200)


@require_safe
@quiet
def concern_sent(request: HttpRequest) -> HttpResponse:
    """The reference of a worry that was just written down."""
    reference = draft(request).get("worry")
    if not reference:
        return nothing(request)
    return shown(request, "support/concern_sent.html", {"reference": reference})
