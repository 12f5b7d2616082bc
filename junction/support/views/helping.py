"""Pages for somebody in need: no account, one question each, a way out at every moment.

What they answered stands in their session as codes; what they tell of themselves is typed on the last page
and never kept there. Leaving clears the session and, for a while, these pages show nothing in that browser:
whoever goes back finds no trace. Titles say nothing of what the pages are for.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.furniture import posted
from junction.core.pages.words import moment as moment_words
from junction.core.scope import ANONYMOUS
from junction.support.forms.helping import AskOne
from junction.support.queries.languages import best_of, spoken
from junction.support.rules.need_texts import need_texts_on
from junction.support.rules.routing import END, NotAnAnswer, Question, Routing, Texts, routing_on

KEPT, QUIET, DRAFT = "need", "quiet", "draft"
EASY = "easy"
Page = Callable[..., HttpResponse]


def draft(request: HttpRequest) -> dict[str, Any]:
    """What was answered so far in this session: codes only."""
    found: dict[str, Any] = request.session.get(KEPT) or {}
    return found


def keep(request: HttpRequest, **said: Any) -> None:
    """Keep more of it."""
    request.session[KEPT] = {**draft(request), **said}


def draft_key(request: HttpRequest) -> str:
    """The name of what is being written here, so that it is sent once however often somebody presses."""
    if DRAFT not in draft(request):
        keep(request, draft=secrets.token_hex(16))
    key: str = draft(request)[DRAFT]
    return key


def when(request: HttpRequest, moment: datetime) -> str:
    """A moment in the language chosen."""
    if language(request) == "en":
        return moment_words(moment)
    return date_format(timezone.localtime(moment), "j E Y, H:i")


def quiet(view: Page) -> Page:
    """Show nothing in a browser that has left, until somebody begins anew."""

    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if request.COOKIES.get(QUIET):
            return nothing(request)
        with override(language(request)):
            return view(request, *arguments, **named)

    return guarded


def language(request: HttpRequest) -> str:
    """The language that was chosen; before that, the first that the browser asks for and is spoken here."""
    known = spoken(ANONYMOUS.scope)
    code = draft(request).get("language") or ""
    return (
        code if code in known else best_of(ANONYMOUS.scope, request.headers.get("Accept-Language", ""), known)
    )


def nothing(request: HttpRequest) -> HttpResponse:
    """A page with nothing on it."""
    code = language(request)
    with override(code):
        return render(request, "support/nothing.html", {"say": gettext, "language": code})


def shown(request: HttpRequest, template: str, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of these, with its way out."""
    leave = {"leave": reverse("support:leave"), "say": gettext, "language": language(request)}
    return render(request, template, {**leave, **more}, status=status)


def wording(request: HttpRequest, texts: Texts) -> str:
    """A text in the language chosen, and in easy words where they were."""
    return gettext(texts.easy if draft(request).get(EASY) else texts.text)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The first page: what to do in danger, the languages, the first question."""
    if (
        "again" in request.GET
    ):  # by an address of its own, so that none is left to go back to that begins anew
        anew = redirect("support:help")
        anew.delete_cookie(QUIET)
        return anew
    if request.COOKIES.get(QUIET):
        return nothing(request)
    if request.GET.get("in") in spoken(ANONYMOUS.scope):
        keep(request, language=request.GET["in"])
    if EASY in request.GET:
        keep(request, easy=request.GET[EASY] == "1")
    routing = routing_on(local_day(timezone.now()))
    keep(request, answers={}, draft=secrets.token_hex(16))
    with override(language(request)):
        return _asked(request, routing, routing.questions[routing.first], None)


@require_http_methods(["GET", "POST"])
@quiet
def question(request: HttpRequest, step: int) -> HttpResponse:
    """One question, by its place on the way: the address says nothing. Its answer leads to the next."""
    routing = routing_on(local_day(timezone.now()))
    answers: dict[str, str] = draft(request).get("answers", {})
    way = _way(routing, answers) if "answers" in draft(request) else []
    if not 1 <= step <= len(way):
        return nothing(request)
    code = way[step - 1]
    asked = routing.questions[code]
    form = _form(request, asked, posted(request), answers.get(code, ""))
    if not form.is_valid():
        return _asked(request, routing, asked, form if request.method == "POST" else None)
    answers = routing.kept({**answers, code: form.cleaned_data["answer"]})
    keep(request, answers=answers)
    following = routing.after(code, answers[code])
    if following != END:
        return redirect("support:question", step=step + 1)
    is_danger = routing.outcome(answers).level == "danger"
    return redirect("support:danger" if is_danger else "support:for-whom")


def _way(routing: Routing, answers: dict[str, str]) -> list[str]:
    try:
        return routing.way(answers)
    except NotAnAnswer:  # the file of another day asked what this one does not
        return []


def _form(request: HttpRequest, asked: Question, data: Any, before: str) -> AskOne:
    return AskOne(
        data, question=wording(request, asked.texts), hint=gettext(asked.hint) if asked.hint else "",
        choices=[(one.code, wording(request, one.texts)) for one in asked.options],
        initial={"answer": before},
    )  # fmt: skip


def _asked(request: HttpRequest, routing: Routing, asked: Question, form: AskOne | None) -> HttpResponse:
    answers = draft(request).get("answers", {})
    form = form or _form(request, asked, None, answers.get(asked.code, ""))
    way = _way(routing, answers)
    place = way.index(asked.code) if asked.code in way else 0
    back = reverse("support:question", args=[place]) if place > 1 else ""
    context = {
        "form": form, "is_first": asked.code == routing.first, "languages": spoken(ANONYMOUS.scope),
        "is_easy": bool(draft(request).get(EASY)), "back": back or (reverse("support:help") if place else ""),
        "action": reverse("support:question", args=[place + 1]), "danger": routing.danger,
    }  # fmt: skip
    return shown(request, "support/question.html", context, status=422 if form.errors else 200)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Clear what this session holds and go elsewhere, at once and with nothing asked."""
    if actor_of(request).key == ANONYMOUS.key:
        request.session.flush()
    else:
        request.session.pop(KEPT, None)
    answer = redirect(routing_on(local_day(timezone.now())).leave_to)
    quiet_seconds = need_texts_on(local_day(timezone.now())).quiet_seconds
    answer.set_cookie(
        QUIET, "1", max_age=quiet_seconds, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
