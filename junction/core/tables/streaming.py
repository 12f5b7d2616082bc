"""A file to rows, a batch at a time: what `read` gives, without all of it in memory at once.

The file is gone through twice: first to know that it can be read to its end, how many rows it has and what
its header says, then for the rows. UTF-8 and Windows text is read so; a workbook, and text with an odd quote
or in another encoding, is read whole by `read`, within its limits.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from junction.core.imports import Finding

from .delimited import first_of, not_a_comma, unescape
from .headers import name_columns
from .kinds import Kind, kind_of, unpack
from .reading import MAX_BYTES, NO_ROWS, fitted, read, refuse_size
from .shape import Row, refuse
from .texts import PIECE, assumed, encoding_of

SAMPLE = 20_000

Lines = Iterator[tuple[int, list[str]]]


@dataclass(slots=True)
class Batch:
    """Rows that follow each other, and what was odd about some of them."""

    begins: int  # how many rows of the file came before
    length: int  # rows of the file, those that could not be taken included
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Stream:
    """A header, how many rows there are, what was odd about the file, and the rows as often as asked."""

    header: tuple[str, ...]
    count: int  # rows that are not blank
    findings: list[Finding]
    _lines: Callable[[], Lines]

    def batches(self, size: int, *, after: int = 0) -> Iterator[Batch]:
        """Yield the rows, so many at a time, leaving out the first `after` of the file."""
        lines = islice(self._lines(), after, None)
        begins = after
        while taken := list(islice(lines, size)):
            batch = Batch(begins, len(taken))
            for number, cells in taken:
                row, odd = fitted(number, cells, self.header)
                batch.rows += [row] if row else []
                batch.findings += [odd] if odd else []
            yield batch
            begins += len(taken)


@dataclass(frozen=True, slots=True)
class _Text:
    """Text with separators, as bytes, to be gone through any number of times."""

    content: bytes
    encoding: str
    separator: str
    skip: int  # characters before the first row

    def findings(self) -> list[Finding]:
        """Say what was assumed of it."""
        of_encoding = [] if self.encoding.startswith("utf") else [
            assumed(self.encoding, self.content[:PIECE].decode(self.encoding))
        ]  # fmt: skip
        return of_encoding + ([] if self.separator == "," else [not_a_comma(self.separator)])

    def lines(self) -> Lines:
        """Yield each row that is not blank, with its number; strict about quotes."""
        text = io.TextIOWrapper(io.BytesIO(self.content), encoding=self.encoding, newline="")
        text.read(self.skip)
        for number, row in enumerate(csv.reader(text, delimiter=self.separator, strict=True), start=1):
            texts = [unescape(cell).strip() for cell in row]
            if any(texts):
                yield number, texts


def stream(
    content: bytes,
    *,
    filename: str,
    required: Sequence[str] = (),
    optional: Sequence[str] = (),
    max_bytes: int = MAX_BYTES,
) -> Stream:
    """Look through a file as `read` would; raise `ImportRefused` with a report if it is no table."""
    refuse_size(len(content), filename, max_bytes)
    plain = unpack(content, limit=max_bytes)
    text = _text_of(plain, wanted=[*required, *optional])
    found = _looked_through(text, required, optional) if text else None
    if text is None or found is None:
        return _whole(plain, filename=filename, required=required, optional=optional, max_bytes=max_bytes)
    found.findings[:0] = text.findings()
    return found


def _text_of(plain: bytes, *, wanted: Sequence[str]) -> _Text | None:
    if not plain.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe") or kind_of(plain) is Kind.WORKBOOK:
        return None
    encoding = encoding_of(plain)
    if encoding is None:
        return None
    sample = plain[: 4 * SAMPLE].decode(encoding, errors="replace")[:SAMPLE]
    separator, skip = first_of(sample, wanted=wanted)
    return _Text(plain, encoding, separator, skip)


def _looked_through(text: _Text, required: Sequence[str], optional: Sequence[str]) -> Stream | None:
    """Return the stream of a text that can be read strictly to its end, else nothing."""
    count, header, number, used = 0, [], 0, 0
    try:
        for count, (line, cells) in enumerate(text.lines()):
            if count == 0:
                number, header = line, cells
                used = named = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
            elif len(cells) > named and len(header) > used:
                used = max([used, *(p for p, cell in enumerate(cells[: len(header)], start=1) if cell)])
    except csv.Error:
        return None
    if not header:
        return None
    names, findings = name_columns(header[:used], row=number, required=required, optional=optional)
    if not count:
        refuse("no-rows", NO_ROWS, row=number)
    return Stream(names, count, findings, lambda: islice(text.lines(), 1, None))


def _whole(plain: bytes, **given: object) -> Stream:
    """Read what cannot be gone through row by row as `read` does."""
    table = read(plain, **given)  # type: ignore[arg-type] # those of `read`
    lines = [(row.number, list(row.cells.values())) for row in table.rows]
    return Stream(table.header, table.rows_in_file, table.findings, lambda: iter(lines))
