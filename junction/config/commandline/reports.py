"""How the answer of an import is printed: for people a table of what was found, for programs one object."""

import json
from collections import Counter

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from junction.core.imports import ImportReport

MOST_FINDINGS_SHOWN = 30
COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def print_report(report: ImportReport, *, as_json: bool, dry_run: bool = False) -> None:
    """Print the report of an import on standard output."""
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
        return
    out = Console(highlight=False)
    if report.findings:
        out.print(_checks(report))
        out.print(_findings(report))
        if len(report.findings) > MOST_FINDINGS_SHOWN:
            out.print(f"{len(report.findings) - MOST_FINDINGS_SHOWN:,} more; --json prints them all.")
    out.print(
        f"{report.rows:,} rows: {report.created:,} created, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged; {report.warnings:,} warnings, {report.errors:,} errors."
    )
    if dry_run:
        out.print("This was a dry run: nothing was stored.")


def _checks(report: ImportReport) -> Table:
    table = Table("Check", "Severity", "Count", title="What was found")
    counts = Counter((finding.check, str(finding.severity)) for finding in report.findings)
    for (check, severity), count in counts.most_common():
        table.add_row(check, f"[{COLOURS[severity]}]{severity}[/]", f"{count:,}")
    return table


def _findings(report: ImportReport) -> Table:
    table = Table("Row", "Column", "Value", "Check", "What is wrong and what to do")
    for finding in report.findings[:MOST_FINDINGS_SHOWN]:
        words = (finding.column, finding.value[:40], finding.check, finding.message)
        table.add_row(str(finding.row or "file"), *map(escape, words))
    return table
