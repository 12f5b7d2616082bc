"""Proposes totals whose parts, told one by one in the same sentence or small table, do not make them.

"500 masks: 200 to homes, 150 to hospices and 100 to hubs", "20 nurses and 30 carers, 60 in all", "Masks 200
Gowns 100 Total 350"; of a table with several columns each by itself. Few and sure: no word that makes a
number rough stands near, each part begins with its number, and the parts are of what the total counts, or
the text says "total".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .amounts import FIGURE, SCALE
from .statements import Proposal, Statement, alternatives

LEAST, MOST, LONGEST = 3, 24, 400  # numbers, and letters, of a sentence that is looked at
MORE, LESS = 0.8, 0.6  # the parts are more than the whole; they are less, and some may be left untold
_MONEY = r"(?:£\s?)?"
_NUMBER = re.compile(rf"{_MONEY}{FIGURE}", re.I)
_NOUN = r"[a-z][\w'’/-]*(?:\s+[a-z][\w'’/-]*){0,4}?"
_SOME = rf"{_MONEY}\d[^.:()?!%|]*?"
_PARTS = rf"{_SOME}(?:[,;]|\s(?:and|plus)|\s?[&+])\s*(?:and\s+)?(?:a further |another )?{_SOME}"
_LISTED = re.compile(
    rf"(?P<total>\btotal(?: of)?\s+)?(?P<whole>{_MONEY}{FIGURE})\s+(?P<unit>{_NOUN})\s*(?::|\s[–—-]|\()\s*"
    rf"(?P<parts>{_PARTS})\s*(?=[.;:)]|$)",
    re.I,
)
_SUMMED = re.compile(
    rf"(?P<parts>{_PARTS})\s*(?:[,;:–—-]\s*)?(?:(?:making|giving|which makes|and so)\s+)?"
    rf"(?:a total of\s+(?P<whole>{_MONEY}{FIGURE})"
    rf"|(?P<all>{_MONEY}{FIGURE})(?:\s+{_NOUN})?\s+(?:in total|in all|altogether)\b)",
    re.I,
)
_TABLE = re.compile(
    rf"(?P<parts>(?:(?:[^\W\d_][\w/&-]*\s+){{1,4}}{FIGURE}\s+){{2,30}})total:?\s+(?P<whole>{FIGURE})", re.I
)
_ROW = rf"(?:[^\W\d_][\w/&-]*\s+){{1,4}}(?:{FIGURE}\s+){{2,8}}"
_GRID = re.compile(
    rf"(?P<rows>(?:{_ROW}){{2,12}})(?:grand )?totals?:?\s+(?P<wholes>{FIGURE}(?:\s+{FIGURE}){{1,7}})(?!\s*%)",
    re.I,
)
_BETWEEN = re.compile(
    r"\s*(?:,(?!\d{3}\b)|;|\band\b|\bplus\b|[&+])\s*(?:and\s+)?(?:a further |another )?", re.I
)
_OF_IT = re.compile(r"(?:to|for|in|at|from|into|on|by|with|of|went|were|was|are|is)\b", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Total:
    """A whole and its parts as said, and where they stand."""

    whole: str
    parts: str
    values: tuple[Decimal, ...]
    value: Decimal


@cache
def _rough() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('rough')})\b", re.I)


def broken_totals(said: Iterable[Statement]) -> Iterator[Proposal]:
    """Return statements that tell a total and parts that do not make it."""
    for statement in said:
        for one in _totals_in(statement.text):
            made = sum(one.values, Decimal(0))
            if made != one.value:
                why = f"“{one.whole}” is stated, and “{one.parts}” make {made:,}."
                sure = MORE if made > one.value else LESS
                yield Proposal("sum-does-not-add-up", statement.place, statement.place, why, sure)


def _totals_in(text: str) -> Iterator[_Total]:
    if len(text) > LONGEST or not LEAST <= len(_NUMBER.findall(text)) <= MOST:
        return
    for found in _LISTED.finditer(text):
        unit = found["unit"].lower().split()[-1].rstrip("s")
        yield from _total(text, found, found["whole"], unit="" if found["total"] else unit)
    for found in _SUMMED.finditer(text):
        yield from _total(text, found, found["whole"] or found["all"], unit="")
    yield from _columns_in(text)
    for found in _TABLE.finditer(text):
        parts = [one[0] for one in _NUMBER.finditer(found["parts"])]
        if "total" not in found["parts"].lower() and not any(map(_YEAR.fullmatch, parts)):
            yield _Total(
                found["whole"], found["parts"].strip(), tuple(map(_value, parts)), _value(found["whole"])
            )


def _columns_in(text: str) -> Iterator[_Total]:
    """Yield the total of each column of a table whose rows have as many numbers as its last one."""
    for found in _GRID.finditer(text):
        wholes = _numbers_of(found["wholes"])
        rows = [_numbers_of(row[0]) for row in re.finditer(_ROW, found["rows"], re.I)]
        if "total" in found["rows"].lower() or any(len(row) != len(wholes) for row in rows):
            continue
        for whole, parts in zip(wholes, zip(*rows, strict=True), strict=True):
            if not any(map(_YEAR.fullmatch, parts)):
                yield _Total(whole, " and ".join(parts), tuple(map(_value, parts)), _value(whole))


def _numbers_of(text: str) -> list[str]:
    return [one[0].strip() for one in _NUMBER.finditer(text)]


def _total(text: str, found: re.Match[str], whole: str, *, unit: str) -> Iterator[_Total]:
    """Yield the total that was found, if nothing speaks against reading it as one. With a `unit`, each part
    is of it by its words.
    """
    near = text[max(0, found.start() - 24) : found.end()]
    parts = [part for part in _BETWEEN.split(found["parts"]) if part]
    read = [_NUMBER.match(part) for part in parts]
    rests = [part[one.end() :].strip() for part, one in zip(parts, read, strict=True) if one]
    if _rough().search(near) or len(rests) != len(parts) or any(re.search(r"\d", rest) for rest in rests):
        return
    is_money = "£" in whole
    if any(("£" in part) != is_money or _YEAR.fullmatch(part) for part in parts) or not any(rests):
        return
    if unit and not all(not rest or _OF_IT.match(rest) or unit in rest.lower() for rest in rests):
        return
    yield _Total(
        whole, found["parts"].strip(" ,;"), tuple(_value(one[0]) for one in read if one), _value(whole)
    )


def _value(said: str) -> Decimal:
    found = _NUMBER.search(said)
    assert found is not None
    return Decimal(found[1].replace(",", "")) * SCALE[(found[2] or "").lower()]
