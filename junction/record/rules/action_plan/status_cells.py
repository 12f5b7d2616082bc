"""Says what a cell says that is all status: "Completed 12/10", "Amber", "75%", "G (on track)".

The whole cell is tried first, then its parts; colours and signs count where no words say more ("Green -
complete" is complete). What only says that nothing is known or due ("TBC", "N/A") is no status.
"""

import re
from collections.abc import Iterator
from functools import cache

from junction.record.rules.reading import StatusClass

from .books import plain, values
from .statuses import blotted, status_of

SHORT = 45  # characters: a longer cell is a text, and its claims are weighed as one
FILLERS = {"rag", "brag", "status", "rating", "rated", "now", "current"}
PARTS = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|[:;,()/|\n]+")
PERCENT = re.compile(r"(?<![\d.])(\d{1,3})(?:\.\d+)?\s?(?:%|per ?cent\b)", re.I)


@cache
def _patterns() -> tuple[tuple[StatusClass, re.Pattern[str]], ...]:
    return tuple(
        (StatusClass(rule["status"]), re.compile(pattern, re.IGNORECASE))
        for rule in values("status-words")["cell"]
        for pattern in rule["patterns"]
    )


def column_status(text: str) -> StatusClass | None:
    """Return what a cell of a status column says: by its words, else by its signs."""
    words = signs = text
    for sign, word in values("status-words")["signs"].items():
        words, signs = words.replace(sign, " "), signs.replace(sign, f" {word} ")
    return _said(words) or (_said(signs) if signs != text else None)


def _said(text: str) -> StatusClass | None:
    return _by_share(text) or _by_words(text) or _by_claim(text) or _by_parts(text) or _by_colour(text)


def is_traffic_light(text: str) -> bool:
    """Tell whether a cell says nothing but the colour of something under way: "Red", "RAG: amber", a sign."""
    for sign, word in values("status-words")["signs"].items():
        text = text.replace(sign, f" {word} ")
    words = set(plain(text).split()) - FILLERS
    return bool(words) and words <= set(values("status-words")["colours"][StatusClass.UNDERWAY])


def short_status(text: str) -> StatusClass | None:
    """Return what a cell of evidence says that is no longer than a status."""
    return column_status(text) if len(text) <= SHORT else None


def _by_share(text: str) -> StatusClass | None:
    found = PERCENT.search(text)
    if not found or len(text) > SHORT:
        return None
    share = int(found[1])
    if share > 100:
        return None
    return {100: StatusClass.COMPLETE, 0: StatusClass.NOT_STARTED}.get(share, StatusClass.UNDERWAY)


def _by_words(text: str) -> StatusClass | None:
    words = plain(text)
    for status in StatusClass:
        if words in values("status-words")["column"][status]:
            return status
    inside = blotted(text).strip(" \t\"'“‘•*.-–—")
    return next((status for status, pattern in _patterns() if pattern.match(inside)), None)


def _by_parts(text: str) -> StatusClass | None:
    """Return what a part of a short cell says, the first that says anything."""
    if len(text) > SHORT:
        return None
    said = (_by_words(part) or _by_claim(part) for part in _parts(text))
    return next((status for status in said if status), None)


def _parts(text: str) -> Iterator[str]:
    alone = values("status-words")["alone"]["words"]
    return (part for part in PARTS.split(text) if len(part.strip()) > 1 and plain(part) not in alone)


def _by_claim(text: str) -> StatusClass | None:
    claim = status_of(text)
    return claim.status if claim else None


def _by_colour(text: str) -> StatusClass | None:
    """Return what the colours say, where a cell has hardly anything else."""
    words = set(plain(text).split()) - FILLERS
    for status, colours in values("status-words")["colours"].items():
        if words and words <= set(colours):
            return StatusClass(status)
    first = next(iter(plain(text).split()), "")
    for status, colours in values("status-words")["colours"].items():
        if first in colours and len(first) > 2:
            return StatusClass(status)
    return None
