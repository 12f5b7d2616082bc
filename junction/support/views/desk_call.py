"""Taking a call: the questions of the web as a script, then who rings; likely duplicates before one is made.

The answers so far stand in the address as codes, so that going back and on works without anything kept; what
the caller tells of themselves is only in the form that is sent.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import posted, the
from junction.core.refusals import Refusal
from junction.core.scope import ANONYMOUS
from junction.registry.queries import place as one_place
from junction.registry.queries import search_places
from junction.support.forms.desk_call import Caller, PlaceMatter
from junction.support.operations.need_refusals import LooksLikeAnother
from junction.support.operations.needs import Stated, Who
from junction.support.operations.provider_cases import open_provider_case
from junction.support.operations.taken_calls import state_and_take
from junction.support.queries import needs as queries
from junction.support.queries.languages import SOURCE, spoken
from junction.support.queries.needs import ANSWER, ASK
from junction.support.queries.where import councils
from junction.support.rules.desk import desk_on
from junction.support.rules.keeping import keeping_on
from junction.support.rules.need_texts import need_texts_on
from junction.support.rules.routing import NotAnAnswer, Routing, routing_on
from junction.support.rules.triage import triage_on

from .choosing import choice_of_place

SENT_FROM = "sent-from"  # the question whose page was sent; no question is called so
NOT_WHO = ("area", "postcode", "on_behalf", "has_consent", "is_another", "words")


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def take_call(request: HttpRequest) -> HttpResponse:
    """The script for a caller, one question after the other; then who they are."""
    routing = routing_on(local_day(timezone.now()))
    answers = _answers(request, routing)
    way = routing.way(answers)
    asked = routing.questions[way[-1]]
    questions = [(routing.questions[code], answers[code]) for code in way if code in answers]
    given = [(question, question.option(answer)) for question, answer in questions]
    language, is_easy = _tongue(request)
    tongue = {**({"in": language} if language != SOURCE else {}), **({"easy": "1"} if is_easy else {})}
    back = _address(dict(list(answers.items())[:-1]) | tongue) if answers else reverse("support:desk")
    context = {
        "given": given, "asked": asked, "answers": answers, "danger": routing.danger, "back": back,
        "sent_from": SENT_FROM, "tongue": tongue, "language": language, "is_easy": is_easy,
        "spoken": _said(language, is_easy), "ways": _other_tongues(answers, language, is_easy),
        "is_missing": request.GET.get(SENT_FROM) == asked.code and asked.code not in answers,
    }  # fmt: skip
    if not routing.is_complete(answers):
        return render(request, "support/take_call.html", context)
    return _who(request, routing, answers, context)


def _tongue(request: HttpRequest) -> tuple[str, bool]:
    """The language that the caller speaks, and whether in easy words."""
    code = request.GET.get("in", SOURCE)
    return code if code in spoken(ANONYMOUS.scope) else SOURCE, request.GET.get("easy") == "1"


def _said(language: str, is_easy: bool) -> Callable[[Any], str]:
    """What is read to the caller of a wording of the file, or of a text."""

    def words(one: Any) -> str:
        text = one if isinstance(one, str) else one.easy if is_easy else one.text
        with override(language):
            return gettext(text)

    return words


def _other_tongues(answers: dict[str, str], language: str, is_easy: bool) -> list[tuple[str, str]]:
    """Where the same question is asked in the other languages, and in easy words or all of them."""
    easy, here = {"easy": "1"} if is_easy else {}, {"in": language}
    ways = [
        (f"Ask in {name}", _address(answers | {"in": code} | easy))
        for code, name in spoken(ANONYMOUS.scope).items() if code != language
    ]  # fmt: skip
    turned = ("All the words", here) if is_easy else ("Easy words", here | {"easy": "1"})
    return [*ways, (turned[0], _address(answers | turned[1]))]


def _answers(request: HttpRequest, routing: Routing) -> dict[str, str]:
    said = {code: request.GET[code] for code in routing.questions if code in request.GET}
    try:
        return routing.kept(said)
    except NotAnAnswer:  # an address of another day, or one made by hand
        return {}


def _address(answers: dict[str, str]) -> str:
    return f"{reverse('support:take-call')}?{urlencode(answers)}"


def _who(request: HttpRequest, routing: Routing, answers: dict[str, str], context: Any) -> HttpResponse:
    by, now = actor_of(request), timezone.now()
    day, reach = local_day(now), by.scope.reach(ANSWER)
    mine = [pair for pair in councils(by.scope, on=day) if reach.national or pair[0] in reach.areas]
    form = Caller(
        posted(request), texts=need_texts_on(day), councils=mine,
        relations=list(keeping_on(day).relations.items()),
    )  # fmt: skip
    alike: Any = []
    if form.is_valid():
        typed = dict(form.cleaned_data)
        told = {name: value for name, value in typed.items() if name not in NOT_WHO}
        who = Who(**told, language=context["language"])
        stated = Stated(
            answers, typed["area"], who, typed["postcode"], typed["words"], channel="phone",
            on_behalf=typed["on_behalf"], has_consent=typed["has_consent"],
        )  # fmt: skip
        try:
            made = state_and_take(stated, is_another=typed["is_another"], by=by, now=now)
            messages.success(request, f"Reference {made.need.reference}. Say: {made.answer}")
            return redirect("support:case", need_id=made.need.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
            alike = _alike(by.scope, refused, ANSWER)
    outcome = routing.outcome(answers)
    level = triage_on(day).levels[outcome.level]
    context |= {"form": form, "alike": alike, "outcome": outcome, "level": level, "kinds": routing.categories,
                "title_of_class": routing.class_titles[outcome.need_class]}  # fmt: skip
    return render(request, "support/who_rings.html", context, status=422 if form.errors else 200)


def _alike(scope: Any, refused: Refusal, permission: str) -> list[Any]:
    if not isinstance(refused, LooksLikeAnother):
        return []
    numbers: Any = refused.about["needs"]
    return list(queries.needs(scope, permission=permission).filter(pk__in=numbers))


@require_safe
@needs(ASK)
def choose_place(request: HttpRequest) -> HttpResponse:
    """Which place it is about: one's own few, or a search."""
    scope = actor_of(request).scope
    few = list(search_places(scope, "", permission=ASK)[:2]) if not request.GET.get("q", "").strip() else []
    if len(few) == 1:
        return redirect("support:ask-for-place", place_id=few[0].pk)
    back = reverse("support:desk" if scope.may(ANSWER) else "support:home")
    return choice_of_place(request, title="Which place is it about?", back=back,
                           to=lambda place: reverse("support:ask-for-place", args=[place.pk]))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(ASK)
def ask_for_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """What a place asks the desk: by its manager, or taken down by an agent on the phone."""
    by, now = actor_of(request), timezone.now()
    place = the(one_place, by.scope, place_id, permission=ASK)
    desk, is_agent = desk_on(local_day(now)), by.scope.may(ANSWER)
    form = PlaceMatter(posted(request), matters=[(code, one.title) for code, one in desk.matters.items()])
    alike: Any = []
    if form.is_valid():
        channel = "phone" if is_agent else "web"
        try:
            made = open_provider_case(place.pk, **form.cleaned_data, channel=channel, by=by, now=now)
            messages.success(request, f"Reference {made.need.reference}. {made.answer}")
            return redirect("support:case" if is_agent else "support:need", need_id=made.need.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
            alike = _alike(by.scope, refused, ASK)
    kinds = desk.matter_titles
    context = {"form": form, "place": place, "alike": alike, "kinds": kinds, "is_agent": is_agent}
    return render(request, "support/ask_for_place.html", context, status=422 if form.errors else 200)
