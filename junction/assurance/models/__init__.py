"""Tables of assurance: what is asked, what was answered, by which evidence, and who put their name to it."""

from .answers import Answer
from .catalogue import Catalogue, Lineage, Requirement
from .evidence import Evidence, Verification
from .issues import Issue
from .moments import known_at
from .parties import OfParty
from .signing import SignOff

__all__ = [
    "Answer",
    "Catalogue",
    "Evidence",
    "Issue",
    "Lineage",
    "OfParty",
    "Requirement",
    "SignOff",
    "Verification",
    "known_at",
]
