"""Order for a place: what it may have is shown first, then quantities on one page, a check, and the
reference.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.idempotency.operations import request_hash
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.supply.forms.ordering import Basket, read_basket, read_packs, usual_packs
from junction.supply.operations.portal import Placed, place_orders
from junction.supply.queries import portal as queries
from junction.supply.rules.ordering import Asked, NoSuchPlace
from junction.supply.rules.routes import ROUTES
from junction.supply.rules.standing import Standing, combined_pack
from junction.supply.views.furniture import units

PAGE = 50
ORDER = "supply.order"


@needs(ORDER)
def order_places(request: HttpRequest) -> HttpResponse:
    """The places somebody may order for; with one alone, its order page."""
    text = request.GET.get("q", "").strip()
    found = queries.orderable_places(actor_of(request).scope, text=text)
    shown = list(found[: PAGE + 1])
    if len(shown) == 1 and not text:
        return redirect("supply:place_order", shown[0].pk)
    context = {"places": shown[:PAGE], "is_more": len(shown) > PAGE, "asked": text, "page": PAGE}
    return render(request, "supply/order_places.html", context)


@needs(ORDER)
def place_order(request: HttpRequest, place_id: int) -> HttpResponse:
    """One order: quantities, the check, and sending it."""
    by, now = actor_of(request), timezone.now()
    try:
        place, provider, standing = queries.standing(by.scope, place_id, permission=ORDER, now=now)
    except queries.NoSuchProvider as missing:
        raise Http404 from missing
    context = {"place": place, "provider": provider, "standing": standing, "routes": _routes(standing)}
    if not standing.allowances:
        return render(request, "supply/cannot_order.html", context)
    if request.method == "POST" and request.POST.get("step") == "send":
        return _send(request, context)
    typed, errors = _typed(request, standing, place_id)
    if request.method == "POST" and request.POST.get("step") == "check":
        asked, errors = read_packs(request.POST, standing.allowances)
        if not errors:
            why = request.POST.get("why", "").strip()[:300]
            basket = Basket(path=request.path, orders=[(place.pk, asked)], why=why)
            return render(request, "supply/check_order.html", context | _check(basket, standing))
    context |= {"typed": typed, "errors": errors, "why": request.POST.get("why", "")}
    return render(request, "supply/place_order.html", context, status=422 if errors else 200)


def _typed(request: HttpRequest, standing: Standing, place_id: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Packs by item as the page has them: what was typed, the usual order, the combined pack, or nothing."""
    if request.method == "POST":
        names = [one.offered.code for one in standing.allowances]
        return {code: request.POST.get(f"packs-{code}", "") for code in names}, {}
    match request.GET.get("with"):
        case "usual":
            wanted = queries.usual_order(actor_of(request).scope, place_id)
        case "combined":
            wanted = combined_pack(standing)
        case _:
            return {}, {}
    return dict(usual_packs(standing, wanted)), {}


def _check(basket: Basket, standing: Standing) -> dict[str, Any]:
    """What is about to be ordered, and what of it can only be granted in part."""
    _, asked = basket.orders[0]
    rows = []
    for one in standing.allowances:
        quantity = asked.get(one.offered.code, 0)
        if quantity:
            over = quantity > one.left
            said = f"You have {units(one.left, one.offered)} left, so no more can be sent" if over else ""
            packs = quantity // one.offered.pack
            rows.append((one.offered, packs, units(quantity, one.offered), said))
    return {"basket": basket.signed(), "rows": rows, "why": basket.why}


def _send(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Place what was checked; pressed twice, it is one order."""
    by, now = actor_of(request), timezone.now()
    sent = request.POST.get("basket", "")
    basket = read_basket(sent, path=request.path)
    if basket is None or not basket.orders:
        return redirect(request.path)
    place_id, lines = basket.orders[0]
    asked = Asked(
        by=by,
        lines=tuple(lines.items()),
        place_id=place_id,
        key=f"basket:{basket.key}",
        request_hash=request_hash(
            method="POST", path=request.path, body=repr(sorted(lines.items())).encode()
        ),
        channel="web",
        why=basket.why,
    )
    (came,) = place_orders([asked], now=now)
    if isinstance(came, Placed):
        return redirect(reverse("supply:order", args=[came.order["id"]]) + "?placed=1")
    if isinstance(came, NoSuchPlace):
        raise Http404
    if isinstance(came, Refusal):
        return render(request, "supply/cannot_order.html", context | {"refused": str(came)}, status=409)
    raise PermissionDenied


def _routes(standing: Standing) -> list[str]:
    return [ROUTES[route] for route in standing.routes]
