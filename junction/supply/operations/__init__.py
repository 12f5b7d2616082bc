"""Every write of supply."""

from . import accounts, ledger
from .catalogue import load_catalogue
from .refusals import MakesNoSense, NotEnough

__all__ = ["MakesNoSense", "NotEnough", "accounts", "ledger", "load_catalogue"]
