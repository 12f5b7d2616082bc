"""Every write of supply."""

from . import ledger
from .catalogue import load_catalogue
from .refusals import MakesNoSense, NotEnough

__all__ = ["MakesNoSense", "NotEnough", "ledger", "load_catalogue"]
