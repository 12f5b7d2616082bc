"""`junction verify BUNDLE`: a stranger's check of a bundle that was disclosed. Needs no database."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from junction.record.files.bundles import NoBundle, unpacked
from junction.record.rules.disclosure.proof import verdict

from .base import refuse


def verify_bundle(file: Path, *, head: str = "", key: str = "", as_json: bool = False) -> None:
    """Say yes, or name what was changed, removed or added and end with 1."""
    try:
        files = unpacked(file.read_bytes())
    except NoBundle as problem:
        raise refuse(f"{file} is no bundle, or was cut off or damaged. {problem}") from problem
    found = verdict(files, head=head, key=key)
    if as_json:
        typer.echo(json.dumps({"intact": not found.broken, **asdict(found)}))
    if found.broken:
        raise refuse(f"No: {found.broken}.")
    if not as_json:
        typer.echo(_yes(found.files, found.lines, found.withheld))
        typer.echo(f"Head: {found.head}\nSigned by: {found.key}")
        if not (head or key):
            typer.echo(
                "Compare the head or the key with what was published elsewhere: --head HASH, --key KEY."
            )


def _yes(files: int, lines: int, withheld: int) -> str:
    said = f" {withheld:,} lines of the log are withheld, their links are here." if withheld else ""
    return f"Yes: {files:,} files, {lines:,} lines, as they were made.{said}"
