"""Proposes what one word names, in place in one sentence of a document and awaited in another of the same.

"Testing of staff is in place" and "We are still awaiting testing" are of one thing; "testing guidance" is
another, and so is the testing of visitors. One word says little: documents are not compared with each other.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .statements import Proposal, Statement, alternatives, grouped
from .states import are_apart

SURE = 0.4
_OF = r"(?:\s+(?:of|for|in|at|to|across)\s+[\w&'’/-]+(?:\s+[\w&'’/-]+){0,4}?)?"
_LITTLE = r"(?:\s+(?:is|are|has|have|been|now|already|fully|still|being|remains?))*"


@cache
def _there() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-]\s)\b(?P<thing>{alternatives('alone')})\b{_OF}{_LITTLE}\s+(?:{alternatives('there')})\b"
        r"(?!\s+(?:from|by|until|for)\b)",
        re.I,
    )


@cache
def _awaited() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{alternatives('awaited')})\s+(?:the\s+)?(?P<thing>{alternatives('alone')})\b(?=\s*[.,;:)]|\s*$|\s+(?:of|for|in|at|to|from)\b)"
        rf"|(?<![\w-]\s)\b(?P<before>{alternatives('alone')})\b{_OF}{_LITTLE}\s+(?:{alternatives('to_come')})\b",
        re.I,
    )


@cache
def _whom() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('whom')})\b", re.I)


def in_place_and_awaited(said: Sequence[Statement], *, new: int | None = None) -> Iterator[Proposal]:
    """Return pairs of statements of one document: a thing that one word names is in place, and is awaited."""
    mine = [one for one in said if new is None or one.place.read == new]
    for document in grouped(mine, lambda one: one.place.read):
        coming = [(one, found) for one in document for found in _awaited().finditer(one.text)]
        for one in document if coming else ():
            for thing in _in_place(one):
                for other, found in coming:
                    if (found["thing"] or found["before"]).lower() == thing and _of_one(one, other):
                        first, second = sorted((one.place, other.place), key=lambda place: place.order)
                        why = f"“{thing.capitalize()}” is in place in one sentence, and awaited in another."
                        yield Proposal("in-place-and-pending", first, second, why, SURE)


def _in_place(one: Statement) -> Iterator[str]:
    if not _awaited().search(one.text) and not re.search(
        rf"\b(?:{alternatives('to_come')})\b", one.text, re.I
    ):
        yield from {found["thing"].lower() for found in _there().finditer(one.text)}


def _of_one(one: Statement, other: Statement) -> bool:
    """Tell whether two sentences may be of one thing: neither of other people nor of other places."""
    here, there = (set(map(str.lower, _whom().findall(each.text))) for each in (one, other))
    return (
        one is not other and not (here and there and not here & there) and not are_apart(one.text, other.text)
    )
