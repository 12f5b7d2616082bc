"""Order for many places by one file: a dry run that says what each would get, then all of it at once.

The dry run places every order and takes it back, so it says what the stock and the allowances would give now.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.imports import ImportRefused
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.tables import CSV_TYPE, read
from junction.supply.forms.ordering import Basket, FileRow, read_basket, read_orders
from junction.supply.operations.portal import Placed, place_orders, try_orders
from junction.supply.queries import portal as queries
from junction.supply.queries.catalogue import ways_to_count
from junction.supply.rules.granting import said_of
from junction.supply.rules.naming import named
from junction.supply.rules.ordering import Asked

ORDER = "supply.order"
MOST = 1_000
LARGEST = 5_000_000  # bytes


@needs(ORDER)
def order_by_file(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what would come of it, and order."""
    match request.POST.get("step") if request.method == "POST" else None:
        case "check":
            return _check(request)
        case "send":
            return _send(request)
    return render(request, "supply/order_by_file.html", {"codes": _codes(request), "most": MOST})


@needs(ORDER)
def order_template_file(request: HttpRequest) -> HttpResponse:
    """An empty file with every column that counts."""
    body = ",".join(["place", *_codes(request)]) + "\r\n"
    named = 'attachment; filename="orders.csv"'
    return HttpResponse(body, content_type=CSV_TYPE, headers={"Content-Disposition": named})


def _codes(request: HttpRequest) -> list[str]:
    scope, day = actor_of(request).scope, timezone.localdate()
    return [one.code for one in queries.offered_items(scope, day=day)]


def _check(request: HttpRequest) -> HttpResponse:
    codes = _codes(request)
    context: dict[str, Any] = {"codes": codes, "most": MOST}
    sent = request.FILES.get("file")
    if sent is None or (sent.size or 0) > LARGEST:
        context["refused"] = "Choose a file of at most 5 MB" if sent else "Choose a file"
        return render(request, "supply/order_by_file.html", context, status=422)
    try:
        table = read(sent.read(), filename=str(sent.name), required=("place",), optional=codes)
    except ImportRefused as refused:
        context["refused"] = " ".join(found.message for found in refused.report.findings) or str(refused)
        return render(request, "supply/order_by_file.html", context, status=422)
    ways = ways_to_count(actor_of(request).scope)
    rows = read_orders(table, {code: ways[code] for code in codes if code in ways})
    if not 0 < len(rows) <= MOST:
        context["refused"] = f"The file has {len(rows):,} orders. Send from 1 to {MOST:,} at once"
        return render(request, "supply/order_by_file.html", context, status=422)
    return render(request, "supply/check_order_file.html", context | _tried(request, rows))


def _tried(request: HttpRequest, rows: list[FileRow]) -> dict[str, Any]:
    """What would come of each row now, and the basket of those that can be ordered."""
    by, now = actor_of(request), timezone.now()
    sound = [row for row in rows if not row.errors]
    came = try_orders([_asked(by, row) for row in sound], now=now)
    shown, orders = [], []
    for row, one in zip(sound, came, strict=True):
        if isinstance(one, Placed):
            orders.append((one.order["place_id"], row.lines))
            shown.append((row, _grants(one), ""))
        else:
            shown.append(
                (row, [], str(one) or f"place: there is no “{row.place[:40]}” that you may order for")
            )
    wrong: list[Any] = [(row, [], "; ".join(row.errors)) for row in rows if row.errors]
    basket = Basket(path=request.path, orders=orders)
    results = sorted([*shown, *wrong], key=lambda result: result[0].number)
    return {
        "results": results,
        "orders": len(orders),
        "wrong": len(rows) - len(orders),
        "basket": basket.signed(),
    }


def _asked(by: Any, row: FileRow) -> Asked:
    who = named(row.place)
    return Asked(
        by=by, lines=tuple(row.lines.items()), place_id=who.place_id, bearer=who.bearer, kind=who.kind,
        channel="file",
    )  # fmt: skip


def _grants(placed: Placed) -> list[tuple[str, int, int, str]]:
    lines = placed.order["lines"]
    return [(one["item"], one["asked"], one["granted"], said_of(one["reason"])) for one in lines]


def _send(request: HttpRequest) -> HttpResponse:
    """Place all that was checked; pressed twice, they are the same orders."""
    by, now = actor_of(request), timezone.now()
    basket = read_basket(request.POST.get("basket", ""), path=request.path)
    if basket is None or not basket.orders:
        return redirect("supply:order_by_file")
    asked = [
        Asked(
            by=by,
            lines=tuple(lines.items()),
            place_id=place_id,
            key=f"basket:{basket.key}:{number}",
            request_hash=basket.key,
            channel="file",
        )
        for number, (place_id, lines) in enumerate(basket.orders)
    ]
    came = place_orders(asked, now=now)
    placed = [one for one in came if isinstance(one, Placed)]
    context = {
        "orders": [
            (one.order["id"], one.order["place_id"], one.order["state"], _grants(one)) for one in placed
        ],
        "refused": [str(one) for one in came if not isinstance(one, Placed)],
        "granted": sum(one.order["state"] == "reserved" for one in placed),
    }
    return render(request, "supply/orders_placed.html", context)
