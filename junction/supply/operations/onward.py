"""What could not be granted goes to the next route with its history; when none is left, to one named owner.

A need is never cut off: an order made here points at the one it is the remainder of, is as urgent as that
was, and has no more time.
"""

from collections.abc import Mapping
from datetime import datetime

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.queries import holders

from ..models import Ask, Order, OrderLine, Problem, ProblemItem
from ..rules.onward import Route, decide_by, routes_on
from ..rules.urgency import clocks, line_on
from .telling import tell


def send_on_lines(
    order: Order,
    rest: Mapping[int, int],
    *,
    priority: int,
    why: str,
    chosen: Route | None = None,
    by: Actor,
    now: datetime,
) -> Order | Problem:
    """Open what is left of an order (item to base units) on another route: `chosen`, or the next not tried.

    The caller holds the order locked. Returns the new order, or the supply problem that keeps the need when
    no route is left.
    """
    routes, been_to = routes_on(local_day(now)), routes_of(order)
    ways = [chosen] if chosen else routes.ways(order.route, been_to=been_to)
    for route in ways:
        has_desk, desk = _desk_of(route, order, now)
        if has_desk:
            return _open(order, rest, route, desk, priority=priority, why=why, by=by, now=now)
    return _keep(order, rest, priority=priority, why=why, by=by, now=now)


def routes_of(order: Order) -> list[str]:
    """Return the routes a need has been to, the newest first: of the order and all it is the remainder of."""
    found: list[str] = []
    at: Order | None = order
    while at is not None:
        found.append(at.route)
        at = at.sent_on_from
    return found


def _desk_of(route: Route, order: Order, now: datetime) -> tuple[bool, str | None]:
    """Return whether anybody decides on a route for this receiver, and their area (None: the nation)."""
    if route.desk == "nation":
        return True, None
    lies_in = _area_of(order)
    if lies_in is None:
        return False, None
    if route.desk == "council":
        return True, lies_in
    forums = holders([lies_in], "lrf", on=local_day(now)).get(lies_in, [])
    return bool(forums), forums[0] if forums else None


def _area_of(order: Order) -> str | None:
    if order.place:
        return order.place.council_id or order.place.area_id
    bearer = order.organisation or order.to_depot
    return bearer.area_id if bearer else None


def _open(
    order: Order,
    rest: Mapping[int, int],
    route: Route,
    desk: str | None,
    *,
    priority: int,
    why: str,
    by: Actor,
    now: datetime,
) -> Order:
    opened = Order.objects.create(
        route=route.code, state=Order.State.ASKED, place=order.place, organisation=order.organisation,
        to_depot=order.to_depot, ordered_at=now, ordered_by=order.ordered_by, channel=order.channel,
        needed_by=order.needed_by, playbook=routes_on(local_day(now)).reference, why=why[:300],
        sent_on_from=order, changed_at=now,
    )  # fmt: skip
    OrderLine.objects.bulk_create(
        OrderLine(order=opened, item_id=item, asked=number) for item, number in rest.items()
    )
    until = _decide_by(order, route, priority, now)
    Ask.objects.create(order=opened, desk_id=desk, priority=priority, asked_at=now, decide_by=until)
    record(
        at=now, by=by, verb="supply.remainder.sent-on", subject=f"order:{opened.pk}", why=why,
        before=order.pk, route=route.code, desk=desk, lines=len(rest),
    )  # fmt: skip
    tell(opened, "sent on", by=by, now=now, by_when=until, route=route.text, why=why)
    return opened


def _decide_by(order: Order, route: Route, priority: int, now: datetime) -> datetime:
    """Return by when it is decided there: as soon as its priority wants, and before it is needed."""
    wanted = clocks(line_on(local_day(now)).priorities[priority], now).decide_by
    return decide_by(route, now, before=min(wanted, order.needed_by or wanted))


def _keep(
    order: Order, rest: Mapping[int, int], *, priority: int, why: str, by: Actor, now: datetime
) -> Problem:
    """Keep a need that no route is left for as a problem, which somebody must come to own."""
    problem = Problem.objects.create(
        title=f"Order {order.pk}: no route is left", severity={1: "out", 2: "days"}.get(priority, "weeks"),
        area_id=_area_of(order), order=order, told=why[:500], raised_at=now, raised_by=by.key,
        channel="system",
    )  # fmt: skip
    ProblemItem.objects.bulk_create(
        ProblemItem(problem=problem, item_id=item, quantity=number) for item, number in rest.items()
    )
    record(
        at=now, by=by, verb="supply.problem.raised", subject=f"supply-problem:{problem.pk}", why=why,
        order=order.pk, area=problem.area_id, severity=problem.severity, lines=len(rest),
    )  # fmt: skip
    tell(order, "kept", by=by, now=now)
    return problem
