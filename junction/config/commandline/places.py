"""`junction import places FILE`: lists of places."""

from datetime import datetime
from typing import Annotated

import typer

from junction.registry import operations
from junction.registry.files.place_lists import read_place_list

from .base import say
from .imports import AsJson, DryRun, File, imports, refused_for, run_import

MAX_BYTES = 50_000_000


@imports.command("places")
def import_places(
    file: File,
    listed_on: Annotated[
        datetime | None,
        typer.Option("--listed-on", formats=["%Y-%m-%d"], help="The day the list speaks of, as 2020-04-20."),
    ] = None,
    complete_for: Annotated[
        str,
        typer.Option("--complete-for", help="An area the list holds every place of; others there end."),
    ] = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Places and registrations: a council's list, the regulator's list or location (JSON), or the template.

    The same list twice changes nothing. Absence ends a registration only with `--complete-for`, and only
    there. Likely duplicates and successors are proposed to a person.

    Example: `junction import places trafford.csv --listed-on 2020-04-20 --complete-for Trafford --dry-run`
    """
    with run_import(as_json=as_json, dry_run=dry_run, of_places=True) as door:
        if file.stat().st_size > MAX_BYTES:
            message = f"{file.name} is larger than 50 MB. Send it in parts, or pack it by gzip."
            raise refused_for("file-too-large", message)
        report = operations.import_places(
            read_place_list(file.read_bytes(), filename=file.name, tell=door.tell),
            listed_on=listed_on.date() if listed_on else None,
            complete_for=complete_for,
            dry_run=dry_run,
            tell=door.tell,
            by=door.by,
            now=door.now,
        )
        door.report = report
    if not as_json:
        say.print(
            f"New places: {report.places_created:,}; rows that joined known places: {report.joined:,}; "
            f"registrations begun: {report.begun:,}, ended: {report.ended:,}; proposed to a person as "
            f"duplicates: {report.proposed_duplicates:,}, as successors: {report.proposed_successors:,}."
        )
