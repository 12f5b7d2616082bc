"""One need with its whole history: every route it has been to, what each granted, what left and what came."""

from dataclasses import dataclass, field

from junction.core.messages.models import Message
from junction.core.messages.queries import messages_about
from junction.core.ownership.queries import histories
from junction.core.ownership.rules import Span
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import seen
from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries.places import within

from ..models import Ask, Consignment, EmergencyRequest, Order, OrderLine, Problem
from ..rules.reading import REQUEST
from .board import SUBJECT, asks

SEE, DECIDE, ORDER = "supply.see", "supply.decide", "supply.order"
MOST_STEPS = 20  # routes a need may go through; there are fewer


@dataclass(frozen=True, slots=True)
class Step:
    """One route a need has been to."""

    order: Order
    ask: Ask | None
    lines: list[OrderLine]
    consignments: list[Consignment]
    owners: list[Span]


@dataclass(frozen=True, slots=True)
class Need:
    """A need from its first order to where it is now."""

    steps: list[Step]
    problems: list[Problem]
    request: EmergencyRequest | None
    people: dict[str, str]  # who asks, contact, receiver, address: empty for who may not see them
    told: list[Message] = field(default_factory=list)

    @property
    def first(self) -> Order:
        return self.steps[0].order


def need(scope: Scope, order_id: int, *, permission: str = SEE) -> Need:
    """Return the need an order belongs to. Raise `ObjectDoesNotExist` when the order is out of reach.

    Whoever sees one step sees all of them: they are one history, of one receiver.
    """
    order = _order(scope, order_id, permission=permission)
    chain = _chain(order)
    ids = [one.pk for one in chain]
    found = {ask.pk: ask for ask in Ask.objects.filter(pk__in=ids).select_related("desk")}
    lines = _by_order(OrderLine.objects.filter(order__in=ids).select_related("item").order_by("id"))
    sent = _by_order(Consignment.objects.filter(order__in=ids).select_related("from_depot").order_by("id"))
    owners = histories(SUBJECT, ids)
    request = EmergencyRequest.objects.filter(pk=chain[0].pk).first()
    steps = [
        Step(one, found.get(one.pk), lines.get(one.pk, []), sent.get(one.pk, []), owners.get(one.pk, []))
        for one in chain
    ]
    return Need(
        steps=steps,
        problems=list(Problem.objects.filter(order__in=ids)),
        request=request,
        people=_people(scope, ids, request),
        told=list(messages_about(f"order:{chain[0].pk}").order_by("queued_at", "pk")),
    )


def _order(scope: Scope, order_id: int, *, permission: str) -> Order:
    """Return an order that waits or waited at a desk in reach, or one of a place in reach by any route."""
    if permission == DECIDE:  # whoever decides opens what waits at their own desk, and nothing else
        return asks(scope, permission=DECIDE).get(pk=order_id).order
    if ask := asks(scope, permission=permission).filter(pk=order_id).first():
        return ask.order
    seen = Place.objects.filter(within(scope, permission)).order_by().values("pk")
    found = Order.objects.select_related("place", "organisation", "from_depot")
    return found.filter(place__in=seen).get(pk=order_id)


def is_within(scope: Scope, order_id: int, *, permission: str) -> bool:
    """Tell whether an order is in reach of a permission: whether a button is shown."""
    return asks(scope, permission=permission).filter(pk=order_id).exists()


def _chain(order: Order) -> list[Order]:
    """Return every order of the need, the first first: back to where it began, then on from there."""
    first = order
    for _ in range(MOST_STEPS):
        if first.sent_on_from is None:
            break
        first = first.sent_on_from
    chain: list[Order] = []
    ahead = [first]
    while ahead and len(chain) < MOST_STEPS:
        at = ahead.pop(0)
        chain.append(at)
        ahead += at.sent_on_to.select_related("place", "organisation", "from_depot").order_by("pk")
    return chain


def _by_order(rows):  # type: ignore[no-untyped-def] # lines or consignments alike
    found: dict[int, list] = {}  # type: ignore[type-arg] # as above
    for row in rows:
        found.setdefault(row.order_id, []).append(row)
    return found


def _people(scope: Scope, ids: list[int], request: EmergencyRequest | None) -> dict[str, str]:
    """Return what is personal of a request to who may order for the place or decides on it."""
    may = any(asks(scope, permission=name).filter(pk__in=ids).exists() for name in (ORDER, DECIDE))
    if request is None or not may:
        return {}
    keys = {name: getattr(request, name) for name in ("requester", "contact", "email", "receiver", "address")}
    known = values([key for key in keys.values() if key])
    for name, key in keys.items():
        if key in known:
            seen(REQUEST, request.pk, name)
    return {name: known.get(key, ERASED) for name, key in keys.items() if key}
