"""Reads of the portal: how a provider stands, its orders, and how many providers a rule concerns."""

from .orders import ORDER, SEE, OrderLineSeen, OrderSeen, order_seen, orders_by, orders_of, usual_order
from .standing import NoSuchProvider, offered_items, provider_of, standing

__all__ = [
    "ORDER",
    "SEE",
    "NoSuchProvider",
    "OrderLineSeen",
    "OrderSeen",
    "offered_items",
    "order_seen",
    "orders_by",
    "orders_of",
    "provider_of",
    "standing",
    "usual_order",
]
