"""How the answer of an import is printed: for people a line for each finding, for programs one object."""

import json
from collections import Counter

import typer
from rich.text import Text

from junction.core.imports import Finding, ImportReport
from junction.core.pages.words import counted

from .base import printer

MOST_FINDINGS_SHOWN = 30
COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def print_report(report: ImportReport, *, as_json: bool, dry_run: bool = False) -> None:
    """Print the report of an import on standard output."""
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
        return
    out = printer()
    worst_first = sorted(report.findings, key=lambda finding: list(COLOURS).index(finding.severity))
    for finding in worst_first[:MOST_FINDINGS_SHOWN]:
        out.print(_line(finding))
    if len(report.findings) > MOST_FINDINGS_SHOWN:
        out.print(f"… and {len(report.findings) - MOST_FINDINGS_SHOWN:,} more; --json prints them all.")
    if len(report.findings) > 1:
        for (check, severity), count in _checks(report).most_common():
            out.print(Text.assemble(f"{count:>8,} × ", (severity, COLOURS[severity]), f" {check}"))
    out.print(
        f"{counted(report.rows, 'row')}: {report.created:,} created, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged; {counted(report.warnings, 'warning')}, "
        f"{counted(report.errors, 'error')}."
    )
    if dry_run:
        out.print("This was a dry run: nothing was stored.")


def _checks(report: ImportReport) -> Counter[tuple[str, str]]:
    return Counter((finding.check, str(finding.severity)) for finding in report.findings)


def _line(finding: Finding) -> Text:
    """Say one finding: how it weighs, where it is, what stands there, and what to do."""
    where = f"row {finding.row}" if finding.row else "the file"
    value = f" “{finding.value[:40]}”" if finding.value and finding.value != finding.column else ""
    column = f", {finding.column}" if finding.column else ""
    weight = str(finding.severity)
    return Text.assemble(
        (weight.capitalize(), COLOURS[weight]), f" in {where}{column}{value}: {finding.message}"
    )
