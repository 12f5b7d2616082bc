"""`junction import directory FILE`: services from a list, or from saved pages of a feed."""

from typing import Annotated

import typer

from junction.core.calendar import local_day
from junction.support.files.directory import read_directory
from junction.support.operations.directory_import import Taking, import_directory

from .imports import AsJson, DryRun, File, imports, run_import

Source = Annotated[
    str, typer.Option("--source", help="What the list or feed is called; the file's name else.")
]
AreaCode = Annotated[
    str,
    typer.Option("--area", help="The council whose directory it is, as E08000009; without: the nation's."),
]


@imports.command("directory")
def import_services(
    file: File, source: Source = "", area: AreaCode = "", dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Services from a list (CSV, XLSX), or pages of an Open Referral UK feed saved as JSON.

    Example: `junction import directory services.csv --source "Trafford" --area E08000009 --dry-run`
    """
    with run_import(as_json=as_json, dry_run=dry_run) as door:
        called = source or file.stem
        content = file.read_bytes()
        listed = read_directory(content, filename=file.name, source=called, on=local_day(door.now))
        door.report = import_directory(
            listed, Taking(called, area), dry_run=dry_run, by=door.by, now=door.now
        )
