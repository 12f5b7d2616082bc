"""The end of documents: holds, destruction by two people, letters about what is past its date."""

from .destroying import ask_destruction, destroy, refuse_destruction, what_goes
from .holding import Holding, place_hold, release_hold
from .needing import needs_of
from .telling import tell_keepers

__all__ = [
    "Holding",
    "ask_destruction",
    "destroy",
    "needs_of",
    "place_hold",
    "refuse_destruction",
    "release_hold",
    "tell_keepers",
    "what_goes",
]
