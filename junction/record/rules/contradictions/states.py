"""Proposes things that stand in one place as there and in another as still to come."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .statements import Proposal, Statement, alternatives, phrase_before

SURE = 0.6
LEAST_WORDS = 2
IN_PLACE_OF = re.compile(r"\b(?:in|at|for|across)\s+(?:both\s+)?(?-i:([A-Z][\w-]+(?:\s+and\s+[A-Z][\w-]+)*))")


@cache
def _there() -> re.Pattern[str]:
    return re.compile(
        rf"\s(?:(?:is|are|now|already|fully)\s)*(?:{alternatives('there')})\b(?!\s+(?:from|by|until|for)\b)",
        re.I,
    )


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('to_come')})\b", re.I)


def in_place_and_pending(said: Sequence[Statement]) -> Iterator[Proposal]:
    """Return pairs: one statement has a thing in place, the other has the same thing pending."""
    for one in said:
        for thing in _things(one):
            for other in said:
                if other is not one and _is_pending(thing, other) and not _apart(one.text, other.text):
                    why = f"“{thing}” is in place here, and something of it is still to come there."
                    yield Proposal("in-place-and-pending", one.place, other.place, why, SURE)


def _things(statement: Statement) -> Iterator[str]:
    if _to_come().search(statement.text):
        return
    for found in _there().finditer(statement.text):
        thing = phrase_before(statement.text, found.start())
        if len(thing.split()) >= LEAST_WORDS:
            yield thing


def _is_pending(thing: str, statement: Statement) -> bool:
    """Tell whether the same words stand before what says that it is to come, a few words between at most."""
    near = rf"\b{re.escape(thing)}\b(?:\s+[\w&'’/-]+){{0,6}}?\s+(?:{alternatives('to_come')})\b"
    return bool(re.search(near, " ".join(statement.text.split()), re.I))


def _apart(one: str, other: str) -> bool:
    """Tell whether both name where they speak of, and name nothing in common."""
    here, there = set(_named(one)), set(_named(other))
    return bool(here and there) and not here & there


def _named(text: str) -> list[str]:
    return [name for found in IN_PLACE_OF.finditer(text) for name in re.split(r"\s+and\s+", found[1])]
