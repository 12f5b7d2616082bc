"""Proposes where two statements, of one document or of two, cannot both be so; a person decides.

Few and sure rather than many: a proposal names one thing in the same words twice, and what is said of it. It
shows both places and why. A module for each kind: `events` (two dates), `states` (in place, and pending),
`amounts` (parts that do not make the whole, two numbers without a scope), `withheld` (taken out here, named
there). Words that such a search goes by are dated data (`playbook/contradiction-words.toml`).
"""

from collections.abc import Sequence

from junction.record.rules.reading import Read

from .amounts import broken_sums, numbers_without_scope
from .events import two_dates
from .statements import Place, Proposal, statements_of
from .states import in_place_and_pending
from .withheld import named_elsewhere

__all__ = ["Place", "Proposal", "contradictions_in"]


def contradictions_in(reads: Sequence[Read]) -> tuple[Proposal, ...]:
    """Return the proposals over all `reads`, by where their first place stands; `Place.read` counts them."""
    said = [statement for number, read in enumerate(reads) for statement in statements_of(read, number)]
    found = [
        *two_dates(said),
        *in_place_and_pending(said),
        *broken_sums(said),
        *numbers_without_scope(said),
        *named_elsewhere(said),
    ]
    return tuple(sorted(found, key=lambda one: (one.first.order, one.second.order, one.kind)))
