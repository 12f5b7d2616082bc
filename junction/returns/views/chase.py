"""The chase list: who has not reported, whom to ring, what came of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import read_on
from junction.core.tables.writing import CSV_TYPE, write_csv
from junction.core.wording import in_a_sentence
from junction.registry.queries import areas_of_incident, incident

from ..forms.calls import CallForm
from ..operations.calls import CannotLogCall, Said, log_call
from ..queries.asked import asked_here
from ..queries.chase import (
    CALL_STATES,
    CHASE,
    ChaseList,
    ChaseRow,
    calls_about,
    councils_to_chase,
)
from ..queries.chase import (
    chase_list as chase_list_of,
)
from ..queries.owed import ORDERS, PAGE, Wanted
from ..queries.sheets import FILE
from ..rules.chasing import call_outcomes
from ..rules.measures import RATING_WORDS
from ..rules.questions import QuestionSet, question_set_on, question_sets_on
from ..rules.windows import about_on as open_day
from ..rules.windows import due_at, may_file_about
from .mine import page_number

HEADER = (
    *("place", "name", "town", "postcode", "provider", "phone", "last return", "returns missed"),
    *("risk", "own rating", "calls", "last outcome", "call again at"),
)
LARGEST = 100_000


def asked_for(request: HttpRequest) -> tuple[QuestionSet, date]:
    """Return the question set and the day of the list; 404 for one there is not."""
    now = timezone.now()
    name = request.GET.get("set", "") or question_sets_on(timezone.localdate(now))[0].name
    try:
        asked = question_set_on(name, timezone.localdate(now))
        day = read_on(request.GET["on"], today=None) if request.GET.get("on") else open_day(asked.window, now)
    except LookupError as nothing:
        raise Http404 from nothing
    if not may_file_about(asked.window, day, now):
        raise Http404
    return asked, day


def wanted_from(request: HttpRequest, areas: frozenset[str] | None, **more: Any) -> Wanted:
    """Read the filters, beside the areas of an incident; what makes no sense is left out."""
    area, provider, rating = (request.GET.get(name, "") for name in ("area", "provider", "risk"))
    order = request.GET.get("order", "")
    return Wanted(
        area_codes=frozenset({area}) if area else frozenset(),
        among_areas=areas,
        provider_id=int(provider) if provider.isdecimal() and len(provider) < 18 else None,
        rating=RATING_WORDS.index(rating) if rating in RATING_WORDS else None,
        order=order if order in ORDERS else "risk",
        **more,
    )


@needs(CHASE)
@require_safe
def chase_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """List who owes a return, worst first; as a file with `?format=csv`."""
    asked, day = asked_for(request)
    now = timezone.now()
    state = request.GET.get("calls", "all")
    as_file = request.GET.get("format") == "csv"
    size = {"page": 1, "page_size": LARGEST} if as_file else {"page": page_number(request)}
    scope = actor_of(request).scope
    covered_by, areas = incident_in(request, day)
    found = chase_list_of(
        scope,
        question_set=asked,
        about_on=day,
        wanted=wanted_from(request, areas, **size),
        call_state=state if state in CALL_STATES else "all",
        now=now,
    )
    if as_file:
        return file_of(found.rows, f"chase-list-{asked.name}-{day.isoformat()}.csv")
    return list_page(request, found, asked=asked, day=day, covered_by=covered_by)


def incident_in(request: HttpRequest, day: date) -> tuple[str, frozenset[str] | None]:
    """Return the name of the incident the list is narrowed to and the areas it covers; none without one."""
    number = request.GET.get("incident", "")
    if not number.isdecimal() or len(number) > 18:
        return "", None
    scope = actor_of(request).scope
    try:
        one = incident(scope, int(number))
    except ObjectDoesNotExist:
        return "", None
    return one.name, areas_of_incident(scope, one, on=day)


def list_page(
    request: HttpRequest, found: ChaseList, *, asked: QuestionSet, day: date, covered_by: str
) -> HttpResponse:
    """Draw one page of the list."""
    scope, today = actor_of(request).scope, timezone.localdate()
    outcomes = call_outcomes(today)
    here = asked_here(scope, permission=CHASE, on=day)
    context = {
        "found": found,
        "question_set": asked,
        "sets": here.sets,
        "because": here.because(asked),
        "covered_by": covered_by,
        "about_on": day,
        "due_at": due_at(asked.window, day),
        "councils": councils_to_chase(scope),
        "one_tap": [outcome for outcome in outcomes.values() if outcome.one_tap],
        "outcomes": outcomes,
        "page_size": PAGE,
        # Addresses of fifty rows: made once, since making each costs more than drawing its row.
        "past_url": reverse("returns:my-returns"),
        "chase_url": reverse("returns:chase-list"),
        "rating_words": RATING_WORDS,
        "may_file": scope.may(FILE),
        "query": request.GET.urlencode(),
    }
    return render(request, "returns/chase_list.html", context)


def file_of(rows: list[ChaseRow], name: str) -> StreamingHttpResponse:
    """Hand out the whole list as a file."""
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(write_csv(HEADER, lines(rows)), content_type=CSV_TYPE, headers=said)


def lines(rows: list[ChaseRow]) -> Iterator[list[Any]]:
    """Write each row for a file."""
    for row in rows:
        at, call = row.standing, row.call
        yield [
            at.place_id, at.name, at.town, at.postcode, row.provider, row.phone, at.last_about_on, row.missed,
            RATING_WORDS[at.computed_rating or 0], RATING_WORDS[at.declared_rating or 0],
            call.attempts if call else 0, call.outcome if call else "", call.next_call_at if call else None,
        ]  # fmt: skip


@needs(CHASE)
@require_POST
def log_call_at_once(request: HttpRequest) -> HttpResponse:
    """Write down a call with one tap on the list: the button says the place and the outcome."""
    asked, day = asked_for(request)
    place, _, outcome = request.POST.get("call", "").partition(":")
    if not place.isdecimal() or len(place) > 18:
        raise Http404
    logged = log(request, int(place), asked, day, Said(outcome=outcome))
    if logged is None:
        raise Http404
    said = call_outcomes(timezone.localdate())[outcome].text
    messages.success(request, f"Call noted: {in_a_sentence(said)}.")
    return redirect(f"{reverse('returns:chase-list')}?{request.GET.urlencode()}#place-{place}")


def log(request: HttpRequest, place_id: int, asked: QuestionSet, day: date, said: Said) -> int | None:
    """Write down a call; nothing when it cannot be, 404 for a place out of reach."""
    try:
        return log_call(
            place_id=place_id,
            question_set=asked.name,
            about_on=day,
            said=said,
            by=actor_of(request),
            now=timezone.now(),
        )
    except ObjectDoesNotExist as nothing:
        raise Http404 from nothing
    except CannotLogCall:
        return None


@needs(CHASE)
@require_http_methods(["GET", "HEAD", "POST"])
def log_call_page(request: HttpRequest, place_id: int) -> HttpResponse:
    """Write down a call in full, below the calls already made about this return."""
    asked, day = asked_for(request)
    now = timezone.now()
    try:
        about = calls_about(
            actor_of(request).scope,
            place_id=place_id,
            question_set=asked.name,
            about_on=day,
            now=now,
        )
    except ObjectDoesNotExist as nothing:
        raise Http404 from nothing
    outcomes = call_outcomes(timezone.localdate(now))
    form = CallForm(request.POST or None, outcomes=outcomes)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        said = Said(typed["outcome"], typed["spoke_to"], typed["clock"], typed["note"])
        if log(request, place_id, asked, day, said) is not None:
            messages.success(request, f"Call to {about.name} noted.")
            return redirect(f"{reverse('returns:chase-list')}?{request.GET.urlencode()}#place-{place_id}")
    context = {
        "form": form,
        "about": about,
        "question_set": asked,
        "about_on": day,
        "outcomes": outcomes,
        "query": request.GET.urlencode(),
    }
    return render(request, "returns/log_call.html", context, status=422 if form.errors else 200)
