"""Reads of the portal: how a provider stands, its orders, and how many providers a rule concerns."""

from .orders import (
    ORDER,
    SEE,
    STATES,
    OrderLineSeen,
    OrderSeen,
    granted,
    may_cancel,
    may_order_for,
    order_seen,
    orderable_places,
    orders_by,
    orders_of,
    usual_order,
)
from .standing import NoSuchProvider, offered_items, provider_of, standing

__all__ = [
    "ORDER",
    "SEE",
    "STATES",
    "NoSuchProvider",
    "OrderLineSeen",
    "OrderSeen",
    "granted",
    "may_cancel",
    "may_order_for",
    "offered_items",
    "order_seen",
    "orderable_places",
    "orders_by",
    "orders_of",
    "provider_of",
    "standing",
    "usual_order",
]
