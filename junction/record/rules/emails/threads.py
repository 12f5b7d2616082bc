"""Which lines of a file belong to which message of a thread.

A message begins at a block of headers, at "On …, … wrote:", at a deeper level of ">" marks, or at a line
such as "-----Original Message-----" with no headers below it. What follows is its own until the next
begins; a line quoted less deep goes back to the message that stood there, so that answers between quoted
lines stay with who gave them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..source import Source, Span, trimmed
from .headers import Block, block_at, quoting
from .words import pattern, values

_SHORT = 60  # characters: a title, not a sentence


@dataclass(slots=True)
class Part:
    """One message: what it begins with, how deep it is quoted, its lines (from 0)."""

    depth: int = 0
    block: Block | None = None
    attribution: Span | None = None
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)

    def spans(self, source: Source) -> tuple[Span, ...]:
        return stretches(source, [*self.head, *self.body])

    def body_spans(self, source: Source) -> tuple[Span, ...]:
        return stretches(source, self.body)


@dataclass(slots=True)
class Thread:
    """The messages of a file in the order in which they are printed, and the lines that separate them."""

    parts: list[Part] = field(default_factory=list)
    furniture: list[int] = field(default_factory=list)
    at_depth: dict[int, Part] = field(default_factory=dict)
    last: Part | None = None  # to which the line before fell

    def begin(self, part: Part, *, depth: int) -> None:
        self.parts.append(part)
        self.at_depth[depth] = self.last = part

    def add(self, number: int, depth: int) -> None:
        if depth not in self.at_depth:
            self.begin(Part(depth=depth), depth=depth)
        self.last = self.at_depth[depth]
        self.last.body.append(number)


def thread_in(source: Source) -> Thread:
    """Return how the lines of a file fall to its messages; each line that says something falls to one."""
    thread = Thread()
    number = 0
    while number < len(source.lines):
        number = _next(source, thread, number)
    _set_title_apart(source, thread)
    return thread


def stretches(source: Source, numbers: Sequence[int]) -> tuple[Span, ...]:
    """Return lines as stretches without a gap, white space at their ends left out."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = [
        trimmed(source.text, Span(source.lines[run[0]].start, source.lines[run[-1]].end)) for run in runs
    ]
    return tuple(span for span in spans if span.end > span.start)


def _next(source: Source, thread: Thread, number: int) -> int:
    """Give the line (or the head that begins there) to its message; return the line after it."""
    depth, begin = quoting(source.quote(source.lines[number]))
    text = source.quote(source.lines[number])[begin:].strip()
    if block := block_at(source, number) if text else None:
        thread.begin(Part(depth, block=block, head=list(range(number, block.end))), depth=depth)
        return block.end
    if end := _attribution(source, number, depth):
        span = trimmed(source.text, Span(source.lines[number].start + begin, source.lines[end - 1].end))
        deeper = depth + 1 if _follows_deeper(source, end, depth) else depth
        thread.begin(Part(deeper, attribution=span, head=list(range(number, end))), depth=deeper)
        return end
    if text and _separates(source, number, text):
        thread.furniture.append(number)
        if not _block_follows(source, number):
            thread.begin(Part(depth), depth=depth)
    else:
        _give(source, thread, number, depth, bool(text))
    return number + 1


def _give(source: Source, thread: Thread, number: int, depth: int, says: bool) -> None:
    """Give a line to the message at its depth; an empty one to that before it, which may go on."""
    if says or (depth and depth in thread.at_depth):
        thread.add(number, depth)
    elif thread.last is not None:
        thread.last.body.append(number)
    elif source.quote(source.lines[number]).strip():
        thread.add(number, depth)


def _separates(source: Source, number: int, text: str) -> bool:
    bare = text.strip("*_ ") or text
    if pattern("separators").fullmatch(bare):
        return True
    return bool(pattern("rules").fullmatch(text)) and _block_follows(source, number)


def _block_follows(source: Source, number: int) -> bool:
    for following in range(number + 1, min(number + 4, len(source.lines))):
        if source.quote(source.lines[following]).strip(" \t>"):
            return block_at(source, following) is not None
    return False


def _attribution(source: Source, number: int, depth: int) -> int:
    """Return the line after "On …, … wrote:" where it begins here (it may be wrapped); else 0."""
    parts: list[str] = []
    for end in range(number, min(number + 4, len(source.lines))):
        here, begin = quoting(source.quote(source.lines[end]))
        text = source.quote(source.lines[end])[begin:].strip()
        if here != depth or not text:
            return 0
        parts.append(text)
        if pattern("attribution").fullmatch(" ".join(parts)) and re.search(r"\d", " ".join(parts)):
            return end + 1
        if not re.match(r"(?:on|at|am|le)\b", parts[0], re.IGNORECASE):
            return 0
    return 0


def _follows_deeper(source: Source, number: int, depth: int) -> bool:
    for following in range(number, min(number + 3, len(source.lines))):
        line = source.quote(source.lines[following])
        if line.strip(" \t>"):
            return quoting(line)[0] > depth
    return False


def _set_title_apart(source: Source, thread: Thread) -> None:
    """What a printer put above the first block of headers (whose mailbox it was) is no message."""
    first, *others = thread.parts or [Part()]
    if first.head or first.depth or not others or others[0].block is None:
        return
    title = [number for number in first.body if source.quote(source.lines[number]).strip()]
    few = len(title) <= values()["most_lines_before_the_first"] and title[-1:] < others[0].head[:1]
    if few and not any(_says_something(source.quote(source.lines[number])) for number in title):
        thread.furniture += title
        thread.parts.pop(0)


def _says_something(line: str) -> bool:
    return len(line) >= _SHORT or line.rstrip().endswith((".", ",", "!", "?"))
