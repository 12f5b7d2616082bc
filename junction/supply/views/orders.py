"""Orders on the portal: the list with filters, one with how far it is, and taking one back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_moment
from junction.core.refusals import Refusal
from junction.supply.operations import leftovers
from junction.supply.operations.portal import cancel_order as take_back
from junction.supply.queries import portal as queries
from junction.supply.queries.leftovers import gone_on_to, has_leftover
from junction.supply.rules.granting import said_of
from junction.supply.views.furniture import link, the, units

STEPS = (
    ("reserved", "Ordered, stock set aside"),
    ("picking", "Being packed"),
    ("dispatched", "On its way"),
    ("delivered", "Delivered"),
)
TABLE = DataTable(
    name="",
    caption="Orders on the portal",
    columns=[
        Column("reference", "Order", lambda one: link("supply:order", f"O-{one.pk}", one.pk), sort="pk",
               export=lambda one: f"O-{one.pk}"),
        Column("place", "For", lambda one: one.place.name, sort="place__name"),
        Column("council", "Council", lambda one: one.place.council.name if one.place.council else None),
        Column("ordered", "Ordered", lambda one: short_moment(one.ordered_at), sort="ordered_at",
               export=lambda one: one.ordered_at.isoformat()),
        Column("state", "State", lambda one: one.get_state_display(), sort="state"),
        Column("depot", "From", lambda one: one.from_depot.name if one.from_depot else None),
        Column("channel", "Came by", lambda one: one.channel),
    ],
    filters=[
        Filter("state", "State", queries.STATES, lambda rows, value: rows.filter(state=value)),
        Filter("short", "Granted", [("in-part", "In part"), ("in-full", "In full")], queries.granted),
        Filter("channel", "Came by", [("web", "Page"), ("api", "API"), ("file", "File")],
               lambda rows, value: rows.filter(channel=value)),
    ],
    empty="There are no orders that you can see.",
)  # fmt: skip


@needs("supply.see")
def orders(request: HttpRequest) -> HttpResponseBase:
    """Every order in reach, newest first."""
    scope = actor_of(request).scope
    found = queries.orders_by(scope)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    context = {"table": TABLE.view(found, request.GET), "may_order": scope.may(queries.ORDER)}
    return render(request, "supply/orders.html", context)


@needs("supply.see")
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order: what was granted and why not more, how far it is, what happens next."""
    scope = actor_of(request).scope
    seen = the(queries.order_seen, scope, order_id)
    rows = [
        (line, units(line.asked, line), units(line.granted, line), said_of(line.reason))
        for line in seen.lines
    ]
    context = {
        "seen": seen,
        "order": seen.order,
        "rows": rows,
        "steps": _steps(seen.order.state),
        "is_new": "placed" in request.GET,
        "is_cut": any(line.granted < line.asked for line in seen.lines),
        "may_send_on": has_leftover(scope, order_id, now=timezone.now()),
        "gone_on_to": gone_on_to(scope, order_id),
        "may_cancel": queries.may_cancel(scope, seen.order),
        "may_order": queries.may_order_for(scope, seen.order),
    }
    return render(request, "supply/order.html", context)


@needs("supply.order")
@require_POST
def send_leftover_on(request: HttpRequest, order_id: int) -> HttpResponse:
    """Send what lacked of an order to the next route."""
    the(queries.order_seen, actor_of(request).scope, order_id, permission="supply.order")
    try:
        leftovers.send_leftover_on(order_id, by=actor_of(request), now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("supply:order", order_id)
    messages.success(request, "What was missing has gone to the next route. Follow it here.")
    return redirect("supply:emergency-request", order_id)


@needs("supply.order")
def cancel_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Ask once whether to take an order back, and do it."""
    by = actor_of(request)
    seen = the(queries.order_seen, by.scope, order_id, permission="supply.order")
    refused = ""
    if request.method == "POST":
        why = request.POST.get("why", "").strip()[:300]
        try:
            take_back(order_id, why=why, by=by, now=timezone.now())
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"Order O-{order_id} is cancelled. What it held is free again.")
            return redirect("supply:order", order_id)
    context = {"order": seen.order, "refused": refused}
    return render(request, "supply/cancel_order.html", context, status=409 if refused else 200)


def _steps(state: str) -> list[tuple[str, bool]]:
    """Each step with whether the order has come so far; none for one that was refused or taken back."""
    names = [name for name, _ in STEPS]
    state = "delivered" if state == "closed" else state
    if state not in names:
        return []
    return [(words, position <= names.index(state)) for position, (_, words) in enumerate(STEPS)]
