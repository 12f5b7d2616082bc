"""`junction verify BUNDLE`: a stranger's check of a bundle that was disclosed. Needs no database.

It ends with 0 where the bundle is as it was made, 1 where it is not, and 2 where nothing could be checked.
"""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from junction.record.files.opened_bundles import MOST, NoBundle, opened
from junction.record.rules.disclosure.proof import Verdict, verdict
from junction.record.rules.disclosure.reading import shown

from .base import refuse

UNCHECKED = 2


def verify_bundle(path: Path, *, head: str = "", key: str = "", as_json: bool = False) -> None:
    """Say yes, or name what was changed, removed or added."""
    try:
        with opened(path) as files:
            found = verdict(files, longest=MOST["line_bytes_at_most"], head=head, key=key)
    except NoBundle as problem:
        raise _unchecked(path, shown(str(problem)), as_json=as_json) from None
    if as_json:
        typer.echo(json.dumps({"intact": not found.broken, **asdict(found)}))
    if found.broken:
        raise refuse(f"No: {found.broken}.")
    if not as_json:
        typer.echo(_yes(found))
        if not (head or key):
            typer.echo(
                "Compare the head or the key with what was published elsewhere: --head HASH, --key KEY."
            )


def _unchecked(path: Path, why: str, *, as_json: bool) -> typer.Exit:
    if as_json:
        typer.echo(json.dumps({"intact": None, "problem": why}))
    refuse(f"{path} could not be checked. {why}")
    return typer.Exit(UNCHECKED)


def _yes(found: Verdict) -> str:
    withheld = f"\nLines of the log whose words are withheld, and their links are here: {found.withheld:,}"
    said = f"Yes: {found.files:,} files, {found.lines:,} lines, as they were made."
    said += withheld if found.withheld else ""
    return f"{said}\nHead: {found.head}\nSigned by: {found.key}"
