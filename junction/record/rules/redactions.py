"""Where something was taken out of a text, by which mark and under which code. A mark is never a person.

The marks are data (`playbook/redaction-marks.toml`). Some are ordinary words as well: those count only
where nothing else stands in the paragraph, in the name, or between brackets.
"""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from junction.core.playbook import load

from .reading import Redaction
from .source import Span

BOOK = load(Path(__file__).parents[1] / "playbook" / "redaction-marks.toml")
_OPEN, _CLOSE = r"[\[(<{]", r"[\])>}]"
_WRAP = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_STOPS = " \t\r\n.,;:*_'\"“”‘’|[](){}<>-–—•\u200e\u200f\ufeff"


def redactions_in(text: str, span: Span | None = None, *, place: str = "") -> tuple[Redaction, ...]:
    """Return the marks within `span` (all of `text` if none), in order, with offsets in `text`.

    A mark may be wrapped over a line end, not over an empty line.
    `place` says where they stand where the caller knows ("name"); else each line tells: "whole", "prefix" or
    "within".
    """
    span = span or Span(0, len(text))
    found: list[Redaction] = []
    start = span.start
    for line in _unwrapped(text[span.start : span.end]).split("\n"):
        found += _in_line(line, start, place)
        start += len(line) + 1
    return tuple(replace(mark, mark=text[mark.span.start : mark.span.end]) for mark in found)


def _unwrapped(text: str) -> str:
    """Return `text` with a blank for each line end that a mark is wrapped over: the offsets stay."""
    flat = _WRAP.sub(" ", text)
    if flat == text:
        return text
    anywhere, _, bracketed = _patterns()
    for match in (*anywhere.finditer(flat), *bracketed.finditer(flat)):
        low, high = match.span()
        if "\n" in text[low:high]:
            text = text[:low] + flat[low:high] + text[high:]
    return text


def is_redacted(name: str) -> bool:
    """Return whether nothing but marks stands where a name would."""
    marks = redactions_in(name)
    return bool(marks) and all(mark.place == "whole" for mark in marks)


def without_marks(text: str) -> str:
    """Return `text` with a blank for each character of a mark: the offsets stay."""
    for mark in redactions_in(text):
        text = text[: mark.span.start] + " " * (mark.span.end - mark.span.start) + text[mark.span.end :]
    return text


def _in_line(line: str, start: int, place: str) -> list[Redaction]:
    if not (hits := _hits(line)):
        return []
    rest, at = "", 0
    for low, high, _ in hits:
        rest, at = rest + line[at:low] + " ", high
    nothing_else = not (rest + line[at:]).strip(_STOPS)
    first_word = len(line) - len(line.lstrip(_STOPS))
    return [
        Redaction(
            mark=line[low:high],
            code=code,
            span=Span(start + low, start + high),
            place=place or ("whole" if nothing_else else "prefix" if low <= first_word else "within"),
        )
        for low, high, code in hits
    ]


def _hits(line: str) -> list[tuple[int, int, str]]:
    """Return start, end and code of each mark of one line, none overlapping another."""
    anywhere, alone, bracketed = _patterns()
    if whole := alone.fullmatch(line.strip(_STOPS)):
        low = line.index(whole.group())
        return [(low, low + len(whole.group()), whole.lastgroup or "")]
    hits = [(match.start(), match.end(), match.lastgroup or "") for match in bracketed.finditer(line)]
    taken = [(low, high) for low, high, _ in hits]
    hits += [
        (match.start(), match.end(), match.lastgroup or "")
        for match in anywhere.finditer(line)
        if not any(low < match.end() and match.start() < high for low, high in taken)
    ]
    return sorted(hits)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what is a mark anywhere, what is one alone in a line, and what is one in brackets."""
    marks = BOOK.versions[-1].values["mark"]
    anywhere = "|".join(f"(?P<{mark['code']}>{'|'.join(mark['anywhere'])})" for mark in marks)
    both = "|".join(f"(?P<{mark['code']}>{'|'.join([*mark['anywhere'], *mark['alone']])})" for mark in marks)
    return (
        re.compile(rf"(?<![\w&])(?:{anywhere})(?![\w&])"),
        re.compile(both, re.IGNORECASE),
        re.compile(rf"{_OPEN}\s?(?:{both})\s?{_CLOSE}", re.IGNORECASE),
    )
