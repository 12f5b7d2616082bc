"""Make an extract, take out of it what may not leave, check it, release it: each step is in the log."""

from .checking import CannotAccept, accept_finding, ask_check, check
from .extracts import NothingFound, Wish, make_extract
from .preparing import ask_search, prepare_search
from .readings import log_download
from .redactions import CannotRedact, NotThere, Redaction, add_redaction, withdraw_redaction
from .refusals import ExtractMovedOn, MayNotDisclose, NotReadyToLeave, give_back
from .releasing import ask_release, bundle_of, release

__all__ = [
    "CannotAccept",
    "CannotRedact",
    "ExtractMovedOn",
    "MayNotDisclose",
    "NotReadyToLeave",
    "NotThere",
    "NothingFound",
    "Redaction",
    "Wish",
    "accept_finding",
    "add_redaction",
    "ask_check",
    "ask_release",
    "ask_search",
    "bundle_of",
    "check",
    "give_back",
    "log_download",
    "make_extract",
    "prepare_search",
    "release",
    "withdraw_redaction",
]
