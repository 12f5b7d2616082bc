"""How likely a task is somewhere, for whoever thinks of signing up: shown before they say who they are.

The same figure as on a volunteer's own page, from the same data. Nothing of what is typed is kept, and counts
are told roughly, since anybody may ask.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.http.limits import address, share
from junction.core.pages import render
from junction.core.scope import ANONYMOUS
from junction.support.forms.volunteering import Chances
from junction.support.queries.volunteer_tasks import likely_around
from junction.support.rules.volunteer_tasks import tasks_on
from junction.support.rules.volunteering import mask, volunteering_on

A_MINUTE = 60  # looks from one address of the internet
limit = share(A_MINUTE)


@require_safe
def chances(request: HttpRequest) -> HttpResponse:
    """Ask where and what; say how likely a task is, or why nothing can be said."""
    now = timezone.now()
    today = local_day(now)
    book = volunteering_on(today)
    form = Chances(request.GET or None, book=book)
    context: dict[str, Any] = {"form": form, "found": None}
    if form.is_valid():
        if limit.wait(address(request)):
            return render(request, "429.html", status=429)
        said = form.cleaned_data
        skills = mask(book.skills, said["skills"])
        context["reach_km"] = said["reach_km"]
        context["found"] = likely_around(
            ANONYMOUS.scope,
            tasks_on(today),
            said["postcode"],
            skills=skills,
            reach_km=said["reach_km"],
            now=now,
        )
        if context["found"] is None:
            form.add_error("postcode", "Nothing is known near this postcode. Give another one nearby")
    return render(request, "support/volunteer/chances.html", context, status=422 if form.errors else 200)
