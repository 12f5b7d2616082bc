"""How a meeting's read-out is read: who attended, who said what, what was agreed, and who is to act."""

from .in_emails import with_actions
from .reader import read_readout

__all__ = ["read_readout", "with_actions"]
