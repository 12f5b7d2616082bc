"""Where dates stand in a text: every form is tried everywhere; the first wins, then the longest."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from . import breaks, days, holidays, periods, relative
from .frames import Said, joined, with_lead, with_week
from .meaning import Asking, Form, Meaning
from .tense import as_told

FORMS = (*days.FORMS, *periods.FORMS, *holidays.FORMS, *breaks.FORMS, *relative.FORMS)
# Nothing within an address is a date, whatever its figures.
_ADDRESS = r"(?:https?://|www\.)[^\s<>]+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
# "Open Monday to Friday" is every week.
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_EVERY_WEEK = rf"(?<!from )(?<!between )\b{_DAY} ?(?:-|–|to|/) ?{_DAY}\b"
_NOT_HERE = re.compile(rf"(?i){_ADDRESS}|{_EVERY_WEEK}")


def found_in(text: str, ask: Asking) -> list[Said]:
    """Return what is said of days in a text, in its order, none overlapping another."""
    single = _each(as_told, _each(with_week, _longest(_candidates(text, ask)), text), text)
    return _each(with_lead, _joined(single, text), text)


def _each(read: Callable[[Said, str, int], Said], found: list[Said], text: str) -> list[Said]:
    """Read the words before each date, back to the end of the one before it."""
    kept: list[Said] = []
    for said in found:
        kept.append(read(said, text, kept[-1].end if kept else 0))
    return kept


def _candidates(text: str, ask: Asking) -> Iterator[Said]:
    barred = [found.span() for found in _NOT_HERE.finditer(text)]
    for each in FORMS:
        for match in each.pattern.finditer(text):
            if not _is_barred(match, barred) and each.read(match, ask) is not None:
                yield _said(each, match)


def _is_barred(match: re.Match[str], barred: list[tuple[int, int]]) -> bool:
    place = bisect_left(barred, (match.end(), 0))  # the last that begins before the words end
    return place > 0 and barred[place - 1][1] > match.start()


def _said(form: Form, match: re.Match[str]) -> Said:
    def understand(ask: Asking) -> Meaning:
        meaning = form.read(match, ask)
        assert meaning is not None  # whether it is a date does not hang on what is known besides
        return meaning

    groups = match.groupdict()
    has_year = any(groups.get(name) for name in ("year", "year_short", "year_before"))
    is_stretch = bool(groups.get("first") and groups.get("day"))
    return Said(match.start(), match.end(), understand, has_year, is_stretch)


def _longest(candidates: Iterator[Said]) -> list[Said]:
    kept: list[Said] = []
    for said in sorted(candidates, key=lambda each: (each.start, -each.end)):
        if not kept or said.start >= kept[-1].end:
            kept.append(said)
    return kept


def _joined(found: list[Said], text: str) -> list[Said]:
    kept: list[Said] = []
    for said in found:
        floor = kept[-2].end if len(kept) > 1 else 0
        both = joined(kept[-1], said, text, floor) if kept else None
        kept[-1:] = [both] if both else [*kept[-1:], said]
    return kept
