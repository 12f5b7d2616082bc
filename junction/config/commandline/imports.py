"""`junction import KIND FILE`: one command for each kind, all with the same options and the same answer.

To add a kind, write one function: the common options by their types below, its own options with a help
text, and one call of the package's operation inside `run_import`:

    @imports.command("places")
    def import_places(file: File, dry_run: DryRun = False, as_json: AsJson = False) -> None:
        \"\"\"Places and registrations from a council's list or the regulator's.

        Example: `junction import places list.csv --dry-run`
        \"\"\"
        with run_import(as_json=as_json, dry_run=dry_run) as door:
            door.report = operations.import_places(
                read_file(file), dry_run=dry_run, tell=door.tell, by=door.by, now=door.now
            )
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.telling import Tell
from junction.people.queries import system_actor

from .base import AsJson, app, moment, refuse
from .exercise import warn_of_sign_ins
from .progress import bar
from .reports import print_report

__all__ = ["AsJson", "DryRun", "File", "ImportDoor", "imports", "refused_for", "run_import"]

imports = typer.Typer(
    name="import",
    no_args_is_help=True,
    help="Take in files: areas, places, returns, documents, published series. Try one with `--dry-run`.",
)
app.add_typer(imports)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Do everything a real import does, then take it all back.")
]


@dataclass(slots=True)
class ImportDoor:
    """What an import needs from outside, and where its report is put."""

    by: Actor
    now: datetime
    report: ImportReport | None = None
    tell: Tell | None = None


def refused_for(check: str, message: str) -> ImportRefused:
    """Return the refusal of a whole file, in the shape every import answers with."""
    found = Finding(0, "", "", check, Severity.ERROR, message)
    return ImportRefused(ImportReport(findings=[found]))


@contextmanager
def run_import(*, as_json: bool, dry_run: bool, of_places: bool = False) -> Iterator[ImportDoor]:
    """Run one import; print its report. Ends with 1 when the file was refused and nothing stored.

    What is of places and not for everybody is warned about where demo sign-ins could read it.
    """
    if of_places:
        warn_of_sign_ins()
    now = moment()
    door = ImportDoor(by=system_actor("import", on=local_day(now)), now=now)
    try:
        with bar("Reading and checking", "Storing", quiet=as_json) as door.tell:
            yield door
    except ImportRefused as refused:
        print_report(refused.report, as_json=as_json)
        raise refuse("The file was not taken and nothing was stored.") from refused
    except Refusal as refused:
        print_report(refused_for("refused", str(refused)).report, as_json=as_json)
        raise refuse("The file was not taken and nothing was stored.") from refused
    if door.report is not None:
        print_report(door.report, as_json=as_json, dry_run=dry_run)
