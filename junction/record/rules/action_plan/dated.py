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


def dates_said(
    source: Source, cells: Mapping[str, Cell], *, written_on: date | None, year: int | None
) -> tuple[DateSaid, ...]:
    """Return the dates in a row's cells, in the order of the text."""
    found: list[DateSaid] = []
    for name, cell in cells.items():
        if name in NOT_SAYING or not cell.spans:
            continue
        wording = Wording(source, cell.spans)
        for said in dates_in(wording.text, offset=0, written_on=written_on, year_hint=year):
            found.append(replace(said, span=wording.spans_of(said.span.start, said.span.end)[0]))
    return tuple(sorted(found, key=lambda said: said.span))
