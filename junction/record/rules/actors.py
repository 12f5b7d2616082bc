"""Who a text speaks of: the kinds of actors of a closed list, found by their names and usual spellings.

The longest spelling wins ("NHS trust" is no "NHS"). Spellings all in capitals must stand as they are, since
"co" and "pa" are parts of ordinary words; the others count in any case.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .source import Span

FACTS = Path(__file__).parents[1] / "facts" / "actors.toml"
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ActorType:
    """A kind of body or person. `one`: there is a single one, which can promise in its own name.

    `in_cells` are spellings that name it only where nothing but names stands, as in a table's column.
    """

    code: str
    name: str
    group: str
    one: bool
    spellings: tuple[str, ...]
    in_cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorSaid:
    """An actor in a text: which, and where."""

    actor: ActorType
    span: Span


@cache
def actor_types() -> Mapping[str, ActorType]:
    """Return the closed list, by code."""
    rows = tomllib.loads(FACTS.read_text(encoding="utf-8"))["actor"]
    return MappingProxyType({
        row["code"]: ActorType(
            row["code"], row["name"], row["group"], row.get("one", False), tuple(row["spellings"]),
            tuple(row.get("in_cells", ())),
        )
        for row in rows
    })  # fmt: skip


@cache
def _by_first_word() -> Mapping[str, list[tuple[str, ActorType]]]:
    found: dict[str, list[tuple[str, ActorType]]] = defaultdict(list)
    for actor in actor_types().values():
        for spelling in {*actor.spellings, actor.name}:
            first = WORD.match(spelling)
            found[(first[0] if first else spelling).casefold()].append((spelling, actor))
    for spellings in found.values():
        spellings.sort(key=lambda each: -len(each[0]))
    return found


def actors_in(text: str) -> tuple[ActorSaid, ...]:
    """Return every actor of the list that `text` names, in order, none inside another."""
    return tuple(_actors(text))


def _actors(text: str) -> Iterator[ActorSaid]:
    reached = 0
    for word in WORD.finditer(text):
        if word.start() < reached:
            continue
        for spelling, actor in _by_first_word().get(word[0].casefold(), ()):
            end = word.start() + len(spelling)
            if _same(text[word.start() : end], spelling) and not text[end : end + 1].isalnum():
                yield ActorSaid(actor, Span(word.start(), end))
                reached = end
                break


def _same(said: str, spelling: str) -> bool:
    said = said.replace("’", "'")
    return said == spelling or (
        not spelling.rstrip("s'").isupper() and said.casefold() == spelling.casefold()
    )
