"""Finds what is wrong in a table's numbering: references not printed, numbers without a row, numbers twice.

A row without a reference gets one where the numbers before and after it leave exactly as many free as
there are rows. Numbers left free between two rows that follow each other are a gap. After the last printed
number rows are counted on, with half the confidence, since nothing behind them proves it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from junction.record.rules.reading import Cell
from junction.record.rules.source import Source, Span

PROVEN, COUNTED_ON = 0.95, 0.5
BETWEEN_NEIGHBOURS = "the numbers before and after leave only this"
MOST_MISSING = 200  # a leap beyond this is another numbering, or a misprint, not a gap
SHAPE = re.compile(
    r"^[(#\[]?\s*(?P<word>[A-Za-z]{0,4}?)[\s.\-/]?(?P<numbers>\d{1,4}(?:[.\-]\d{1,3}){0,3})(?P<letter>[a-z]?)\s*[.):\]]*$"
)

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Number:
    """A reference taken apart: "R2.3b" is R, (2, 3), b."""

    word: str
    numbers: tuple[int, ...]
    letter: str = ""

    @property
    def steps(self) -> tuple[int, ...]:
        return (*self.numbers, ord(self.letter) - ord("a") + 1) if self.letter else self.numbers

    def with_last(self, last: int) -> "Number":
        """Return the number beside this one that ends in `last`."""
        if self.letter:
            return Number(self.word, self.numbers, chr(ord("a") + last - 1))
        return Number(self.word, (*self.numbers[:-1], last))

    def __str__(self) -> str:
        return f"{self.word}{'.'.join(map(str, self.numbers))}{self.letter}"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row's reference as concluded, and what it rests on."""

    ref: str
    confidence: float
    note: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something wrong in the numbering, at a row (by its place)."""

    row: int
    check: str
    value: str
    message: str


def number_in(text: str) -> Number | None:
    """Return the reference that a cell is, if it is one."""
    match = SHAPE.match(text.strip())
    if not match or is_day(text):
        return None
    numbers = tuple(int(part) for part in re.split(r"[.\-]", match["numbers"]))
    return Number(match["word"], numbers, match["letter"])


def is_reference(text: str) -> bool:
    return is_day(text) or number_in(text) is not None


def is_day(text: str) -> bool:
    """Tell whether a spreadsheet gave a day where a reference should be: it makes one of "1-2" and "1.2"."""
    return bool(DAY.fullmatch(text.strip()))


def printed(text: str) -> str:
    """Return a reference without the marks about it: "(7)", "7." and "#7" are 7."""
    return text.strip().strip("()[].:# ")


LEADING = re.compile(
    r"^(?P<ref>(?:[A-Z]{1,3}\d{1,3}[a-z]?(?:\.\d{1,2})*[.):]?|\(?\d{1,3}(?:\.\d{1,2})*[a-z]?[.):]|\d{1,3}(?:\.\d{1,2})+))\s+(?=\S)"
)


def number_of_item(source: Source, cells: dict[str, Cell]) -> dict[str, Cell]:
    """Return the cells of a row whose reference stands before its item, in the same cell, as two."""
    item = cells.get("item")
    match = LEADING.match(source.quote(item.spans[0])) if item and item.spans else None
    if item is None or match is None:
        return cells
    first, *more = item.spans
    spans = (Span(first.start + match.end(), first.end), *more)
    ref = Cell(match["ref"], (Span(first.start, first.start + match.end("ref")),), item.confidence)
    return cells | {"ref": ref, "item": replace(item, text=item.text[match.end() :].strip(), spans=spans)}


def between(earlier: Number, later: Number) -> list[Number] | None:
    """Return the numbers that stand free between two; None when one does not follow from the other."""
    if earlier.word.lower() != later.word.lower():
        return None
    a, b = earlier.steps, later.steps
    if len(a) == len(b) and a[:-1] == b[:-1] and bool(earlier.letter) == bool(later.letter):
        free = range(a[-1] + 1, b[-1])
        return (
            None if b[-1] <= a[-1] or len(free) > MOST_MISSING else [later.with_last(step) for step in free]
        )
    if b[: len(a)] == a:  # 2 → 2a, 2 → 2.1
        return [later.with_last(step) for step in range(1, b[-1])] if len(b) == len(a) + 1 else None
    top = range(a[0] + 1, b[0])  # 1b → 3, 1.4 → 3.1
    if b[0] <= a[0] or len(top) > MOST_MISSING:
        return None
    return [Number(later.word, (step,)) for step in top]


def concluded(numbers: Sequence[Number | None]) -> dict[int, Numbered]:
    """Return the references of rows that print none, by place, where their neighbours leave no choice."""
    found: dict[int, Numbered] = {}
    for before, after in _stretches(numbers):
        missing = range((-1 if before is None else before) + 1, len(numbers) if after is None else after)
        if not missing or (before is None and after is None):
            continue
        if after is None:
            assert before is not None  # the two were never both unknown
            found |= _counted_on(numbers, before, missing)
            continue
        later = numbers[after]
        earlier = numbers[before] if before is not None else (later and later.with_last(0))
        free = between(earlier, later) if earlier and later else None
        if free is not None and len(free) == len(missing):
            found |= {at: Numbered(str(number), PROVEN, BETWEEN_NEIGHBOURS)
                      for at, number in zip(missing, free, strict=True)}  # fmt: skip
    return found


def _counted_on(numbers: Sequence[Number | None], before: int, missing: range) -> dict[int, Numbered]:
    last = numbers[before]
    if last is None or last.letter or len(last.numbers) != 1:
        return {}
    note = "counted on from the last number"
    return {
        at: Numbered(str(last.with_last(last.numbers[-1] + at - before)), COUNTED_ON, note) for at in missing
    }


def _stretches(numbers: Sequence[Number | None]) -> Iterator[tuple[int | None, int | None]]:
    """Return each pair of printed numbers that follow each other, and what stands before and after all."""
    known = [at for at, number in enumerate(numbers) if number]
    yield from zip([None, *known], [*known, None], strict=True)


def oddities(numbers: Sequence[Number | None]) -> Iterator[Oddity]:
    """Return gaps, numbers printed twice, and numbers that run backwards, in each numbering of the text."""
    start = 0
    restarts = [at for at, number in enumerate(numbers) if number and number.steps == (1,)]
    for end in [*(at for at in restarts if at), len(numbers)]:
        yield from _odd_in_run(numbers, start, end)
        start = end


def _odd_in_run(numbers: Sequence[Number | None], start: int, end: int) -> Iterator[Oddity]:
    known = [at for at in range(start, end) if numbers[at]]
    told = {str(numbers[at]).lower() for at in known}
    seen: set[str] = set()
    for before, after in zip([None, *known], known, strict=False):
        later = numbers[after]
        assert later is not None  # only known ones are walked
        name = str(later).lower()
        if name in seen:
            yield Oddity(after, "reference-twice", str(later), f"The reference {later} stands at two rows.")
        elif before is not None:
            yield from (odd for odd in _between(numbers, before, after) if odd.value.lower() not in told)
            told |= {str(number).lower() for number in _free(numbers, before, after)}
        seen.add(name)


def _free(numbers: Sequence[Number | None], before: int, after: int) -> list[Number]:
    earlier, later = numbers[before], numbers[after]
    return (between(earlier, later) or []) if earlier and later else []


def _between(numbers: Sequence[Number | None], before: int, after: int) -> Iterator[Oddity]:
    earlier, later, unnumbered = numbers[before], numbers[after], after - before - 1
    assert earlier is not None and later is not None  # as above
    free = between(earlier, later)
    if free is None:
        if earlier.word.lower() == later.word.lower() and later.steps < earlier.steps:
            message = f"The reference {later} comes after {earlier}."
            yield Oddity(after, "reference-out-of-order", f"{earlier}, {later}", message)
        return
    if not unnumbered:
        for number in free:
            message = f"No row has the number {number}: {earlier} is followed by {later}."
            yield Oddity(after, "gap-in-numbers", str(number), message)
    elif len(free) != unnumbered:
        names = ", ".join(map(str, free)) or "none"
        message = f"Rows without a reference from {earlier} to {later}: {unnumbered}; free: {names}."
        yield Oddity(before + 1, "reference-unknown", names, message)
