"""Mutual aid: offer to another provider, answer what one is offered, say what came. Both sides see it all."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_moment
from junction.core.refusals import Refusal
from junction.registry.queries import places
from junction.supply.forms.hub import OfferAid, ReceiveAid
from junction.supply.operations import aid as operations
from junction.supply.queries import aid as queries
from junction.supply.queries.askable import items_to_ask_for

from .furniture import ask, link, posted, the, tried

SEE, ORDER = queries.SEE, queries.ORDER
MOST_PLACES = 500
STATES = {
    "asked": "Offered",
    "reserved": "Accepted",
    "refused": "Declined",
    "cancelled": "Withdrawn",
    "delivered": "Received",
}
DONE = {
    "accept": "You have accepted it.",
    "decline": "You have declined it.",
    "withdraw-aid": "It is withdrawn.",
}
TABLE = DataTable(
    name="",
    caption="Aid between providers",
    columns=[
        Column("giver", "From", lambda row: link("supply:aid", row.giver.name, row.pk), sort="giver__name",
               export=lambda row: row.giver.name),
        Column("taker", "To", lambda row: row.taker.name, sort="taker__name"),
        Column("offered", "Offered", lambda row: short_moment(row.offered_at), sort="offered_at",
               export=lambda row: row.offered_at),
        Column("state", "State", lambda row: STATES.get(row.order.state, row.order.get_state_display())),
    ],
    filters=[
        Filter("state", "State", list(STATES.items()), lambda rows, value: rows.filter(order__state=value)),
    ],
    default_sort="-offered",
    empty="Nothing was given or offered yet.",
)  # fmt: skip


@needs(SEE)
@require_safe
def aids(request: HttpRequest) -> HttpResponseBase:
    """List what one's places gave and were offered."""
    scope = actor_of(request).scope
    found = queries.aids(scope)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    context = {
        "title": "Mutual aid",
        "said": "Providers help each other out: what is given and received is moved in the ledger of both.",
        "table": TABLE.view(found, request.GET),
        "ways": [("Offer something", reverse("supply:offer-aid"))] if scope.may(ORDER) else [],
    }
    return render(request, "core/listing.html", context)


@needs(ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_aid(request: HttpRequest) -> HttpResponse:
    """Offer something to another provider."""
    by, now = actor_of(request), timezone.now()
    own = places(by.scope, permission=ORDER).order_by("name").values_list("pk", "name")[:MOST_PLACES]
    items = items_to_ask_for(by.scope, on=timezone.localdate(now))
    form = OfferAid(posted(request), items=items, places=list(own))
    if form.is_valid():
        made = tried(
            form, operations.offer_aid, giver_id=int(form.cleaned_data["giver"]),
            taker_number=form.cleaned_data["number"], wanted=form.quantities, why=form.cleaned_data["why"],
            by=by, now=now,
        )  # fmt: skip
        if made:
            messages.success(request, "It is offered. You see here when they accept.")
            return redirect("supply:aid", aid_id=made.pk)
    return render(request, "supply/offer_aid.html", {"form": form}, status=422 if form.errors else 200)


@needs(SEE)
@require_safe
def aid(request: HttpRequest, aid_id: int) -> HttpResponse:
    """Show one, with what may be done about it from one's own side."""
    scope = actor_of(request).scope
    found = the(queries.aid, scope, aid_id)
    context = {
        "aid": found,
        "lines": list(found.order.lines.select_related("item")),
        "state": STATES.get(found.order.state, found.order.get_state_display()),
        "gives": queries.is_for(scope, found, "giver"),
        "takes": queries.is_for(scope, found, "taker"),
    }
    return render(request, "supply/aid.html", context)


@needs(ORDER)
@require_POST
def answer_aid(request: HttpRequest, aid_id: int) -> HttpResponse:
    """Accept, decline or withdraw: the button says which."""
    step = request.POST.get("step", "")
    if step not in DONE:
        raise Http404
    _do(request, aid_id, operations.answer_aid, DONE[step], step=step)
    return redirect("supply:aid", aid_id=aid_id)


def _do(request: HttpRequest, aid_id: int, do: Callable[..., None], said: str, **more: Any) -> None:
    try:
        the(do, aid_id, **more, by=actor_of(request), now=timezone.now())
    except operations.NotYourSide as refused:
        raise PermissionDenied from refused
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)


@needs(ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def receive_aid(request: HttpRequest, aid_id: int) -> HttpResponse:
    """Say how many of each came."""
    by = actor_of(request)
    found = the(queries.aid, by.scope, aid_id, permission=ORDER)
    if not queries.is_for(by.scope, found, "taker"):
        raise Http404
    form = ReceiveAid(posted(request), lines=list(found.order.lines.select_related("item")))
    if form.is_valid():
        tried(form, operations.receive_aid, aid_id=aid_id, came=form.came, by=by, now=timezone.now())
        if not form.errors:
            messages.success(request, "It is written down, and moved from their holding to yours.")
            return redirect("supply:aid", aid_id=aid_id)
    return ask(request, form, title=f"What came from {found.giver.name}?", button="Write it down",
               back=reverse("supply:aid", args=[aid_id]))  # fmt: skip
