"""What a table of areas says: one row per code, its cells checked, its links spelt out with their dates.

Columns: code, name, kind, started_on (needed); ended_on, longitude, latitude, upper, region, lrf, icb,
country, replaced_by, other_names. A link cell holds one or more parents, `CODE[:share][@from[/until]]`,
parted by spaces:

    E54000044:0.94 E54000040:0.06        two boards share the council
    E54000013@2022-07-01/2026-04-01      from a day until a day; without, as long as both exist
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from junction.core.imports import Finding, Severity

from .areas import is_gss_code

NEEDED = ("code", "name", "kind", "started_on")
LINK_COLUMNS = ("upper", "region", "lrf", "icb", "country")
KINDS = frozenset({"country", "region", "lrf", "icb", "county", "unitary", "district"})
_PARENT = re.compile(
    r"(?P<code>[EWSN]\d{8})(:(?P<share>[01]?\.?\d+))?(@(?P<start>\d{4}-\d\d-\d\d)(/(?P<end>\d{4}-\d\d-\d\d))?)?"
)


@dataclass(frozen=True, slots=True)
class Parent:
    """One parent in a link cell, with the dates only where the cell gives them."""

    kind: str
    code: str
    share: float = 1.0
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as a table gives it."""

    number: int
    code: str
    name: str
    kind: str
    started_on: date
    ended_on: date | None
    longitude: float | None
    latitude: float | None
    parents: tuple[Parent, ...]
    replaced_by: tuple[str, ...]
    other_names: tuple[str, ...]


class _Cells:
    """Reads the cells of one row and keeps a finding for each that cannot be read."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number = number
        self.cells = cells
        self.findings: list[Finding] = []

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def wrong(self, column: str, check: str, message: str) -> None:
        self.findings.append(Finding(self.number, column, self.text(column), check, Severity.ERROR, message))

    def day(self, column: str) -> date | None:
        if not self.text(column):
            return None
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            self.wrong(column, "not-a-day", f"“{self.text(column)}” is not a day. Write it as 2024-04-01.")
            return None

    def degrees(self, column: str, low: float, high: float) -> float | None:
        if not self.text(column):
            return None
        try:
            value = float(self.text(column))
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            self.wrong(column, "not-a-position", f"The {column} must be a number from {low:g} to {high:g}.")
            return None
        return value

    def parents(self, column: str) -> list[Parent]:
        found = []
        for word in self.text(column).split():
            match = _PARENT.fullmatch(word)
            if match is None:
                self.wrong(
                    column, "not-a-link", f"“{word}” is not a link. Write CODE or CODE:share@from/until."
                )
                continue
            found.append(self._parent(column, match))
        return found

    def _parent(self, column: str, match: re.Match[str]) -> Parent:
        share = float(match["share"] or 1)
        if not 0 < share <= 1:
            self.wrong(column, "share-out-of-range", "A share must be more than 0 and at most 1.")
        start, end = (date.fromisoformat(match[name]) if match[name] else None for name in ("start", "end"))
        return Parent(kind=column, code=match["code"], share=share, start=start, end=end)

    def codes(self, column: str) -> tuple[str, ...]:
        codes = tuple(self.text(column).split())
        for code in codes:
            if not is_gss_code(code):
                self.wrong(column, "not-a-code", f"“{code}” is not a nine-character code.")
        return codes


def read_row(number: int, cells: Mapping[str, str]) -> tuple[AreaRow | None, list[Finding]]:
    """Read one row; None with findings when it cannot be taken."""
    row = _Cells(number, cells)
    if not is_gss_code(row.text("code")):
        row.wrong(
            "code", "not-a-code", f"“{row.text('code')}” is not a nine-character code such as E08000009."
        )
    if not row.text("name"):
        row.wrong("name", "no-name", "An area needs a name.")
    if row.text("kind") not in KINDS:
        row.wrong("kind", "unknown-kind", f"The kind must be one of {', '.join(sorted(KINDS))}.")
    started, ended = row.day("started_on"), row.day("ended_on")
    if started is None and not row.text("started_on"):
        row.wrong("started_on", "no-start", "Give the day the code came into use.")
    if started and ended and ended <= started:
        row.wrong("ended_on", "ends-before-start", "An area must end after the day it started.")
    area = AreaRow(
        number=number,
        code=row.text("code").upper(),
        name=row.text("name"),
        kind=row.text("kind"),
        started_on=started or date.min,
        ended_on=ended,
        longitude=row.degrees("longitude", -180, 180),
        latitude=row.degrees("latitude", -90, 90),
        parents=tuple(parent for column in LINK_COLUMNS for parent in row.parents(column)),
        replaced_by=row.codes("replaced_by"),
        other_names=tuple(dict.fromkeys(n.strip() for n in row.text("other_names").split(";") if n.strip())),
    )
    return (None if row.findings else area), row.findings


def read_rows(rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[list[AreaRow], list[Finding]]:
    """Read every row; a code given twice is an error in the second row."""
    areas: dict[str, AreaRow] = {}
    findings: list[Finding] = []
    for number, cells in rows:
        area, wrong = read_row(number, cells)
        findings += wrong
        if area is None:
            continue
        if area.code in areas:
            message = f"{area.code} stands in row {areas[area.code].number} already."
            findings.append(Finding(number, "code", area.code, "code-twice", Severity.ERROR, message))
            continue
        areas[area.code] = area
    return list(areas.values()), findings
