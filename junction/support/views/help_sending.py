"""The last pages of somebody in need: for whom, where, how to reach them; then it is sent, once."""

from dataclasses import asdict
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.furniture import posted, tried
from junction.core.scope import ANONYMOUS
from junction.support.forms.helping import ME, Danger, ForWhom, IsRight, Reach, Where
from junction.support.operations.needs import Stated, Who
from junction.support.operations.sending import Sent, send_once
from junction.support.queries.where import council_at, councils
from junction.support.rules.keeping import keeping_on
from junction.support.rules.need_texts import NeedTexts, need_texts_on
from junction.support.rules.routing import routing_on
from junction.support.rules.triage import triage_on
from junction.support.rules.where import outward_of

from .helping import KEPT, draft, draft_key, keep, language, nothing, quiet, shown

SENT = "sent"


def _texts() -> NeedTexts:
    return need_texts_on(local_day(timezone.now()))


def _is_ready(request: HttpRequest) -> bool:
    routing = routing_on(local_day(timezone.now()))
    answers = draft(request).get("answers") or {}
    return routing.is_complete(answers)


def _out_of_turn(request: HttpRequest) -> HttpResponse:
    """Whoever has sent it sees that it is sent; to anybody else there is nothing here."""
    return redirect("support:sent") if SENT in draft(request) else nothing(request)


@require_http_methods(["GET", "POST"])
@quiet
def for_whom(request: HttpRequest) -> HttpResponse:
    """Whether it is for oneself or for somebody else."""
    if not _is_ready(request):
        return _out_of_turn(request)
    relations = list(keeping_on(local_day(timezone.now())).relations.items())
    form = ForWhom(posted(request), texts=_texts(), relations=relations, initial=_for_whom_before(request))
    if form.is_valid():
        keep(request, **form.cleaned_data)
        return redirect("support:where")
    routing = routing_on(local_day(timezone.now()))
    last = len(routing.way(draft(request)["answers"]))
    return _form_page(request, form, button="Continue", back=reverse("support:question", args=[last]))


def _for_whom_before(request: HttpRequest) -> dict[str, Any]:
    said = draft(request)
    if "on_behalf" not in said:
        return {}
    return {"on_behalf": said["on_behalf"] or ME, "has_consent": said["has_consent"]}


@require_http_methods(["GET", "POST"])
@quiet
def where(request: HttpRequest) -> HttpResponse:
    """Where the help is needed; of a postcode only its first half is kept here."""
    if not _is_ready(request):
        return _out_of_turn(request)
    today = local_day(timezone.now())
    form = Where(posted(request), texts=_texts(), councils=councils(ANONYMOUS.scope, on=today))
    if form.is_valid():
        area, half, is_certain = _found(form)
        if area:
            keep(request, area=area, half=half)
            return redirect("support:you" if is_certain else "support:council")
    more = {"heading": _texts().asked("where", "text")}
    return _form_page(request, form, button="Continue", back=reverse("support:for-whom"), **more)


def _found(form: Where) -> tuple[str, str, bool]:
    """The council that was chosen or lies at the postcode, the postcode's first half, and whether that is
    certain.
    """
    written = form.cleaned_data["postcode"]
    half = outward_of(written)
    if form.cleaned_data["area"]:
        return form.cleaned_data["area"], half, True
    found = council_at(ANONYMOUS.scope, written, on=local_day(timezone.now()))
    if not found.council:
        form.add_error("area", gettext("We do not know this postcode: choose the council"))
    return found.council, half, found.is_certain


@require_http_methods(["GET", "POST"])
@quiet
def council(request: HttpRequest) -> HttpResponse:
    """Whether the council that a postcode seems to lie in is the right one; else which is."""
    said, today = draft(request), local_day(timezone.now())
    if not _is_ready(request) or "area" not in said:
        return _out_of_turn(request)
    known = councils(ANONYMOUS.scope, on=today)
    form = IsRight(posted(request), councils=known)
    if form.is_valid():
        if form.cleaned_data["is_right"] == "no":
            keep(request, area=form.cleaned_data["area"])
        return redirect("support:you")
    context = {"form": form, "back": reverse("support:where"), "name": dict(known).get(said["area"], "")}
    return shown(request, "support/help_council.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@quiet
def you(request: HttpRequest) -> HttpResponse:
    """How to reach them; sent from here."""
    said = draft(request)
    if not _is_ready(request) or "area" not in said:
        return _out_of_turn(request)
    form = Reach(posted(request), texts=_texts())
    if form.is_valid():
        typed = dict(form.cleaned_data)
        words = typed.pop("words")
        stated = Stated(
            said["answers"], said["area"], Who(**typed, language=language(request)), said["half"], words,
            on_behalf=said.get("on_behalf", ""), has_consent=bool(said.get("has_consent")),
        )  # fmt: skip
        if made := _send(request, form, stated):
            return _sent(request, made)
    asked = _texts().reach
    more = {"heading": asked["text"], "after": asked["after"]}
    return _form_page(request, form, button="Send", back=reverse("support:where"), **more)


@require_http_methods(["GET", "POST"])
@quiet
def danger(request: HttpRequest) -> HttpResponse:
    """What to do in danger, at once; below it as little as it takes to send somebody as well."""
    now = timezone.now()
    routing = routing_on(local_day(now))
    form = Danger(posted(request), texts=_texts(), councils=councils(ANONYMOUS.scope, on=local_day(now)))
    if form.is_valid():
        area, half, _ = _found(form)
        phone = form.cleaned_data["phone"]
        who = Who(phone=phone, may_ring=bool(phone), is_protected=True, language=language(request))
        stated = Stated({routing.first: "yes"}, area, who, half)
        if area and (made := _send(request, form, stated)):
            return _sent(request, made)
    easy = draft(request).get("easy")
    lines = routing.danger["easy" if easy else "lines"]
    context = {"form": form, "heading": routing.danger["title"], "lines": lines}
    return shown(request, "support/danger.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: Any, stated: Stated) -> Sent | None:
    """Send it, once for each draft; or write at the form why not, with what was typed still there."""
    if not ratelimit.consume(request, action="state_need"):
        form.add_error(None, gettext("Too much was sent from here. Wait a minute, then press Send again."))
        return None
    key, now = draft_key(request), timezone.now()
    made: Sent | None = tried(form, send_once, draft=key, stated=stated, by=ANONYMOUS, now=now)
    return made


def _sent(request: HttpRequest, made: Sent) -> HttpResponse:
    """Forget what was answered; keep for one page what the person is told."""
    kept = {"language": language(request), "easy": draft(request).get("easy", False)}
    request.session[KEPT] = {**kept, SENT: asdict(made)}
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


def _form_page(request: HttpRequest, form: Any, *, button: str, back: str, **more: str) -> HttpResponse:
    context = {"form": form, "button": button, "back": back, **more}
    return shown(request, "support/help_form.html", context, status=422 if form.errors else 200)
