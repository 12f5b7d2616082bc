"""Ask the emergency line for help, by oneself or for a caller; and follow what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.registry.queries import place as one_place
from junction.registry.queries import search_places
from junction.supply.forms.deciding import Why
from junction.supply.forms.emergencies import AskForHelp
from junction.supply.operations.asking import ORDER, NotForThisLine, People, Wanted, ask_for_help
from junction.supply.operations.deciding import withdraw
from junction.supply.queries.askable import items_to_ask_for
from junction.supply.queries.owners import owner_names
from junction.supply.queries.requests import SEE, is_within, need
from junction.supply.rules.onward import routes_on
from junction.supply.rules.urgency import line_on

MOST_PLACES = 20
PEOPLE = ("requester", "contact", "receiver", "address", "email")
STANDING = (
    "cover",
    "tried",
    "takes_at_night",
    "night_note",
    "confirmed_cases",
    "suspected_cases",
    "beds",
    "instead",
)


@needs(ORDER)
@require_safe
def choose_place(request: HttpRequest) -> HttpResponse:
    """Choose the place that needs help: one's own few, or a search for who answers calls."""
    asked = request.GET.get("q", "").strip()
    found = search_places(actor_of(request).scope, asked, permission=ORDER).select_related("council")
    places = list(found[: MOST_PLACES + 1])
    call = request.GET.get("call", "")
    if len(places) == 1 and not asked:
        return redirect("supply:ask-for-help", place_id=places[0].pk)
    context = {
        "asked": asked,
        "places": places[:MOST_PLACES],
        "more": len(places) > MOST_PLACES,
        "call": call if call.isdecimal() else "",
    }
    return render(request, "supply/choose_place.html", context)


@needs(ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_help_page(request: HttpRequest, place_id: int) -> HttpResponse:
    """Take a request down on one page."""
    by, now = actor_of(request), timezone.now()
    try:
        place = one_place(by.scope, place_id, permission=ORDER)
    except ObjectDoesNotExist:
        raise Http404 from None
    today = timezone.localdate(now)
    items = items_to_ask_for(by.scope, on=today)
    form = AskForHelp(request.POST or None, line=line_on(today), routes=routes_on(today), items=items,
                      initial=first_values(place))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            order = ask_for_help(wanted_from(request, form, place.pk), by=by, now=now)
        except NotForThisLine as refused:
            form.add_error("instead", str(refused))
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"We have your request. Its number is {order.pk}.")
            return redirect("supply:emergency-request", order_id=order.pk)
    context = {"form": form, "place": place, "takes_calls": by.scope.may("supply.answer")}
    return render(request, "supply/ask_for_help.html", context, status=422 if form.errors else 200)


def first_values(place: Any) -> dict[str, Any]:
    """What stands in the boxes before anybody types: what is known of the place."""
    parts = (place.name, place.address, place.town, place.postcode)
    return {"beds": place.beds, "address": ", ".join(dict.fromkeys(part for part in parts if part))}


def wanted_from(request: HttpRequest, form: AskForHelp, place_id: int) -> Wanted:
    """Gather what was typed. A call that was just answered is named in the address."""
    typed, call = form.cleaned_data, request.GET.get("call", "")
    by_phone = call.isdecimal() and len(call) < 18
    return Wanted(
        place_id=place_id,
        people=People(**{name: typed[name] for name in PEOPLE}),
        lines=form.quantities,
        channel="phone" if by_phone else "web",
        call_id=int(call) if by_phone else None,
        **{name: typed[name] for name in STANDING},
    )


@needs(SEE)
@require_safe
def emergency_request(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show a need from its first order to where it is now: who decided what, where it went, what came."""
    actor, now = actor_of(request), timezone.now()
    try:
        found = need(actor.scope, order_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    day = timezone.localdate(found.first.ordered_at)
    last = found.steps[-1]
    keys = {span.owner for step in found.steps for span in step.owners}
    context = {
        "need": found,
        "line": line_on(day),
        "routes": routes_on(day).by_code,
        "names": owner_names(actor.scope, keys, own_key=actor.key, now=now),
        "now": now,
        "waits": last.ask is not None and last.ask.settled_at is None,
        "may_decide": is_within(actor.scope, last.order.pk, permission="supply.decide"),
        "may_withdraw": is_within(actor.scope, last.order.pk, permission=ORDER),
    }
    return render(request, "supply/emergency_request.html", context)


@needs(ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_request(request: HttpRequest, order_id: int) -> HttpResponse:
    """Take back what is not decided yet, with a reason."""
    by = actor_of(request)
    if not is_within(by.scope, order_id, permission=ORDER):
        raise Http404
    form = Why(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(order_id, why=form.cleaned_data["why"], by=by, now=timezone.now())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The request is withdrawn. Nothing is sent for it.")
            return redirect("supply:emergency-request", order_id=order_id)
    context = {"form": form, "order_id": order_id}
    return render(request, "supply/withdraw_request.html", context, status=422 if form.errors else 200)
