"""A register of postcodes from a CSV file, line by line: it may be larger than memory."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from junction.core.tables.shape import refuse
from junction.registry.rules.postcodes import Columns, NotARegister, columns

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Register:
    """An open register: its columns, its lines with their numbers, and about how many there are."""

    at: Columns
    lines: Iterator[tuple[int, list[str]]]
    about: int


@contextmanager
def opened(path: Path) -> Iterator[Register]:
    """Open a register. Raise `ImportRefused` for what is none."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        try:
            at = columns(next(reader, []))
        except NotARegister as missing:
            refuse("not-a-register", f"The first line of {path.name} names no column {missing}.")
        except csv.Error as wrong:
            refuse("not-csv", f"{path.name} is no CSV file: {wrong}.")
        yield Register(at, _lines(reader, path.name), _count(path))


def _lines(reader: Iterator[list[str]], name: str) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for number, cells in enumerate(reader, start=2):
            if cells:
                yield number, cells
    except csv.Error as wrong:
        refuse("not-csv", f"{name} breaks off after row {number}: {wrong}.", row=number)


def _count(path: Path) -> int:
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(PIECE), b"")
        return max(0, sum(piece.count(b"\n") for piece in pieces) - 1)
