"""Proposes where two statements, of one document or of two, cannot both be so; a person decides.

Few and sure rather than many: a proposal names one thing in the same words twice, and what is said of it. It
shows both places and why. A module for each kind: `events` (two dates), `states` (in place, and pending),
`alone` (the same, of what one word names), `amounts` and `totals` (parts that do not make the whole, two
numbers without a scope), `withheld` (taken out here, named there). Words that such a search goes by are
dated data (`playbook/contradiction-words.toml`).

A record is too large to compare everything with everything. So each statement has keys: under some it is
listed (`keys_of`), under others stands what could contradict it (`keys_against`). Two statements of two
documents that contradict each other always share one, so that an index finds all there is to compare.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from junction.record.rules.reading import Read

from .alone import in_place_and_awaited
from .amounts import broken_sums, count_keys, numbers_without_scope
from .events import event_keys, two_dates
from .statements import Place, Proposal, Statement, statements_of, words_reference
from .states import coming_keys, in_place_and_pending, standing_keys
from .totals import broken_totals
from .withheld import Withheld, named_elsewhere, near_keys, withheld_in, withheld_keys

__all__ = [
    "Place", "Proposal", "Statement", "Withheld", "contradictions_among", "contradictions_in",
    "keys_against", "keys_of", "statements_of", "withheld_in", "words_reference",
]  # fmt: skip


def contradictions_in(reads: Sequence[Read]) -> tuple[Proposal, ...]:
    """Return the proposals over all `reads`, by where their first place stands; `Place.read` counts them."""
    said = [statement for number, read in enumerate(reads) for statement in statements_of(read, number)]
    return contradictions_among(said)


def contradictions_among(said: Iterable[Statement], *, new: int | None = None) -> tuple[Proposal, ...]:
    """Return the proposals over statements of documents; with `new`, those in which that one speaks."""
    ordered = sorted(said, key=lambda one: one.place.order)
    mine = [one for one in ordered if new is None or one.place.read == new]
    found = chain(
        two_dates(ordered, new=new),
        in_place_and_pending(ordered, new=new),
        in_place_and_awaited(ordered, new=new),
        broken_sums(mine),
        broken_totals(mine),
        numbers_without_scope(ordered, new=new),
        named_elsewhere(ordered, new=new),
    )
    return tuple(sorted(found, key=lambda one: (one.first.order, one.second.order, one.kind)))


def keys_of(one: Statement) -> frozenset[str]:
    """Return the keys a statement is listed under; none where nothing can contradict it."""
    return event_keys(one) | standing_keys(one) | coming_keys(one) | count_keys(one) | withheld_keys(one)


def keys_against(one: Statement) -> frozenset[str]:
    """Return the keys under which stands what could contradict a statement.

    What could name that which is withheld in it is listed nowhere: that is every statement (`withheld_in`).
    """
    still = {key.replace("coming:", "standing:", 1) for key in coming_keys(one)}
    yet = {key.replace("standing:", "coming:", 1) for key in standing_keys(one)}
    return event_keys(one) | count_keys(one) | still | yet | near_keys(one)
