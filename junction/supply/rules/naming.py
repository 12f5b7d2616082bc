"""Decides what a text in an order means: which place, by our own number or by an identifier it bears.

Plain digits always mean our own number, and so does `place:123`. Any other text is an identifier; where its
kind is to be said, it stands before it: `cqc:1-123456789`, `ods:RM3`, `uprn:100012345678`. So a number of
digits alone that is not ours is written with its kind.
"""

from dataclasses import dataclass
from types import MappingProxyType

from junction.registry.rules.identifiers import IdentifierKind

OWN = "place"
LONGEST = 18  # digits of a number that a row can have
SHORT = MappingProxyType({"cqc": IdentifierKind.CQC_LOCATION})
KINDS = MappingProxyType(dict(SHORT) | {str(kind): kind for kind in IdentifierKind})


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: a place by our number, or an identifier of one kind or (an empty one) of any."""

    place_id: int | None = None
    bearer: str = ""
    kind: str = ""


def named(text: str) -> Named:
    """Return what a text names."""
    text = text.strip()
    said, colon, rest = text.partition(":")
    said, rest = said.strip().lower(), rest.strip()
    if _is_number(text):
        return Named(place_id=int(text))
    if colon and said == OWN and _is_number(rest):
        return Named(place_id=int(rest))
    if colon and said in KINDS:
        return Named(bearer=rest, kind=str(KINDS[said]))
    return Named(bearer=text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST
