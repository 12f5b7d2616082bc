"""Bytes of a document to its text with places: what kind a file is, what it says, and what lies badly hidden
in it.
"""

from .held import words_held
from .opening import failed_redactions, open_source
from .refusals import CannotOpen

__all__ = ["CannotOpen", "failed_redactions", "open_source", "words_held"]
