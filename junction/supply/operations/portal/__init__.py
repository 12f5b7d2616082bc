"""What is done on the portal: orders placed and taken back, providers let on and described."""

from .cancelling import cancel_order
from .placing import Placed, place_orders, try_orders
from .refusals import CannotCancel

__all__ = ["CannotCancel", "Placed", "cancel_order", "place_orders", "try_orders"]
