"""What supply tells of its problems and orders to whoever passes a case on to them: where each stands.

A problem is of a place when it is of the place's council, of an area around it, or everywhere. An order is
of the place that receives it.
"""

from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from junction.core.ownership.queries import owners
from junction.core.pages.words import short_moment
from junction.core.passing import ANSWERED, REFUSED, Asked, Known
from junction.core.scope import Scope
from junction.registry.queries import ancestors

from ..models import Order, Problem, Recipient
from .board import SUBJECT as ORDER
from .hub import HUB
from .problems import DECIDE
from .problems import SUBJECT as PROBLEM

MOST = 20
State = Order.State
DONE = {State.DELIVERED: ANSWERED, State.CLOSED: ANSWERED, State.REFUSED: REFUSED, State.CANCELLED: REFUSED}
SETTLED = {"approved": ANSWERED, "in part": ANSWERED, "refused": REFUSED, "withdrawn": REFUSED}


def problems(scope: Scope, asked: Asked, *, now: datetime) -> list[Known]:
    """Return supply problems of the case's council or around it."""
    found = Problem.objects.filter(raised_at__lte=now).order_by("-raised_at", "-pk")
    if asked.area:
        around = ancestors(scope, asked.area).values("code")
        found = found.filter(Q(area__isnull=True) | Q(area=asked.area) | Q(area__in=around))
    rows = list(_asked(found, asked, Q(closed_at__isnull=True)))
    has = owners(PROBLEM, [one.pk for one in rows])
    return [
        Known(
            one.pk, f"Problem {one.pk}: {one.title}", one.desk_id, DECIDE, has.get(one.pk, ""),
            ANSWERED if one.closed_at else "",
        )
        for one in rows
    ]  # fmt: skip


def orders(scope: Scope, asked: Asked, *, now: datetime) -> list[Known]:
    """Return orders that a place receives."""
    found = Order.objects.filter(ordered_at__lte=now).select_related("ask", "place")
    found = found.order_by("-ordered_at", "-pk")
    if asked.area:
        found = found.filter(place=asked.place, place__isnull=False)
    is_open = ~Q(state__in=list(DONE)) & (Q(ask__isnull=True) | Q(ask__settled_at__isnull=True))
    rows = list(_asked(found, asked, is_open))
    has = owners(ORDER, [one.pk for one in rows])
    return [
        Known(one.pk, _title(one), _desk(one), DECIDE, has.get(one.pk, ""), _came_to(one)) for one in rows
    ]


def recipients(scope: Scope, asked: Asked, *, now: datetime) -> list[Known]:
    """Return people whom the hub of the case's council supplies, by number: the last registered. What was
    last handed to one, with nothing left to send on, answers what was asked for them until then.
    """
    found = Recipient.objects.filter(registered_at__lte=now).order_by("-registered_at", "-pk")
    found = found.filter(council=asked.area) if asked.area else found
    whole = Q(issues__order__lines__received__gt=0, issues__order__sent_on_to=None)
    rows = _asked(found.annotate(handed=Max("issues__handed_at", filter=whole)), asked, Q())
    return [
        Known(
            one.pk, f"Recipient {one.pk}, registered {short_moment(one.registered_at)}", one.council_id, HUB,
            came_to=ANSWERED if one.handed else "", came_at=one.handed,
        )
        for one in rows
    ]  # fmt: skip


def _asked(rows: Any, asked: Asked, is_open: Q) -> Any:
    if asked.numbers is None:
        return rows.filter(is_open)[:MOST]
    return rows.filter(pk__in=list(asked.numbers))


def _title(one: Order) -> str:
    return f"Order {one.pk} of {short_moment(one.ordered_at)}: {one.get_state_display().lower()}"


def _desk(one: Order) -> str | None:
    """Where it is decided; for one that nobody decides, the place's council."""
    if hasattr(one, "ask"):
        return str(one.ask.desk_id) if one.ask.desk_id else None
    return one.place.council_id if one.place else None


def _came_to(one: Order) -> str:
    """What was decided, or what came of one that nobody decides; sent to another route, it is still open."""
    if done := DONE.get(State(one.state)):
        return done
    return SETTLED.get(one.ask.outcome, "") if hasattr(one, "ask") and one.ask.settled_at else ""
