"""The fact tables that come with the project, as rows of text."""

import csv
from pathlib import Path

FACTS = Path(__file__).parents[1] / "facts"


def read_facts() -> list[tuple[int, dict[str, str]]]:
    """Return every row of every table of areas in `facts/`, numbered through."""
    rows: list[tuple[int, dict[str, str]]] = []
    for path in sorted(FACTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [(len(rows) + number, row) for number, row in enumerate(csv.DictReader(file), start=2)]
    return rows
