"""Where a block of headers stands, as a program wrote it or as a printer and a scanner left it.

A block is a run of lines such as "From: …" with what is wrapped below them. Blank lines may stand between
until the sender and the subject are there; the names may be misread by a scanner; a header that says
nothing may come again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..source import Source, Span, trimmed
from .words import header_of, pattern

_QUOTES = re.compile(r"[ \t]*(?:>[ \t]?)+")
_LABEL = re.compile(
    r"[ \t*_|\ufeff\u200e]*(?P<label>[^\W\d_][^:：\n\t]{0,30}?)\s?[*_]{0,2}(?:[:：]|\t)[*_]{0,2}"
)
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Header:
    """One header: its name, the label as printed, where its value stands (empty: it says nothing)."""

    name: str
    label: str
    value: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A block of headers: its lines (from 0, end exclusive), how deep it is quoted, its headers."""

    first: int
    end: int
    depth: int
    headers: tuple[Header, ...]

    def value(self, name: str) -> Span | None:
        """Return where the first header of that name that says something says it."""
        said = [one.value for one in self.headers if one.name == name and one.value.end > one.value.start]
        return said[0] if said else None


def quoting(line: str) -> tuple[int, int]:
    """Return how deep a line is quoted, and where in it the text begins."""
    found = _QUOTES.match(line)
    return (found.group().count(">"), found.end()) if found else (0, 0)


def block_at(source: Source, first: int) -> Block | None:
    """Return the block of headers that begins with that line, None where none does."""
    depth, begin = quoting(source.quote(source.lines[first]))
    if not _label(source.quote(source.lines[first])[begin:]):
        return None
    found: list[tuple[str, str, Span]] = []
    number = first
    while number < len(source.lines):
        here, begin = quoting(source.quote(source.lines[number]))
        text = source.quote(source.lines[number])[begin:]
        if text.strip() and here != depth:
            break
        if not text.strip():
            if not _goes_on_after(source, number, found):
                break
        elif (label := _label(text)) and not _is_set(found, label[0]):
            at = source.lines[number].start + begin + label[2]
            found.append((label[0], label[1], Span(at, source.lines[number].end)))
        elif found and not label and _is_wrapped(source.quote(found[-1][2]), text, found[-1][0]):
            found[-1] = (*found[-1][:2], Span(found[-1][2].start, source.lines[number].end))
        else:
            break
        number += 1
    headers = tuple(Header(name, label, trimmed(source.text, value)) for name, label, value in found)
    return Block(first, number, depth, headers) if _is_block(headers) else None


def _label(text: str) -> tuple[str, str, int] | None:
    """Return which header a line begins, as printed, and where its value begins."""
    found = _LABEL.match(text)
    name = header_of(found["label"]) if found else ""
    return (name, found["label"], found.end()) if found and name else None


def _is_set(found: Sequence[tuple[str, str, Span]], name: str) -> bool:
    return any(one == name and name in ("from", "subject", "sent", "to") and value.end > value.start + 1
               for one, _, value in found)  # fmt: skip


def _goes_on_after(source: Source, number: int, found: Sequence[tuple[str, str, Span]]) -> bool:
    """Return whether after this blank line the block goes on: a header that it does not have yet."""
    names = {name for name, _, value in found if source.quote(value).strip()}
    if {"from", "subject"} <= names:
        return False
    following = next(
        (line for line in source.lines[number + 1 : number + 4] if source.quote(line).strip()), None
    )
    text = source.quote(following)[quoting(source.quote(following))[1] :] if following else ""
    label = _label(text)
    return bool(label and label[0] not in names)


def _is_wrapped(value: str, text: str, name: str) -> bool:
    """Return whether a line goes on with the value above it."""
    if pattern("greeting").match(text) and name in ("subject", "importance", "attachments"):
        return False
    if text[0] in " \t":
        return True
    if name not in ("from", "to", "cc", "bcc"):
        return False
    still_open = value.count("[") > value.count("]") or value.count("<") > value.count(">")
    return still_open or value.rstrip().endswith((";", ",")) or bool(re.search(r";|<\S+@\S+>|\[/o=", text))


def _is_block(headers: Sequence[Header]) -> bool:
    names = {one.name for one in headers}
    main = names & {"from", "sent", "to", "cc", "subject"}
    return len(main) >= _ENOUGH and ("from" in names or len(main) > _ENOUGH)
