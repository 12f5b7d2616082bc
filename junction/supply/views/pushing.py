"""Pages of emergency drops: plan one, see whom it reaches and what it needs, approve, send, follow."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_moment
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry import queries as registry
from junction.supply.forms import pushing as forms
from junction.supply.operations import pushing as operations
from junction.supply.operations import sending
from junction.supply.queries import catalogue, depots
from junction.supply.queries import picking as picking_queries
from junction.supply.queries import pushing as queries
from junction.supply.rules.lots import LABELS
from junction.supply.rules.pushing import needed
from junction.supply.rules.stock_book import stock_book

from .furniture import link, posted, the, tried

STOCK = "supply.stock"
TABLE = DataTable(
    name="",
    caption="Emergency drops",
    columns=[
        Column("drop", "Drop", lambda one: link("supply:emergency_drop", f"Drop {one.pk}", one.pk), sort="pk",
               export=lambda one: one.pk),
        Column("at", "Approved", lambda one: short_moment(one.approved_at), sort="approved_at"),
        Column("from", "From", lambda one: one.depot.name),
        Column("places", "Places", lambda one: one.places, sort="places", numeric=True),
        Column("sent", "Sent", lambda one: one.sent, numeric=True),
        Column("confirmed", "Confirmed", lambda one: one.confirmed, numeric=True),
    ],
    default_sort="-at",
    empty="There was none yet.",
)  # fmt: skip
PARTS = DataTable(
    name="",
    caption="Places of the drop",
    columns=[
        Column("place", "Place", lambda one: one.place.name, sort="place__name"),
        Column("council", "Council", lambda one: one.place.council.name if one.place.council else "–",
               sort="place__council__name"),
        Column("order", "Order", lambda one: one.pk, sort="pk"),
        Column("state", "State", lambda one: one.get_state_display(), sort="state"),
    ],
    filters=[
        Filter("state", "State", picking_queries.ORDER_STATES, lambda rows, value: rows.filter(state=value))
    ],
)  # fmt: skip


@needs(STOCK)
def emergency_drops(request: HttpRequest) -> HttpResponseBase:
    """Drops so far."""
    scope = actor_of(request).scope
    found = queries.drops(scope)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    ways = [("Plan a drop", reverse("supply:plan_drop"))] if scope.reach(STOCK).national else []
    context = {"title": "Emergency drops", "back": reverse("supply:home"), "ways": ways}
    return render(request, "core/listing.html", context | {"table": TABLE.view(found, request.GET)})


def _form(request: HttpRequest, scope: Any, kit: Any) -> forms.PlanDrop:
    from_where = [
        (one.code, one.name) for one in depots.depots(scope, permission=STOCK).filter(closed_on=None)
    ]
    areas = [
        (one.code, one.name)
        for kind in ("region", "lrf", "county", "unitary")
        for one in registry.areas(scope, kind=kind).filter(ended_on=None)
    ]
    items = catalogue.items(scope).filter(withdrawn_on=None, is_ppe=True)
    return forms.PlanDrop(posted(request), depots=from_where, areas=areas, items=items, kit=kit,
                          ways=catalogue.ways_to_count(scope))  # fmt: skip


@needs(STOCK)
def plan_drop(request: HttpRequest) -> HttpResponse:
    """Plan, look at whom it reaches and what it needs, then approve."""
    by, now = actor_of(request), timezone.now()
    form = _form(request, by.scope, stock_book(timezone.localdate(now)).emergency_kit)
    preview = None
    wanted = request.method == "POST" and not request.POST.get("change")
    if wanted and form.is_valid():
        given = form.cleaned_data
        areas = [given["area"]] if given["area"] else []
        decided = operations.Decided(
            given["depot"],
            form.kit,
            areas,
            given["promised_on"],
            given["why"],
            request.POST.get("key", "")[:32],
        )
        if request.POST.get("confirmed"):
            drop = tried(form, operations.approve_drop, decided=decided, by=by, now=now)
            if drop:
                messages.success(
                    request,
                    f"Approved. {counted(drop.places, 'order')} are made now, all of it reserved or none.",
                )
                return redirect("supply:emergency_drop", drop_id=drop.pk)
        depot = the(depots.depot, by.scope, given["depot"], permission=STOCK)
        who = queries.reached(by.scope, areas, now=now)
        available = queries.available_at(by.scope, depot)
        preview = {
            "who": who,
            "needs": needed(form.kit, places=who.places, available=available),
            "depot": depot,
        }
    context = {
        "form": form,
        "preview": preview,
        "key": token_hex(16),
        "names": {one.code: one.name for one in form.items},
    }
    return render(request, "supply/plan_drop.html", context, status=422 if wanted and form.errors else 200)


@needs(STOCK)
def emergency_drop(request: HttpRequest, drop_id: int) -> HttpResponseBase:
    """One drop: how far it is, send it off, who has not confirmed."""
    by, now = actor_of(request), timezone.now()
    found: Any = the(queries.drop, by.scope, drop_id)
    rows = queries.parts(by.scope, found)
    if PARTS.wants_csv(request.GET):
        return PARTS.csv(rows, request.GET)
    if request.method == "POST" and request.POST.get("again"):
        return _again(request, drop_id)
    form = forms.SendDrop(posted(request))
    if request.method == "POST" and form.is_valid():
        about = {"carrier": form.cleaned_data["carrier"], "by": by, "now": now}
        if tried(form, sending.begin_to_send, drop_id=found.pk, **about):
            messages.success(request, "It is being picked and sent, batch by batch.")
            return redirect("supply:emergency_drop", drop_id=found.pk)
    context = _about(found, by=by, now=now) | {"form": form, "table": PARTS.view(rows, request.GET)}
    return render(request, "supply/emergency_drop.html", context, status=422 if form.errors else 200)


def _again(request: HttpRequest, drop_id: int) -> HttpResponse:
    try:
        the(operations.make_again, drop_id, by=actor_of(request), now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is begun again.")
    return redirect("supply:emergency_drop", drop_id=drop_id)


def _about(found: Any, *, by: Actor, now: datetime) -> dict[str, Any]:
    """What the page of a drop says of it."""
    day = timezone.localdate(now)
    within = stock_book(day).promise["confirm_within_days"]
    return {
        "drop": found,
        "works": queries.is_at_work(by.scope, found),
        "behind": queries.left_behind(by.scope, found, at=now),
        "labels": LABELS,
        "kit": [(item, found.kit[item.code]) for item in catalogue.items(by.scope) if item.code in found.kit],
        "late": queries.unconfirmed(by.scope, found, on=day, within_days=within).count(),
        "within": within,
    }
