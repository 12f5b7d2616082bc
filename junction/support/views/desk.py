"""The desk: the queue by limit and age, the next case in one key, taking one, letting it go, finding one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import posted, the
from junction.core.pages.sheets import pairs
from junction.core.pages.tables import whole_number
from junction.core.refusals import Refusal
from junction.record.queries.keepers import names
from junction.support.forms.desk import FindCase
from junction.support.operations.desk import let_go, take_case, take_next
from junction.support.queries.cases import find_cases
from junction.support.queries.desk import COUNTED, PAGE, SHOWS, Sought, beside, queue
from junction.support.queries.hubs import hubs_to_choose
from junction.support.queries.needs import ANSWER
from junction.support.rules.desk import desk_on
from junction.support.rules.routing import routing_on
from junction.support.rules.triage import level_of, triage_on

TITLES = {
    "to-take": "To be taken", "mine": "Mine", "all": "All open", "rings": "To be rung back",
    "passed": "Passed on",
}  # fmt: skip


def sought_from(query: Any, levels: Any, kinds: Any) -> Sought:
    """Read the filters; what makes no sense is left out."""
    show, level, kind, hub = (query.get(name, "") for name in ("show", "level", "what", "hub"))
    return Sought(
        show=show if show in SHOWS else "to-take",
        hub=int(hub) if hub.isascii() and hub.isdigit() and len(hub) < 10 else None,
        level=level if level in levels else "",
        category=kind if kind in kinds else "",
        late=query.get("late") == "1",
        page=whole_number(query.get("page", "")),
    )


@require_safe
@needs(ANSWER)
def desk(request: HttpRequest) -> HttpResponse:
    """The queue of one's helpline, with what waits beside it."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    kinds = routing_on(day).categories | desk_on(day).matter_titles
    levels = triage_on(day).levels
    sought = sought_from(request.GET, levels, kinds)
    found = queue(by.scope, sought, own_key=by.key, now=now)
    given = {(row.triage, row.level) for row in found.rows}
    owners = {row.owner for row in found.rows if row.owner}
    context = {
        "found": found, "sought": sought, "kinds": kinds, "shows": TITLES,
        "counted_to": COUNTED, "page_size": PAGE, "now": now, "hubs": hubs_to_choose(by.scope, on=day),
        "beside": beside(by.scope, own_key=by.key, now=now),
        "names": names(by.scope, owners, own_key=by.key, now=now) if owners else {},
        "level_pairs": pairs(levels), "level_of": {one: level_of(*one) for one in given},
        "case_url": reverse("support:desk") + "cases/",
    }  # fmt: skip
    return render(request, "support/desk.html", context)


@require_POST
@needs(ANSWER)
def next_one(request: HttpRequest) -> HttpResponse:
    """Take the case with the nearest limit, or go back to the one in hand."""
    hub = request.POST.get("hub", "")
    number = int(hub) if hub.isascii() and hub.isdigit() and len(hub) < 10 else None
    found = take_next(hub=number, by=actor_of(request), now=timezone.now())
    if found is None:
        messages.info(request, "Nothing waits to be taken.")
        return redirect("support:desk")
    return redirect("support:case", need_id=found.pk)


@require_POST
@needs(ANSWER)
def take(request: HttpRequest, need_id: int) -> HttpResponse:
    """Take one case; a second one only when that is meant."""
    is_second = request.POST.get("is_second") == "yes"
    return _done(request, need_id, take_case, "You have it now.", is_second=is_second)


@require_POST
@needs(ANSWER)
def release(request: HttpRequest, need_id: int) -> HttpResponse:
    """Give a case back to the desk."""
    return _done(request, need_id, let_go, "Nobody has it now. It is in the queue.")


def _done(request: HttpRequest, need_id: int, work: Any, said: str, **more: Any) -> HttpResponse:
    try:
        the(work, need_id, **more, by=actor_of(request), now=timezone.now())
        messages.success(request, said)
    except Refusal as refused:
        messages.error(request, str(refused))
        second = "?second=1" if refused.code() == "has-another" else ""
        return redirect(reverse("support:case", args=[need_id]) + second)
    return redirect("support:case", need_id=need_id)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def find(request: HttpRequest) -> HttpResponseBase:
    """Find the case of a caller by what they can say; nothing of it stands in an address."""
    by, now = actor_of(request), timezone.now()
    form = FindCase(posted(request))
    found = find_cases(by.scope, **form.cleaned_data) if form.is_valid() else None
    day = local_day(now)
    kinds = routing_on(day).categories | desk_on(day).matter_titles
    context = {"form": form, "found": found, "kinds": kinds, "levels": triage_on(day).levels}
    return render(request, "support/find_case.html", context, status=422 if form.errors else 200)
