"""Finds the dates that a row's cells say, with the year the document gives where they leave it out."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from junction.record.rules.dates import dates_in
from junction.record.rules.reading import Cell, DateSaid
from junction.record.rules.source import Source

from .wording import Wording

YEAR = re.compile(r"\b(20\d\d)\b")
NOT_SAYING = {"ref", "stem", "action", "status_class", "open_issue", "organisation", "category"}


def year_of(text: str, written_on: date | None) -> int | None:
    """Return the year a document is about: of the day it was written, else the one it names most."""
    if written_on:
        return written_on.year
    named = Counter(YEAR.findall(text))
    return int(named.most_common(1)[0][0]) if named else None


def is_over_winter(text: str, year: int | None) -> bool:
    """Tell a document of the winter that begins in a year, or of a year such as 2020/21: its January is the
    next year's.
    """
    return year is not None and bool(
        re.search(rf"\b{year}\s?[/–-]\s?(?:20)?{(year + 1) % 100:02d}\b", text)
        or re.search(rf"\bwinter\b\W+(?:\w+\W+){{0,3}}{year}\b", text, re.IGNORECASE)
    )


def dates_said(
    source: Source,
    cells: Mapping[str, Cell],
    *,
    written_on: date | None,
    year: int | None,
    over_winter: bool = False,
) -> tuple[DateSaid, ...]:
    """Return the dates in a row's cells, in the order of the text."""
    found: list[DateSaid] = []
    for name, cell in cells.items():
        if name in NOT_SAYING or not cell.spans:
            continue
        wording = Wording(source, cell.spans)
        told = dates_in(wording.text, offset=0, written_on=written_on, year_hint=year)
        if over_winter and year and not written_on:
            later = {
                said.span: said
                for said in dates_in(wording.text, offset=0, written_on=None, year_hint=year + 1)
            }
            told = tuple(later.get(one.span, one) if _is_early(one, year) else one for one in told)
        for said in told:
            found.append(replace(said, span=wording.spans_of(said.span.start, said.span.end)[0]))
    return tuple(sorted(found, key=lambda said: said.span))


def _is_early(said: DateSaid, year: int) -> bool:
    """Tell a day of January to March whose year is not written and was taken from the document."""
    last = said.until_on or said.from_on
    return last is not None and date(year, 1, 1) < last <= date(year, 4, 1) and not YEAR.search(said.raw)
