"""A file to a table: the size first, then what it is, then its header, then its rows."""

from collections.abc import Sequence
from pathlib import Path

from junction.core.imports import Finding, Severity

from . import delimited, workbooks
from .headers import name_columns
from .kinds import Kind, kind_of, unpack
from .shape import Grid, Row, Table, finding, refuse
from .texts import decode

MAX_BYTES = 50_000_000
NO_ROWS = "The file has a header and no rows. Send a file with at least one row."


def read(
    content: bytes,
    *,
    filename: str,
    required: Sequence[str] = (),
    optional: Sequence[str] = (),
    columns: Sequence[str] | None = None,
    sheet: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Table:
    """Read CSV (also gzipped), XLSX, XLS or ODS; raise `ImportRefused` with a report if it is no table.

    `required` columns must be there; `optional` ones are recognised in any case and spacing as well.
    `columns` names the columns of a file that has no header, whose first row then is data.
    """
    refuse_size(len(content), filename, max_bytes)
    plain = unpack(content, limit=max_bytes)
    if not plain.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        refuse("file-empty", f"{filename} is empty. Send the file again.")
    wanted = [*required, *optional]
    if kind_of(plain) is Kind.WORKBOOK:
        grid, findings = workbooks.grid_of(plain, sheet=sheet)
    else:
        text, findings = decode(plain)
        grid, more = delimited.grid_of(text, wanted=wanted)
        findings += more
    if not grid:
        refuse("file-empty", f"{filename} is empty. Send the file again.")
    table = _with_header(grid, required, optional) if columns is None else _without_header(grid, columns)
    table.findings[:0] = findings
    return table


def read_path(path: Path, *, max_bytes: int = MAX_BYTES, **options: object) -> Table:
    """Read a file on disk as `read` does; one that is too large is refused before it is opened."""
    refuse_size(path.stat().st_size, path.name, max_bytes)
    return read(path.read_bytes(), filename=path.name, max_bytes=max_bytes, **options)  # type: ignore[arg-type] # those of `read`


def refuse_size(size: int, filename: str, max_bytes: int) -> None:
    """Refuse a file that is too large before it is opened."""
    if size > max_bytes:
        refuse(
            "file-too-large",
            f"{filename} has {size / 1_000_000:,.0f} MB; at most {max_bytes / 1_000_000:,.0f} MB can be "
            "taken. Send it in parts, or pack it by gzip.",
        )


def _with_header(grid: Grid, required: Sequence[str], optional: Sequence[str]) -> Table:
    number, cells = grid[0]
    width = _width(grid)
    names, findings = name_columns(cells[:width], row=number, required=required, optional=optional)
    if len(grid) == 1:
        refuse("no-rows", NO_ROWS, row=number)
    rows, ragged = _rows(grid[1:], names)
    return Table(names, rows, findings + ragged, header_row=number, rows_in_file=len(grid) - 1)


def _without_header(grid: Grid, columns: Sequence[str]) -> Table:
    rows, ragged = _rows(grid, tuple(columns))
    return Table(tuple(columns), rows, ragged, header_row=0, rows_in_file=len(grid))


def _width(grid: Grid) -> int:
    """Return how many columns count: those named, and unnamed ones between them or with values throughout."""
    header = grid[0][1]
    named = max(index for index, cell in enumerate(header, start=1) if cell)
    trailing = range(named, len(header))
    used = [index + 1 for index in trailing if any(len(row) > index and row[index] for _, row in grid[1:])]
    return max([named, *used])


def _rows(grid: Grid, names: tuple[str, ...]) -> tuple[list[Row], list[Finding]]:
    fits = [fitted(number, cells, names) for number, cells in grid]
    return [row for row, _ in fits if row], [odd for _, odd in fits if odd]


def fitted(number: int, cells: list[str], names: Sequence[str]) -> tuple[Row | None, Finding | None]:
    """Return a row under its names, and what is odd about it; one with more cells than names is not taken."""
    width, odd = len(names), None
    if len(cells) != width:
        if any(cells[width:]):
            return None, _too_long(number, cells, width)
        odd = _too_short(number, cells, width) if len(cells) < width else None
        cells = (cells + [""] * width)[:width]
    return Row(number, dict(zip(names, cells, strict=True))), odd


def _too_long(number: int, cells: list[str], width: int) -> Finding:
    return finding(
        "row-too-long",
        f"Row {number} has {len(cells)} cells where the header has {width}; it was not taken. Perhaps a text "
        "with a comma lacks its quotes.",
        row=number,
        value=" | ".join(cells[width:]),
        severity=Severity.ERROR,
    )


def _too_short(number: int, cells: list[str], width: int) -> Finding:
    return finding(
        "row-too-short",
        f"Row {number} has {len(cells)} cells where the header has {width}; the others were taken as empty.",
        row=number,
    )
