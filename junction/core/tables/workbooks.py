"""XLSX, XLS and ODS to a grid, opened in a process of its own with limits of memory and time.

A workbook can name a cell in its last corner, or unpack to any size, and the library that opens it then
asks for all that memory at once and takes the web process down. So `opener.py` runs apart, limits itself
first, and hands back plain rows.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from junction.core.imports import Finding, Severity

from .shape import Grid, finding, refuse
from .texts import refuse_unprintable

SECONDS = 60
_OPENER = Path(__file__).with_name("opener.py")


def grid_of(content: bytes, *, sheet: str | None) -> tuple[Grid, list[Finding]]:
    """Return every row that is not blank of one sheet (the first visible one unless named)."""
    answer, lines = _open(content, sheet)
    if "refused" in answer:
        refuse(answer["refused"], answer["message"])
    grid: Grid = []
    for number, cells in map(json.loads, lines):
        refuse_unprintable("".join(cells), row=number)
        grid.append((number, [cell.strip() for cell in cells]))
    found = [_other_sheets(answer["sheet"], answer["others"])] if answer["others"] else []
    return grid, found


def _open(content: bytes, sheet: str | None) -> tuple[dict[str, Any], list[bytes]]:
    command = [sys.executable, "-I", str(_OPENER), *([sheet] if sheet is not None else [])]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603 -- our own file
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        refuse(
            "workbook-too-large",
            "This workbook is too large to open. Save the table alone as CSV and send that.",
        )
    first, *rest = done.stdout.splitlines()
    answer: dict[str, Any] = json.loads(first)
    return answer, rest


def _other_sheets(sheet: str, others: list[str]) -> Finding:
    names = ", ".join(others[:5])
    return finding(
        "sheet-assumed",
        f"The workbook has several sheets; “{sheet}” was read, not {names}.",
        value=sheet,
        severity=Severity.NOTE,
    )
