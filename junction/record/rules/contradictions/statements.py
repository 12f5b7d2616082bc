"""Cuts what was read into statements: sentences and clauses, each with its place and the dates said in it."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any, TypeVar

from junction.core.playbook import load
from junction.record.rules.action_plan.wording import Wording
from junction.record.rules.reading import DateSaid, Kind, Read, Reading
from junction.record.rules.source import Source, Span

BOOK = Path(__file__).parents[2] / "playbook" / "contradiction-words.toml"
END = re.compile(r"(?<=[.;!?])\s+|\s+[-–—]\s+|\s*\n\s*(?=[-–•*#])|\n\s*\n")
SPOKEN = ("evidence", "item")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: in which document (its number), and its exact words there."""

    read: int
    spans: tuple[Span, ...]
    quote: str

    @property
    def order(self) -> tuple[int, int]:
        return self.read, self.spans[0].start if self.spans else 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two places that seem to contradict each other (a sum that does not add up: one place twice)."""

    kind: str
    first: Place
    second: Place
    why: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or clause."""

    text: str
    place: Place
    reading: int  # the reading it is part of, by its place in the document
    dates: tuple[DateSaid, ...]


@cache
def words_reference() -> str:
    """Return the name of the latest list."""
    return load(BOOK).versions[-1].reference


@cache
def words() -> Mapping[str, Any]:
    """Return the words of the latest list."""
    return load(BOOK).versions[-1].values


@cache
def alternatives(name: str) -> str:
    """Return a list of the book as the inside of a pattern, the longest first."""
    return "|".join(sorted(words()[name], key=len, reverse=True))


def statements_of(read: Read, number: int) -> Iterator[Statement]:
    """Return the statements of one document, in order; its furniture and headings say nothing."""
    for at, reading in enumerate(read.readings):
        if reading.part_of is not None or reading.kind in {Kind.FURNITURE, Kind.HEADING}:
            continue
        for spans in _spoken(read.source, reading):
            wording = Wording(read.source, spans)
            for start, end in _sentences(wording.text):
                places = wording.spans_of(start, end)
                dates = tuple(d for d in reading.dates if any(span.holds(d.span) for span in places))
                quote = " ".join(wording.text[start:end].split())
                if places and quote:
                    yield Statement(quote, Place(number, places, quote), at, dates)


def _spoken(source: Source, reading: Reading) -> Iterator[Sequence[Span]]:
    """Return what a reading says: a row's cells each by themselves, anything else whole."""
    cells = [
        reading.cells[name].spans for name in SPOKEN if name in reading.cells and reading.kind is Kind.ROW
    ]
    yield from (cells if cells else [reading.spans])


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in END.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def phrase_before(text: str, end: int, *, most: int = 4) -> str:
    """Return the words directly before `end` that name a thing: up to `most`, none of them a little word."""
    found: list[str] = []
    for word in reversed(re.findall(r"[\w&'’/-]+|[.,;:()]", text[:end])):
        little = word.lower() in words()["little"] or word in words()["little_unless_capital"]
        if len(found) == most or not re.search(r"\w", word) or little:
            break
        found.insert(0, word.lower())
    return " ".join(found)


def grouped(items: Iterable[T], by: Callable[[T], Hashable]) -> list[list[T]]:
    """Return items that have one key in common together, in order."""
    found: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        found[by(item)].append(item)
    return list(found.values())


def pairs(items: Sequence[T], of: Callable[[T], Statement], *, new: int | None) -> Iterator[tuple[T, T]]:
    """Return every pair, the earlier first; with `new`, those in which that document speaks."""
    mine = [item for item in items if new is None or of(item).place.read == new]
    yield from combinations(mine, 2)
    if len(mine) < len(items):
        rest = [item for item in items if of(item).place.read != new]
        for one, other in product(mine, rest):
            yield (one, other) if of(one).place.order <= of(other).place.order else (other, one)
