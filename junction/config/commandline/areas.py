"""`junction import areas FILE`: councils and the areas they lie in, by GSS code."""

from junction.core.tables import read_path
from junction.registry import operations
from junction.registry.rules.area_table import LINK_COLUMNS, NEEDED

from .imports import AsJson, DryRun, File, imports, refused_for, run_import

OPTIONAL = ("ended_on", "longitude", "latitude", *LINK_COLUMNS, "replaced_by", "other_names")


@imports.command("areas")
def import_areas(file: File, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Councils, regions, forums and boards: one row a GSS code, with its dates and the areas it lies in.

    Needed columns: code, name, kind, started_on. The areas of England come with Junction; use this for
    a reorganisation or a boundary change. `docs/how-to/import-areas.md` explains every column.

    Example: `junction import areas new-councils.csv --dry-run`
    """
    with run_import(as_json=as_json, dry_run=dry_run) as door:
        table = read_path(file, required=NEEDED, optional=OPTIONAL)
        try:
            door.report = operations.import_areas(table, dry_run=dry_run, by=door.by, now=door.now)
        except ValueError as circle:
            raise refused_for("areas-in-a-circle", str(circle)) from circle
