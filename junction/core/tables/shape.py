"""What a table is, and how a file that is none is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from junction.core.imports import Finding, ImportRefused, ImportReport, Severity

Grid = list[tuple[int, list[str]]]  # (row number, texts) of every row that is not blank


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in a spreadsheet (the header is row 1) and its texts by column name."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Table:
    """A header, the rows that could be taken, and what was odd about the file."""

    header: tuple[str, ...]
    rows: list[Row]
    findings: list[Finding] = field(default_factory=list)
    header_row: int = 1
    rows_in_file: int = 0  # rows that are not blank, those that could not be taken included

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> list[str]:
        """Return one column's texts, top to bottom."""
        return [row.cells[name] for row in self.rows]


def finding(
    check: str,
    message: str,
    *,
    row: int = 0,
    column: str = "",
    value: str = "",
    severity: Severity = Severity.WARNING,
) -> Finding:
    """Return one finding; row 0 speaks of the file as a whole."""
    return Finding(row=row, column=column, value=value[:200], check=check, severity=severity, message=message)


def refuse(check: str, message: str, *, row: int = 0, column: str = "", value: str = "") -> NoReturn:
    """Refuse the whole file with one error that says what to do."""
    found = finding(check, message, row=row, column=column, value=value, severity=Severity.ERROR)
    raise ImportRefused(ImportReport(findings=[found]))
