"""Proposes things that stand in one place as there and in another as still to come."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from .statements import Proposal, Statement, alternatives, phrase_before

SURE = 0.6
LEAST_WORDS = 2
BETWEEN = 6  # words that may stand between a thing and what says that it is to come
NEAR = BETWEEN + 2
# Two words next to each other, from every place at which a thing's name could begin.
TWO_WORDS = re.compile(r"(?:(?<=\s)|^|\b)(?=([\w&'’/-]+ [\w&'’/-]+)(?:\s|$))")
IN_PLACE_OF = re.compile(r"\b(?:in|at|for|across)\s+(?:both\s+)?(?-i:([A-Z][\w-]+(?:\s+and\s+[A-Z][\w-]+)*))")


@cache
def _there() -> re.Pattern[str]:
    return re.compile(
        rf"\s(?:(?:is|are|now|already|fully)\s)*(?:{alternatives('there')})\b(?!\s+(?:from|by|until|for)\b)",
        re.I,
    )


@cache
def _coming() -> re.Pattern[str]:
    return re.compile(rf"(?=\b(?:{alternatives('to_come')})\b)", re.I)  # wherever one begins


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('to_come')})\b", re.I)


def standing_keys(statement: Statement) -> frozenset[str]:
    """Return the keys under which what is in place is listed: the last two words of each thing."""
    return frozenset(f"standing:{_key(thing)}" for thing in _things(statement))


def coming_keys(statement: Statement) -> frozenset[str]:
    """Return the keys under which what is to come is listed: any two words near before what says so."""
    text = _plain(statement.text)
    near = (text[: found.start()].split()[-NEAR:] for found in _coming().finditer(text))
    return frozenset(
        f"coming:{two[1].lower()}" for words in near for two in TWO_WORDS.finditer(" ".join(words))
    )


def in_place_and_pending(said: Sequence[Statement], *, new: int | None = None) -> Iterator[Proposal]:
    """Return pairs: one statement has a thing in place, the other has the same thing pending.

    However many documents contradict a sentence of the `new` one about a thing, that is one contradiction.
    """
    seen = set()
    for thing, one, other in _of_one_thing(said):
        if new is not None and new not in (one.place.read, other.place.read):
            continue
        told = (thing, one.place if one.place.read == new else other.place)
        is_told = new is not None and one.place.read != other.place.read and told in seen
        if not is_told and _is_pending(thing, other) and not are_apart(one.text, other.text):
            seen.add(told)
            why = f"“{thing}” is in place here, and something of it is still to come there."
            yield Proposal("in-place-and-pending", one.place, other.place, why, SURE)


def _of_one_thing(said: Sequence[Statement]) -> Iterator[tuple[str, Statement, Statement]]:
    """Return a thing with a statement that has it in place and one that may speak of it as to come."""
    coming: dict[str, list[Statement]] = defaultdict(list)
    for other in said:
        for key in coming_keys(other):
            coming[key].append(other)
    for one in said:
        for thing in _things(one):
            yield from ((thing, one, other) for other in coming[f"coming:{_key(thing)}"] if other is not one)


def _plain(text: str) -> str:
    """Return a text in which "Rota: pending" stands as "Rota pending"."""
    return " ".join(re.sub(r"[:–—](?=\s)", " ", text).split())


def _key(thing: str) -> str:
    return " ".join(thing.lower().split()[-2:])


def _things(statement: Statement) -> Iterator[str]:
    if _to_come().search(statement.text):
        return
    text = _plain(statement.text)
    for found in _there().finditer(text):
        thing = phrase_before(text, found.start())
        if len(thing.split()) >= LEAST_WORDS:
            yield thing


def _is_pending(thing: str, statement: Statement) -> bool:
    """Tell whether the same words stand before what says that it is to come, a few words between at most."""
    near = rf"\b{re.escape(thing)}\b(?:\s+[\w&'’/-]+){{0,{BETWEEN}}}?\s+(?:{alternatives('to_come')})\b"
    return bool(re.search(near, _plain(statement.text), re.I))


def are_apart(one: str, other: str) -> bool:
    """Tell whether both name where they speak of, and name nothing in common."""
    here, there = set(_named(one)), set(_named(other))
    return bool(here and there) and not here & there


def _named(text: str) -> list[str]:
    return [name for found in IN_PLACE_OF.finditer(text) for name in re.split(r"\s+and\s+", found[1])]
