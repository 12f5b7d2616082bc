"""Whether the words around a date tell of what has been: "we met on Monday", "submitted in July".

The last verb before the date decides, else the first one after it; what is to happen, and what "is" or "is
being" done, does not count as past. The words are data (`playbook/date-words.toml`).
"""

import re

from .frames import Said
from .intervals import VALUES
from .meaning import Asking, Meaning

_BEFORE, _AFTER = 120, 40
_ENDS = re.compile(r"[.;:!?…](?:\s|(?<=\.\.)|$)|\.{2,}|\n[ \t]*\n|\t")
_TOLD = re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(VALUES['told']['past'])})(?![\w-])")
_TO_COME = re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(VALUES['told']['to_come'])})(?![\w-])")
_BEING_DONE = re.compile(r"(?i)\b(?:is|are|be|being|gets?)\s+(?:not\s+|now\s+|also\s+|\w+ly\s+)?\w+")
_DEADLINE = re.compile(r"(?i)\b(?:by|until|till|before|due|this|next)\s+(?:the\s+)?$")


def as_told(said: Said, text: str, floor: int) -> Said:
    """Return the date so that it is a past one where the words around it tell of what has been."""
    if said.has_year or not _is_told(text, said.start, said.end):
        return said
    inner = said.understand

    def understand(ask: Asking) -> Meaning:
        usual = inner(ask)
        if ask.near is None or ask.near != ask.written_on:
            return usual  # the other end of a stretch says where it lies
        back = inner(ask.past())
        day = back.days.from_on
        too_far = day is None or (ask.near - day).days > VALUES["told"]["days_back"]
        return usual if too_far else back

    return Said(said.start, said.end, understand, said.has_year, said.is_stretch)


def _is_told(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _BEFORE) : start]
    if _DEADLINE.search(before):
        return False
    for mark in _ENDS.finditer(before):
        before = " " * mark.end() + before[mark.end() :]
    told, coming = _last(_TOLD, _blotted(before)), _last(_TO_COME, before)
    if told >= 0 or coming >= 0:
        return told > coming
    after = text[end : end + _AFTER]
    mark_after = _ENDS.search(after)
    after = after[: mark_after.start()] if mark_after else after
    first, coming_first = _TOLD.search(_blotted(after)), _TO_COME.search(after)
    return bool(first and not (coming_first and coming_first.start() < first.start()))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _blotted(text: str) -> str:
    return _BEING_DONE.sub(lambda found: "#" * len(found[0]), text)
