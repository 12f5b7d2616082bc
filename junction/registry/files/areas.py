"""The fact tables that come with the project, as rows of text."""

import csv
from pathlib import Path

from junction.core.tables import Row, Table

FACTS = Path(__file__).parents[1] / "facts"


def read_facts() -> Table:
    """Return every row of every table of areas in `facts/` as one table, numbered through."""
    rows: list[Row] = []
    for path in sorted(FACTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [Row(len(rows) + number, cells) for number, cells in enumerate(csv.DictReader(file), 2)]
    return Table(header=tuple(rows[0].cells), rows=rows, rows_in_file=len(rows))
