"""Who sent a message: where the name ends that stands before it.

The first colon ends a name, unless the file shows that names hold one: where each message that begins
with "Ops" begins with "Ops: nights" (and there are two or more), the name is "Ops: nights".
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..redactions import redactions_in
from .heads import MARKS
from .words import values

_END = re.compile(r":(?=\s|$)")
_AFTER = re.compile(r"\s?[:;](?=\S|\s)|\s|$")
_NAME = re.compile(r"[A-Z][\w'’-]+(?:,? [A-Z][\w'’-]+){1,3}")
_NUMBER = re.compile(r"[+(]?[\d][\d\s()./-]{5,}")


@dataclass(frozen=True, slots=True)
class Sender:
    """A name as printed, where in the rest of the line it begins and ends, and where the body begins."""

    printed: str
    start: int
    end: int
    body: int
    certain: bool = True

    @property
    def kind(self) -> str:
        if redactions_in(self.printed):
            return "redacted"
        return "number" if _NUMBER.fullmatch(self.printed) else "name"

    @property
    def name(self) -> str:
        """The sender; nothing where the name was taken out."""
        return "" if self.kind == "redacted" else self.printed


def long_names(rests: Iterable[str]) -> frozenset[str]:
    """Return the names that hold a colon, by all lines of the file."""
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for rest in rests:
        ends = [match.start() for match in _END.finditer(rest)][:2]
        if ends:
            first[rest[: ends[0]]] += 1
        if len(ends) > 1 and rest[ends[0] + 1 : ends[1]].strip() and _short(rest[: ends[1]]):
            second[rest[: ends[1]]] += 1
    return frozenset(
        name for name, count in second.items() if count > 1 and count == first[_END.split(name)[0]]
    )


def sender_of(
    rest: str,
    *,
    names: frozenset[str] = frozenset(),
    known: frozenset[str] = frozenset(),
    below: bool = False,
) -> Sender | None:
    """Return who sent what `rest` says; None where no person does, or none can be told.

    `known` are the senders of other messages; `below` says that more lines follow: `rest` may be a name.
    """
    for name in names:
        if rest.startswith(name) and _END.match(rest, len(name)):
            return _sender(rest, len(name), len(name) + 1)
    end, cell = _END.search(rest), rest.find("\t")
    if cell > 0 and _short(rest[:cell]) and (end is None or cell < end.start()):
        return _sender(rest, cell, cell + 1)  # a row of a table
    if end and _short(rest[: end.start()]):
        return _sender(rest, end.start(), end.end())
    for name in sorted(known, key=len, reverse=True):
        if rest.startswith(name) and (after := _AFTER.match(rest, len(name))):
            return _sender(rest, len(name), after.end(), certain=False)
    marks = redactions_in(rest)
    if marks and not rest[: marks[0].span.start].strip(" [(<" + MARKS):
        return _sender(rest, marks[0].span.end, marks[0].span.end, certain=False)
    if below and _NAME.fullmatch(rest.strip()):
        return _sender(rest, len(rest), len(rest), certain=False)
    return None


def _short(name: str) -> bool:
    return bool(name.strip(" \t" + MARKS)) and len(name) <= values()["most_characters_of_a_sender"]


def _sender(rest: str, end: int, body: int, *, certain: bool = True) -> Sender:
    name = rest[:end]
    inner = name.strip(" \t~\u00a0\u202f" + MARKS)
    start = name.index(inner) if inner else end
    return Sender(inner, start, start + len(inner), body, certain)
