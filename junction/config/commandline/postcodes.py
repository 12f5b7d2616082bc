"""`junction import postcodes FILE`: the register of postcodes, to know which council each lies in."""

from junction.registry.files.postcodes import opened
from junction.registry.operations.postcodes import import_postcodes

from .imports import AsJson, DryRun, File, imports, run_import


@imports.command("postcodes")
def import_register(file: File, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Postcodes with their councils and places, from the statistical office (ONSPD or NSPL, CSV).

    Needed columns: pcds (or postcode), laua (or oslaua, lad23cd …), lat, long. Millions of lines are read one
    at a time. Postcodes of areas that are not in the registry are counted and left out.

    Example: `junction import postcodes ONSPD_MAY_2020_UK.csv --dry-run`
    """
    with run_import(as_json=as_json, dry_run=dry_run) as door, opened(file) as register:
        door.report = import_postcodes(register, dry_run=dry_run, tell=door.tell, by=door.by, now=door.now)
