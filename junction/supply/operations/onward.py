"""What could not be granted goes to the next route with its history; when none is left, to one named owner.

A need is never cut off: an order made here points at the one it is the remainder of, is as urgent as that
was, and has no more time. One remainder or thousands take the same number of statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from junction.core.audit.operations import Entry, record_many
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.queries import holders

from ..models import Ask, Order, OrderLine, Problem, ProblemItem
from ..rules.onward import Route, decide_by, routes_on
from ..rules.shortages import problem_rules
from ..rules.urgency import clocks, line_on
from .chains import routes_been_to
from .telling import News, tell_many

ROWS = 5_000  # of one statement


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of an order, item to base units, how urgent it is, and why it was not granted.

    The order's receiver (`place`, `organisation`, `to_depot`) is read already where there are many.
    """

    order: Order
    rest: Mapping[int, int]
    priority: int
    why: str


@dataclass(frozen=True, slots=True)
class _Way:
    """A remainder, the route it goes to, and by when which desk decides there (None: the nation's)."""

    remainder: Remainder
    route: Route
    desk: str | None
    until: datetime


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
    """Open what is left of one order on another route: `chosen`, or the next not tried.

    The caller holds the order locked. Returns the new order, or the supply problem that keeps the need when
    no route is left.
    """
    [found] = send_on_many([Remainder(order, rest, priority, why)], chosen=chosen, by=by, now=now)
    return found


def send_on_many(
    remainders: Sequence[Remainder], *, chosen: Route | None = None, by: Actor, now: datetime
) -> list[Order | Problem]:
    """Open what is left of many orders, each on the next route it has not been to; in their order."""
    routes = routes_on(local_day(now))
    been_to = routes_been_to([one.order.pk for one in remainders])
    areas = {one.order.pk: _area_of(one.order) for one in remainders}
    forums = holders({code for code in areas.values() if code}, "lrf", on=local_day(now))
    ways: list[_Way] = []
    kept: list[Remainder] = []
    for one in remainders:
        pk = one.order.pk
        for route in [chosen] if chosen else routes.ways(one.order.route, been_to=been_to[pk]):
            has_desk, desk = _desk_of(route, areas[pk], forums)
            if has_desk:
                ways.append(_Way(one, route, desk, _decide_by(one, route, now)))
                break
        else:
            kept.append(one)
    found: dict[int, Order | Problem] = {
        **_open(ways, by=by, now=now),
        **_keep(kept, areas, by=by, now=now),
    }
    return [found[one.order.pk] for one in remainders]


def routes_of(order: Order) -> list[str]:
    """Return the routes a need has been to, the newest first: of the order and all it is the remainder of."""
    return routes_been_to([order.pk])[order.pk]


def _area_of(order: Order) -> str | None:
    """Return the area in which a need lies: of the place, or of the body or depot that receives."""
    if order.place:
        return order.place.council_id or order.place.area_id
    bearer = order.organisation or order.to_depot
    return bearer.area_id if bearer else None


def _desk_of(
    route: Route, lies_in: str | None, forums: Mapping[str, Sequence[str]]
) -> tuple[bool, str | None]:
    """Return whether anybody decides on a route for who lies there, and their area (None: the nation)."""
    if route.desk == "nation":
        return True, None
    if lies_in is None:
        return False, None
    if route.desk == "council":
        return True, lies_in
    held = forums.get(lies_in, [])
    return bool(held), held[0] if held else None


def _open(ways: Sequence[_Way], *, by: Actor, now: datetime) -> dict[int, Order]:
    """Make the orders with their lines, put them at their desks, and tell who asked."""
    book = routes_on(local_day(now)).reference
    made = Order.objects.bulk_create((_order(way, book, now) for way in ways), batch_size=ROWS)
    OrderLine.objects.bulk_create(
        (
            OrderLine(order=order, item_id=item, asked=number)
            for order, way in zip(made, ways, strict=True)
            for item, number in way.remainder.rest.items()
        ),
        batch_size=ROWS,
    )
    Ask.objects.bulk_create(
        (
            Ask(order=order, desk_id=way.desk, priority=way.remainder.priority, asked_at=now,
                decide_by=way.until)
            for order, way in zip(made, ways, strict=True)
        ),
        batch_size=ROWS,
    )  # fmt: skip
    record_many(
        at=now, by=by, verb="supply.remainder.sent-on",
        entries=[_sent_on(order, way) for order, way in zip(made, ways, strict=True)],
    )  # fmt: skip
    news = [
        News(order.pk, "sent on", way.until, {"route": way.route.text, "why": way.remainder.why})
        for order, way in zip(made, ways, strict=True)
    ]
    tell_many(news, by=by, now=now)
    return {way.remainder.order.pk: order for order, way in zip(made, ways, strict=True)}


def _order(way: _Way, book: str, now: datetime) -> Order:
    before = way.remainder.order
    return Order(
        route=way.route.code, state=Order.State.ASKED, place=before.place, organisation=before.organisation,
        to_depot=before.to_depot, ordered_at=now, ordered_by=before.ordered_by, channel=before.channel,
        needed_by=before.needed_by, playbook=book, why=way.remainder.why[:300], sent_on_from=before,
        changed_at=now,
    )  # fmt: skip


def _sent_on(order: Order, way: _Way) -> Entry:
    before, rest = way.remainder.order, way.remainder.rest
    detail: dict[str, object] = {
        "before": before.pk, "route": way.route.code, "desk": way.desk, "lines": len(rest)
    }  # fmt: skip
    return Entry(f"order:{order.pk}", detail, way.remainder.why)


def _decide_by(one: Remainder, route: Route, now: datetime) -> datetime:
    """Return by when it is decided there: as soon as its priority wants, and before it is needed."""
    wanted = clocks(line_on(local_day(now)).priorities[one.priority], now).decide_by
    return decide_by(route, now, before=min(wanted, one.order.needed_by or wanted))


def _keep(
    kept: Sequence[Remainder], areas: Mapping[int, str | None], *, by: Actor, now: datetime
) -> dict[int, Problem]:
    """Keep needs that no route is left for as problems, which somebody must come to own."""
    rules = problem_rules(local_day(now))
    made = Problem.objects.bulk_create(
        (
            Problem(
                title=f"Order {one.order.pk}: no route is left", severity=rules.severity_of(one.priority),
                area_id=areas[one.order.pk], order=one.order, told=one.why[:500], raised_at=now,
                raised_by=by.key, channel="system",
            )
            for one in kept
        ),
        batch_size=ROWS,
    )  # fmt: skip
    ProblemItem.objects.bulk_create(
        (
            ProblemItem(problem=problem, item_id=item, quantity=number)
            for problem, one in zip(made, kept, strict=True)
            for item, number in one.rest.items()
        ),
        batch_size=ROWS,
    )
    record_many(
        at=now, by=by, verb="supply.problem.raised", playbook=rules.reference,
        entries=[_raised(problem, one) for problem, one in zip(made, kept, strict=True)],
    )  # fmt: skip
    tell_many([News(one.order.pk, "kept") for one in kept], by=by, now=now)
    return {one.order.pk: problem for problem, one in zip(made, kept, strict=True)}


def _raised(problem: Problem, one: Remainder) -> Entry:
    detail: dict[str, object] = {
        "order": one.order.pk, "area": problem.area_id, "severity": problem.severity, "lines": len(one.rest)
    }  # fmt: skip
    return Entry(f"supply-problem:{problem.pk}", detail, one.why)
