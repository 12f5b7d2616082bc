"""The work board of emergency line, national cell, forums and councils: what waits, and who has it."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.ownership.operations import CannotHandOver, CannotTake
from junction.core.ownership.queries import owner
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, whole_number
from junction.core.pages.words import short_moment
from junction.core.refusals import Refusal
from junction.supply.forms.deciding import HandOver, SendOn
from junction.supply.operations.deciding import send_on
from junction.supply.operations.owning import hand_over_order, release_order, take_order
from junction.supply.queries.board import (
    COUNTED,
    DECIDE,
    ORDERS,
    OWNED,
    PAGE,
    SUBJECT,
    Wanted,
    ask_of,
    board,
    late_to_leave,
)
from junction.supply.queries.owners import could_own, owner_names
from junction.supply.queries.requests import need
from junction.supply.rules.onward import routes_on
from junction.supply.rules.urgency import line_on

from .furniture import link, own


def wanted_from(query: Any, routes: Any, priorities: Collection[int]) -> Wanted:
    """Read the filters; what makes no sense is left out."""
    priority, owned = query.get("priority", ""), query.get("owned", "")
    order, route = query.get("order", ""), query.get("route", "")
    return Wanted(
        priority=int(priority) if priority in map(str, priorities) else None,
        route=route if route in routes else "",
        owned=owned if owned in OWNED else "all",
        late=query.get("late") == "1",
        desk=query.get("desk", ""),
        search=query.get("q", "").strip()[:100],
        order=order if order in ORDERS else "clock",
        page=whole_number(query.get("page", "")),
    )


@needs(DECIDE)
@require_safe
def work_board(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision at one's desks, the shortest time first."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    routes, line = routes_on(today).by_code, line_on(today)
    wanted = wanted_from(request.GET, routes, line.priorities)
    found = board(actor.scope, wanted, own_key=actor.key, now=now)
    keys = {row.owner for row in found.rows if row.owner}
    context = {
        "found": found,
        "wanted": wanted,
        "routes": routes,
        "line": line,
        "priorities": [("", "All"), *((str(number), one.text) for number, one in line.priorities.items())],
        "counted_to": COUNTED,
        "names": owner_names(actor.scope, keys, own_key=actor.key, now=now),
        "now": now,
        "page_size": PAGE,
        "open_url": reverse("supply:work-board"),
        "answers": actor.scope.may("supply.answer"),
        "is_national": actor.scope.reach(DECIDE).national,
    }
    return render(request, "supply/work_board.html", context)


LATE = DataTable(
    name="",
    caption="Requests, the longest late first",
    columns=[
        Column("request", "Request",
               lambda ask: link("supply:emergency-request", f"P{ask.priority} {ask.pk}", ask.pk), sort="pk",
               export=lambda ask: ask.pk),
        Column("due", "Should have left", lambda ask: short_moment(ask.dispatch_by), sort="dispatch_by",
               export=lambda ask: ask.dispatch_by),
        Column("receiver", "For",
               lambda ask: (ask.order.place or ask.order.organisation or ask.order.to_depot).name),
        Column("depot", "From", lambda ask: ask.order.from_depot.name if ask.order.from_depot else None,
               sort="order__from_depot__name"),
        Column("state", "State", lambda ask: ask.order.get_state_display()),
    ],
    default_sort="due",
    empty="Everything that was granted has left in time.",
)  # fmt: skip


@needs(DECIDE)
@require_safe
def late_to_leave_page(request: HttpRequest) -> HttpResponseBase:
    """List what was granted and has not left its depot in time."""
    found = late_to_leave(actor_of(request).scope, now=timezone.now())
    if LATE.wants_csv(request.GET):
        return LATE.csv(found, request.GET)
    context = {
        "title": "Granted and not sent in time",
        "said": "Ring the depot: the time to send these has passed.",
        "table": LATE.view(found, request.GET),
        "ways": [("Work board", reverse("supply:work-board"))],
    }
    return render(request, "core/listing.html", context)


@needs(DECIDE)
@require_POST
def take(request: HttpRequest, order_id: int) -> HttpResponse:
    """Make an order one's own."""
    return own(request, order_id, take_order, "You have it now.", page="supply:decide")


@needs(DECIDE)
@require_POST
def release(request: HttpRequest, order_id: int) -> HttpResponse:
    """Give an order back to the desk."""
    return own(
        request,
        order_id,
        release_order,
        "Nobody has it now. It is on the board for everyone.",
        page="supply:decide",
    )


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, order_id: int) -> HttpResponse:
    """Hand an order to somebody else who may decide it."""
    by, now = actor_of(request), timezone.now()
    try:
        ask = ask_of(by.scope, order_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    people = could_own(by.scope, desk=ask.desk_id, now=now)
    form = HandOver(request.POST or None, people=people, initial={"expected": owner(SUBJECT, order_id) or ""})
    if request.method == "POST" and form.is_valid():
        try:
            hand_over_order(order_id, **form.cleaned_data, by=by, now=now)
        except (Refusal, CannotTake, CannotHandOver) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{dict(people)[form.cleaned_data['to']]} has it now.")
            return redirect("supply:work-board")
    context = {"form": form, "title": f"Hand over request {order_id}", "button": "Hand over",
               "back": reverse("supply:decide", args=[order_id])}  # fmt: skip
    return render(request, "supply/form_page.html", context, status=422 if form.errors else 200)


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def send_on_page(request: HttpRequest, order_id: int) -> HttpResponse:
    """Send a whole request to another route, with the reason."""
    by, now = actor_of(request), timezone.now()
    try:
        found = need(by.scope, order_id, permission=DECIDE)
    except ObjectDoesNotExist:
        raise Http404 from None
    been_to = [step.order.route for step in found.steps]
    step = next(one for one in found.steps if one.order.pk == order_id)
    ways = routes_on(timezone.localdate(now)).ways(step.order.route, been_to=been_to)
    form = SendOn(request.POST or None, ways=ways)
    if request.method == "POST" and form.is_valid():
        try:
            send_on(order_id, **form.cleaned_data, by=by, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Request {order_id} has gone on. Whoever asked is told.")
            return redirect("supply:emergency-request", order_id=order_id)
    context = {"form": form, "title": f"Send request {order_id} to another route", "button": "Send on",
               "back": reverse("supply:decide", args=[order_id])}  # fmt: skip
    return render(request, "supply/form_page.html", context, status=422 if form.errors else 200)
