"""`junction import series FILE` and `junction series`: published figures, in and back as they were known."""

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer
from django.utils.timezone import localtime
from rich.table import Table

from junction.core.calendar import local_day
from junction.core.tables import read_path
from junction.people.queries import system_actor
from junction.returns.operations.series import import_series
from junction.returns.queries import series as queries

from .base import AsJson, app, moment, printer, refuse
from .imports import DryRun, File, imports, run_import

Name = Annotated[str, typer.Option("--name", help="The series, as `care-home-deaths`.")]
Day = datetime | None
DAY = ["%Y-%m-%d"]


@imports.command("series")
def import_published(
    file: File,
    name: Annotated[str, typer.Option(help="The series; needed unless the layout of the file tells.")] = "",
    title: Annotated[str, typer.Option(help="What the series is called on pages.")] = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Published series: figures by area and day that are revised from one publication to the next.

    Any series comes as columns publication, area, day, measure, value (and published_at, data_cutoff,
    area_code). The regulator's death notifications and the weekly outbreaks are known by their columns.

    Example: `junction import series deaths.csv.gz --name care-home-deaths`
    """
    with run_import(as_json=as_json, dry_run=dry_run) as door:
        table = read_path(file)
        door.report = import_series(
            table, name=name, title=title, dry_run=dry_run, tell=door.tell, by=door.by, now=door.now
        )


@app.command()
def series(
    name: Name,
    area: Annotated[str, typer.Option(help="The area as published, its code or any of its names.")],
    measure: Annotated[str, typer.Option(help="The measure, as `covid`.")],
    first: Annotated[
        Day, typer.Option("--from", formats=DAY, metavar="DAY", help="The first day, as 2020-04-10.")
    ] = None,
    last: Annotated[
        Day, typer.Option("--to", formats=DAY, metavar="DAY", help="The last day, included.")
    ] = None,
    as_at: Annotated[
        str, typer.Option(help="A publication's label, a moment or a day; without, what is known now.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Read a published series back, as it was known at a publication or a moment.

    A day alone, as `--as-at 2020-05-12`, counts to its end. Days run from the first to the last, both
    included.

    Example: `junction series --name care-home-deaths --area England --measure covid --from 2020-04-10
    --to 2020-05-01 --as-at 2020-05-12.5cbe03b --json`
    """
    reading = _read(
        name,
        as_at,
        area=area,
        measure=measure,
        first_on=first.date() if first else date.min,
        last_on=last.date() if last else date.max,
    )
    answer = as_dict(reading)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)


def _read(name: str, as_at: str, **asked: Any) -> queries.Reading:
    """Read a series, or refuse with what there is instead."""
    scope = system_actor("series", on=local_day(moment())).scope
    one = queries.series(scope, name)
    if one is None:
        known = ", ".join(found.name for found in queries.all_series(scope)) or "none yet"
        raise refuse(f"There is no series called “{name}”. Known: {known}.")
    try:
        return queries.series_as_at(scope, one, as_at=as_at, **asked)
    except queries.UnknownPublication as unknown:
        labels = ", ".join(issue.label for issue in queries.publications(scope, one))
        raise refuse(f"{unknown.__doc__} Publications: {labels}.") from unknown
    except queries.UnknownLine as unknown:
        measures = ", ".join(queries.measures(scope, one))
        raise refuse(f"{unknown.__doc__} Measures: {measures}.") from unknown


def as_dict(reading: queries.Reading) -> dict[str, Any]:
    """Return a reading as one plain object."""
    issue = reading.publication
    return {
        "series": reading.series.name,
        "area": reading.line.area_name,
        "area_code": reading.line.area_id,
        "measure": reading.line.measure,
        "every": reading.series.every,
        "from": None if reading.first_on == date.min else reading.first_on.isoformat(),
        "to": None if reading.last_on == date.max else reading.last_on.isoformat(),
        "publication": issue.label if issue else None,
        "published_at": localtime(issue.published_at).isoformat() if issue else None,
        "data_cutoff": issue.data_cutoff.isoformat() if issue and issue.data_cutoff else None,
        "total": reading.total,
        "values": [
            {"day": day.isoformat(), "value": said.value, "suppressed": said.suppressed}
            for day, said in reading.values
        ],
    }


def _print(answer: dict[str, Any]) -> None:
    out = printer()
    table = Table("Day", "Value", title=f"{answer['series']}: {answer['area']}, {answer['measure']}")
    for one in answer["values"]:
        table.add_row(one["day"], "too small to show" if one["suppressed"] else f"{one['value']:,}")
    out.print(table)
    known = f"{answer['total']:,}" if answer["total"] is not None else "not known"
    out.print(f"Total {known}, as published in {answer['publication'] or 'nothing: none was out by then'}.")
