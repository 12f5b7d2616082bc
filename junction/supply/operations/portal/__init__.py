"""What is done on the portal: orders placed and taken back, providers let on and described, rounds looked
ahead.
"""

from .cancelling import cancel_order
from .looking_ahead import look_ahead
from .opening import CannotOpenWave, NoSuchProviderType, describe_provider, open_wave
from .placing import Placed, place_orders, try_orders
from .refusals import CannotCancel

__all__ = [
    "CannotCancel",
    "CannotOpenWave",
    "NoSuchProviderType",
    "Placed",
    "cancel_order",
    "describe_provider",
    "look_ahead",
    "open_wave",
    "place_orders",
    "try_orders",
]
