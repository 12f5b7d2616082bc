"""The last pages of somebody in need: for whom, where, how to reach them; then it is sent."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.furniture import posted, tried
from junction.core.scope import ANONYMOUS
from junction.support.forms.helping import Danger, ForWhom, Reach, Where
from junction.support.operations.needs import Stated, Who, state_need
from junction.support.queries.where import council_of, councils
from junction.support.rules.keeping import keeping_on
from junction.support.rules.routing import routing_on
from junction.support.rules.triage import triage_on
from junction.support.rules.where import outward_of

from .helping import KEPT, draft, keep, language, nothing, quiet, shown

SENT = "sent"


def _is_ready(request: HttpRequest) -> bool:
    routing = routing_on(local_day(timezone.now()))
    answers = draft(request).get("answers") or {}
    return routing.is_complete(answers)


@require_http_methods(["GET", "POST"])
@quiet
def for_whom(request: HttpRequest) -> HttpResponse:
    """Whether it is for oneself or for somebody else."""
    if not _is_ready(request):
        return nothing(request)
    relations = list(keeping_on(local_day(timezone.now())).relations.items())
    form = ForWhom(posted(request), relations=relations, initial=draft(request))
    if form.is_valid():
        keep(request, **form.cleaned_data)
        return redirect("support:where")
    routing = routing_on(local_day(timezone.now()))
    last = routing.way(draft(request)["answers"])[-1]
    return _form_page(request, form, button="Continue", back=reverse("support:question", args=[last]))


@require_http_methods(["GET", "POST"])
@quiet
def where(request: HttpRequest) -> HttpResponse:
    """Where the help is needed; of a postcode only its first half is kept here."""
    if not _is_ready(request):
        return nothing(request)
    today = local_day(timezone.now())
    form = Where(posted(request), councils=councils(ANONYMOUS.scope, on=today))
    if form.is_valid():
        area, half = _found(form)
        if area:
            keep(request, area=area, half=half)
            return redirect("support:you")
    more = {"heading": "Where is the help needed?"}
    return _form_page(request, form, button="Continue", back=reverse("support:for-whom"), **more)


def _found(form: Where) -> tuple[str, str]:
    """The council that was chosen or lies at the postcode, and the postcode's first half."""
    half = outward_of(form.cleaned_data["postcode"])
    area = form.cleaned_data["area"] or council_of(ANONYMOUS.scope, half)
    if not area:
        form.add_error("area", "We do not know this postcode: choose the council")
    return area, half


@require_http_methods(["GET", "POST"])
@quiet
def you(request: HttpRequest) -> HttpResponse:
    """How to reach them; sent from here."""
    said, now = draft(request), timezone.now()
    if not _is_ready(request) or "area" not in said:
        return nothing(request)
    form = Reach(posted(request))
    if form.is_valid():
        if refused := ratelimit.consume_or_429(request, action="state_need"):
            return refused
        typed = dict(form.cleaned_data)
        words = typed.pop("words")
        stated = Stated(
            said["answers"], said["area"], Who(**typed, language=language(request)), said["half"], words,
            on_behalf=said.get("on_behalf", ""), has_consent=bool(said.get("has_consent")),
        )  # fmt: skip
        if (made := tried(form, state_need, stated=stated, by=ANONYMOUS, now=now)) is not None:
            return _sent(request, made)
    more = {"heading": "How can we reach you safely?"}
    return _form_page(request, form, button="Send", back=reverse("support:where"), **more)


@require_http_methods(["GET", "POST"])
@quiet
def danger(request: HttpRequest) -> HttpResponse:
    """What to do in danger, at once; below it as little as it takes to send somebody as well."""
    now = timezone.now()
    routing = routing_on(local_day(now))
    form = Danger(posted(request), councils=councils(ANONYMOUS.scope, on=local_day(now)))
    if form.is_valid():
        area, half = _found(form)
        phone = form.cleaned_data["phone"]
        if area:
            who = Who(phone=phone, may_ring=bool(phone), is_protected=True, language=language(request))
            stated = Stated({routing.first: "yes"}, area, who, half)
            if refused := ratelimit.consume_or_429(request, action="state_need"):
                return refused
            if (made := tried(form, state_need, stated=stated, by=ANONYMOUS, now=now)) is not None:
                return _sent(request, made)
    easy = draft(request).get("easy")
    lines = routing.danger["easy" if easy else "lines"]
    context = {"form": form, "heading": routing.danger["title"], "lines": lines}
    return shown(request, "support/danger.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, made: Any) -> HttpResponse:
    """Forget what was answered; keep for one page what the person is told."""
    kept = {"language": language(request), "easy": draft(request).get("easy", False)}
    request.session[KEPT] = {
        **kept, SENT: {"reference": made.need.reference, "token": made.token, "answer": made.answer,
                       "level": made.need.level},
    }  # fmt: skip
    return redirect("support:sent")


@require_safe
@quiet
def sent(request: HttpRequest) -> HttpResponse:
    """The reference, what happens next and the private link."""
    told = draft(request).get(SENT)
    if not told:
        return nothing(request)
    now = timezone.now()
    level = triage_on(local_day(now)).levels.get(told["level"])
    link = request.build_absolute_uri(reverse("support:need-page", args=[told["token"]]))
    routing = routing_on(local_day(now))
    context = {**told, "link": link, "says": level.says if level else "", "danger": routing.danger}
    return shown(request, "support/sent.html", context)


def _form_page(request: HttpRequest, form: Any, *, button: str, back: str, heading: str = "") -> HttpResponse:
    context = {"form": form, "button": button, "back": back, "heading": heading}
    return shown(request, "support/help_form.html", context, status=422 if form.errors else 200)
