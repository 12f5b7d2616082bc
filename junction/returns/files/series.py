"""Files of published series as rows of one form, whichever of three layouts they come in.

1. Ours, for any series: `publication, area, day, measure, value`, and if known `published_at`,
   `data_cutoff`, `area_code`. A value is a whole number, a mark such as `c` for "too small to show", or empty
   for "not given".
2. Death notifications by council and day: `vintage, la, notified_date, measure, n, data_cutoff`.
3. Outbreaks by area and week: `vintage, level, code, name, week_commencing, outbreaks, care_homes`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from junction.core.imports import Finding, Severity
from junction.core.tables import Table
from junction.returns.rules.series import Said, published_moment, read_value


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a layout keeps what we need.

    `values` maps a measure to its column (or names the measure's own).
    """

    series: str
    publication: str
    area: str
    day: str
    values: Mapping[str, str]
    area_code: str = ""
    measure: str = ""
    published_at: str = ""
    data_cutoff: str = ""

    def fits(self, header: tuple[str, ...]) -> bool:
        needed = {self.publication, self.area, self.day, self.measure, *self.values.values()} - {""}
        return needed <= set(header)


LAYOUTS = (
    Layout(
        series="care-home-deaths",
        publication="vintage",
        area="la",
        day="notified_date",
        measure="measure",
        values={"": "n"},
        data_cutoff="data_cutoff",
    ),
    Layout(
        series="care-home-outbreaks",
        publication="vintage",
        area="name",
        day="week_commencing",
        area_code="code",
        values={"outbreaks": "outbreaks", "care_homes": "care_homes"},
    ),
    Layout(
        series="",
        publication="publication",
        area="area",
        day="day",
        measure="measure",
        values={"": "value"},
        area_code="area_code",
        published_at="published_at",
        data_cutoff="data_cutoff",
    ),
)


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One figure as a file gives it."""

    row: int
    publication: str
    published_at: datetime
    data_cutoff: date | None
    area_name: str
    area_code: str
    measure: str
    day: date
    said: Said


@dataclass(slots=True)
class PublishedFile:
    """Every figure of a file, the series it belongs to if the layout tells, and what was wrong."""

    series: str
    cells: list[PublishedCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def layout_of(header: tuple[str, ...]) -> Layout | None:
    """Return the layout a header belongs to."""
    return next((layout for layout in LAYOUTS if layout.fits(header)), None)


def read_published(table: Table) -> PublishedFile:
    """Read every row; a cell that cannot be read is an error finding."""
    layout = layout_of(table.header)
    if layout is None:
        message = "The columns are none we know. Give publication, area, day, measure and value."
        found = Finding(0, "", ", ".join(table.header)[:200], "unknown-columns", Severity.ERROR, message)
        return PublishedFile("", findings=[found])
    published = PublishedFile(layout.series)
    reader = _Reader(layout, published)
    for row in table:
        reader.read(row.number, row.cells)
    return published


@dataclass(slots=True)
class _Reader:
    """Reads row after row into a published file."""

    layout: Layout
    published: PublishedFile
    moments: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def read(self, number: int, cells: Mapping[str, str]) -> None:
        layout = self.layout
        label, area = cells[layout.publication].strip(), cells[layout.area].strip()
        code = cells.get(layout.area_code, "").strip().upper()
        if not label or not (area or code):
            column = layout.area if label else layout.publication
            return self._wrong(number, column, "", "no-value", "This cell must not be empty.")
        try:
            moment = self._moment(label, cells.get(layout.published_at, ""))
        except ValueError:
            column = layout.published_at or layout.publication
            text = "Give the day or moment it was published, as 2020-05-12."
            return self._wrong(number, column, cells.get(column, ""), "no-publication-day", text)
        try:
            day = date.fromisoformat(cells[layout.day])
            cutoff = date.fromisoformat(text) if (text := cells.get(layout.data_cutoff, "")) else None
        except ValueError:
            text = "A day must be written as 2020-05-12."
            return self._wrong(number, layout.day, cells[layout.day], "not-a-day", text)
        for name, said in self._values(number, cells):
            self.published.cells.append(
                PublishedCell(number, label, moment, cutoff, area or code, code, name, day, said)
            )
        return None

    def _moment(self, label: str, stated: str) -> datetime:
        if (label, stated) not in self.moments:
            self.moments[label, stated] = published_moment(stated, label)
        return self.moments[label, stated]

    def _values(self, number: int, cells: Mapping[str, str]) -> Iterator[tuple[str, Said]]:
        for measure, column in self.layout.values.items():
            try:
                said = read_value(cells[column])
            except (ValueError, OverflowError):
                text = f"“{cells[column]}” is no whole number. Leave it empty, or write c for too small."
                self._wrong(number, column, cells[column], "not-a-number", text)
                continue
            if said is not None:
                yield measure or cells[self.layout.measure].strip(), said

    def _wrong(self, number: int, column: str, value: str, check: str, message: str) -> None:
        self.published.findings.append(Finding(number, column, value[:200], check, Severity.ERROR, message))
