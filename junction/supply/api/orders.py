"""Orders by machine: what may be ordered, one order or a thousand, and what became of them.

Quantities are whole base units of an item (gloves, not pairs or boxes), or so many of the unit that is named;
whole packs are sent. Every order of a rush comes by the first address, so what waits at one moment is placed
together and each answer follows the commit.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError
from pydantic import ValidationError

from junction.core.http.batching import Batcher, turn_of
from junction.core.http.leave import actor_with
from junction.core.http.limits import TokenLimit
from junction.core.http.once import HEADER, key_of, once
from junction.core.http.tokens import TokenLater
from junction.core.pages.context import actor_of
from junction.core.refusals import Refusal
from junction.core.scope import Actor, TokenHash
from junction.people.queries import actor_of_token
from junction.supply.api.order_shapes import (
    LineIn,
    OrderIn,
    OrderOut,
    OrderSeenOut,
    OrdersIn,
    OrdersOut,
    StandingOut,
)
from junction.supply.operations.portal import Placed, cancel_order, place_orders
from junction.supply.queries import portal as queries
from junction.supply.queries.catalogue import ways_to_count
from junction.supply.rules.naming import Named, named
from junction.supply.rules.ordering import Asked, CallerUnknown, MayNotOrder, NoSuchPlace
from junction.supply.rules.units import CannotCount, to_base_units

router = Router(tags=["Supply"])
MOST_READ = 400
PLAIN_KEY = re.compile(r"[!-~]{1,200}")
NOT_PLAIN = (ValidationError, HttpError, Refusal, SuspiciousOperation)  # before anything was asked
JUDGED = (Refusal, CallerUnknown, MayNotOrder, NoSuchPlace, OperationalError)
token = TokenLater()
limit = TokenLimit()
batcher: Batcher[Asked, Placed] = Batcher(
    lambda asked: place_orders(asked, now=timezone.now()), turn=lambda: turn_of(settings.HOME / "orders.turn")
)


@router.post("/supply/orders", response={201: OrderOut}, auth=token, throttle=limit)
def place_order(request: HttpRequest, sent: OrderIn) -> HttpResponse:
    """Order for one place. What is not granted is said line by line; an order is never silently cut."""
    key, hashed = key_of(request)
    by = request.auth  # type: ignore[attr-defined] # the hash of the token
    try:
        placed = _placed(request, _asked(sent, by=by, key=key, request_hash=hashed))
    except CallerUnknown as unknown:
        raise token.unknown(request) from unknown
    except MayNotOrder as refused:
        raise PermissionDenied from refused
    except NoSuchPlace as missing:
        raise Http404 from missing
    return _answer(placed)


@router.post("/supply/orders/bulk", response={200: OrdersOut})
def place_many_orders(request: HttpRequest, sent: OrdersIn) -> HttpResponse:
    """Order for many places in one transaction; what is refused of one concerns no other."""
    by, now = _actor(request), timezone.now()
    if not by.scope.may(queries.ORDER):
        raise PermissionDenied

    def work() -> tuple[int, dict[str, Any]]:
        came = place_orders([_asked(one, by=by) for one in sent.orders], now=now)
        items = [_made(one) for one in came]
        placed = sum(one["order"] is not None for one in items)
        return 200, {"placed": placed, "refused": len(items) - placed, "items": items}

    return once(request, by=by, now=now, work=work)


@router.post("/supply/orders/{int:order_id}/cancel", response={200: OrderSeenOut})
def cancel_placed_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Cancel an order that nobody has begun to pick; what it reserved is free again and so is the
    allowance.
    """
    by, now = _actor(request), timezone.now()

    def work() -> tuple[int, dict[str, Any]]:
        try:
            order = cancel_order(order_id, why="", by=by, now=now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return 200, _seen(order) | {"ordered_at": order.ordered_at.isoformat()}

    return once(request, by=by, now=now, work=work)


@router.get("/supply/orders/{int:order_id}", response=OrderSeenOut)
def order(request: HttpRequest, order_id: int) -> Any:
    """Read one order as it stands."""
    try:
        return _seen(queries.order_seen(_actor(request).scope, order_id).order)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


@router.get("/supply/places/{int:place_id}/orders", response=list[OrderSeenOut])
def orders_of_place(request: HttpRequest, place_id: int) -> Any:
    """Read the orders for a place, newest first. At most 400."""
    return [
        _seen(one) for one in queries.orders_of(actor_with(request, queries.SEE).scope, place_id)[:MOST_READ]
    ]


@router.get("/supply/places/{int:place_id}/allowance", response=StandingOut)
def allowance_of_place(request: HttpRequest, place_id: int) -> Any:
    """Read what a place may order now, before ordering."""
    try:
        _, _, standing = queries.standing(
            _actor(request).scope, place_id, permission=queries.SEE, now=timezone.now()
        )
    except queries.NoSuchProvider as missing:
        raise Http404 from missing
    return {
        "may_order": standing.may_order_now,
        "why_not": standing.why_not,
        "routes": list(standing.routes),
        "band": standing.band,
        "next_order_on": standing.next_order_on,
        "promised_on": standing.promised_on,
        "rules": standing.reference,
        "allowances": [
            {
                "item": one.offered.code,
                "unit": one.offered.base_unit,
                "pack": one.offered.pack,
                "allowed": one.ceiling,
                "had": one.had,
                "left": one.left,
            }
            for one in standing.allowances
        ],
    }


def place_plain_order(request: HttpRequest) -> HttpResponse | None:
    """Do as `place_order` does where all is plainly well; None where anything is to be said, which it does.

    What was judged here is not judged again: the request carries the refusal, and has been counted.
    """
    try:
        request.get_host()  # raises for one that is not ours
        by, key = token.plainly(request), request.headers.get(HEADER, "")
        if by is None or not PLAIN_KEY.fullmatch(key) or request.content_type != "application/json":
            return None
        request.auth = by  # type: ignore[attr-defined] # as the API's own check would
        if not limit.allow_request(request):
            return None
        sent = OrderIn.model_validate_json(request.body)
        if any(line.unit for line in sent.lines):
            return None  # what it holds of the item has to be looked up
        asked = _asked(sent, by=by, key=key, request_hash=key_of(request)[1])
    except NOT_PLAIN:
        return None
    try:
        return _answer(batcher.ask(asked))
    except JUDGED as refused:
        request.judged = refused  # type: ignore[attr-defined] # read by `_placed`
        return None


def _placed(request: HttpRequest, asked: Asked) -> Placed:
    """Place it, unless the short way has been told no already."""
    refused: Exception | None = getattr(request, "judged", None)
    if refused is not None:
        raise refused
    return batcher.ask(asked)


def _answer(placed: Placed) -> HttpResponse:
    body = placed.body.encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    if placed.is_replayed:
        headers["Idempotency-Replayed"] = "true"
    return HttpResponse(body, status=201, headers=headers)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = actor_of(request)
    return actor


def _asked(sent: OrderIn, *, by: Any, key: str | None = None, request_hash: str = "") -> Asked:
    who = Named(place_id=sent.place_id) if sent.place_id is not None else named(sent.place)
    return Asked(
        by=by,
        lines=_in_base_units(sent.lines, by),
        place_id=who.place_id,
        bearer=who.bearer,
        kind=who.kind,
        key=key,
        request_hash=request_hash,
        why=sent.why,
    )


def _in_base_units(lines: Sequence[LineIn], by: Actor | TokenHash) -> tuple[tuple[str, int], ...]:
    """Each line in base units; one whose item nobody knows as it is, for the order to say so."""
    if not any(line.unit for line in lines):
        return tuple((line.item, line.quantity) for line in lines)
    who = by if isinstance(by, Actor) else actor_of_token(by.sha256, now=timezone.now())
    ways = ways_to_count(who.scope) if who else {}
    try:
        return tuple(
            (line.item, to_base_units(Fraction(line.quantity), line.unit, ways[line.item]))
            if line.item in ways
            else (line.item, line.quantity)
            for line in lines
        )
    except CannotCount as wrong:
        raise HttpError(422, str(wrong)) from wrong


def _made(came: Any) -> dict[str, Any]:
    """Say what became of one order of many."""
    if isinstance(came, Placed):
        return {"order": came.order, "problem": "", "detail": ""}
    if isinstance(came, Refusal):
        return {"order": None, "problem": came.code(), "detail": str(came)}
    return {
        "order": None,
        "problem": "no-such-place",
        "detail": "There is no such place that you may order for.",
    }


def _seen(order: Any) -> dict[str, Any]:
    return {
        "id": order.pk,
        "reference": f"O-{order.pk}",
        "state": order.state,
        "route": order.route,
        "place_id": order.place_id,
        "ordered_at": order.ordered_at,
    }
