"""`junction export KIND [FILE]`: what is stored, as files that `junction import` takes in again.

Rows stream to the file, or to standard output where it is left out. A text that a spreadsheet would run as a
formula is written as text. Nothing is left half written: a file appears under its name when it is whole.
"""

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from junction.core.audit import disclosure
from junction.core.scope import Scope
from junction.core.tables import write_csv, write_xlsx
from junction.people.queries import system_actor
from junction.registry.files.place_template import places_template
from junction.registry.queries import area_match, inside
from junction.registry.queries import exports as registry
from junction.returns.files.returns import template_header
from junction.returns.queries import exports as returns
from junction.returns.queries import series as published
from junction.returns.queries.templates import rows_to_fill_in
from junction.returns.rules.questions import (
    NoSuchQuestionSet,
    QuestionSet,
    question_set_names,
    question_set_on,
)
from junction.returns.rules.series import last_moment
from junction.returns.rules.windows import about_on

from .base import app, moment, refuse, say
from .progress import bar

exports = typer.Typer(
    name="export",
    no_args_is_help=True,
    help="Write files: places, returns, areas, published figures, the log; and templates to fill in.",
)
app.add_typer(exports)


class Form(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


STANDARD = Path("-")
DAY = ["%Y-%m-%d"]
File = Annotated[
    Path, typer.Argument(help="Where to write it: a name ending in .csv or .xlsx; `-` is standard output.")
]
Format = Annotated[Form | None, typer.Option("--format", help="Without it, the ending of the name says.")]
Area = Annotated[str, typer.Option("--area", help="Only there: the name or GSS code of an area.")]
AsAt = Annotated[
    str, typer.Option("--as-at", help="As known then: a moment such as 2020-05-12T09:00, or a day's end.")
]
First = Annotated[datetime | None, typer.Option("--from", formats=DAY, help="The first day.")]
Last = Annotated[datetime | None, typer.Option("--to", formats=DAY, help="The last day, included.")]
QuestionSetName = Annotated[
    str, typer.Option("--question-set", help="Which questions were answered, such as care-home-daily.")
]


@exports.command("places")
def export_places(file: File = STANDARD, area: Area = "", as_at: AsAt = "", form: Format = None) -> None:
    """Places, a row for each registration in force, in the columns of `export places-template`.

    Example: `junction export places trafford.csv --area Trafford`
    """
    with bar("Places") as tell:
        rows = registry.exported_places(_scope(), areas=_codes(area), as_at=_moment(as_at), tell=tell)
        _write(registry.PLACE_COLUMNS, rows, to=file, form=form, sheet="Places")


@exports.command("returns")
def export_returns(
    question_set: QuestionSetName, file: File = STANDARD, area: Area = "", first: First = None,
    last: Last = None, as_at: AsAt = "", form: Format = None,
) -> None:  # fmt: skip
    """Returns, a row for each place and day in the version that stands, as `import returns` takes them.

    Example: `junction export returns april.csv --question-set care-home-daily --area Trafford
    --from 2020-04-01 --to 2020-04-30`
    """
    asked = _question_set(question_set)
    which = returns.Which(asked.name, _codes(area), _day(first), _day(last), _moment(as_at))
    with bar("Returns") as tell:
        header, rows = returns.exported_returns(_scope(), which, tell=tell)
        _write(header, rows, to=file, form=form, sheet="Returns")


@exports.command("areas")
def export_areas(file: File = STANDARD, area: Area = "", form: Format = None) -> None:
    """Areas with their dates, links and other names, as `import areas` takes them.

    Example: `junction export areas areas.xlsx`
    """
    rows = registry.exported_areas(_scope(), codes=_codes(area))
    _write(registry.AREA_COLUMNS, rows, to=file, form=form, sheet="Areas")


@exports.command("series")
def export_series(
    name: Annotated[str, typer.Option("--name", help="The series, as `care-home-deaths`.")],
    file: File = STANDARD, area: Area = "", first: First = None, last: Last = None,
    as_at: Annotated[
        str, typer.Option("--as-at", help="A publication's label, a moment or a day; without, the newest.")
    ] = "",
    form: Format = None,
) -> None:  # fmt: skip
    """Every figure of a published series as it stood in one publication, as `import series` takes them.

    Example: `junction export series deaths.csv --name care-home-deaths --as-at 2020-05-12`
    """
    scope = _scope()
    one = published.series(scope, name)
    if one is None:
        known = ", ".join(found.name for found in published.all_series(scope)) or "none yet"
        raise refuse(f"There is no series called “{name}”. Known: {known}.")
    try:
        publication = published.publication_as_at(scope, one, as_at)
    except published.UnknownPublication as unknown:
        raise refuse(str(unknown.__doc__)) from unknown
    if publication is None:
        raise refuse(f"Nothing of {name} was published by then.")
    days = (_day(first) or date.min, _day(last) or date.max)
    rows = returns.exported_series(scope, one, publication, areas=_codes(area), days=days)
    _write(returns.SERIES_COLUMNS, rows, to=file, form=form, sheet="Series")


@exports.command("audit")
def export_audit(file: File = STANDARD, first: First = None, last: Last = None, form: Format = None) -> None:
    """The log in the order of its chain, with hashes and seals, so that others can check it.

    Example: `junction export audit log.csv --from 2020-03-01 --to 2020-06-30`
    """
    until = _start((last + timedelta(days=1)).date() if last else None)
    with bar("Lines") as tell:
        rows = disclosure.disclosed(_scope(), at_from=_start(_day(first)), at_until=until, tell=tell)
        _write(disclosure.COLUMNS, rows, to=file, form=form, sheet="Log")


@exports.command("places-template")
def export_places_template(file: File, form: Format = None) -> None:
    """The template of a list of places, with one example row.

    Example: `junction export places-template places.xlsx`
    """
    _put(file, [places_template(as_xlsx=_form(file, form) is Form.XLSX)])


@exports.command("returns-template")
def export_returns_template(
    file: File, question_set: QuestionSetName, area: Area = "", form: Format = None
) -> None:
    """The file in which returns are filled in: a row for each place that is asked, with the day now open.

    Example: `junction export returns-template today.xlsx --question-set care-home-daily --area Trafford`
    """
    asked, now = _question_set(question_set), moment()
    rows = rows_to_fill_in(_scope(), question_set=asked, day=about_on(asked.window, now), areas=_codes(area))
    _write(template_header(asked), rows, to=file, form=form, sheet="Returns")


def _scope() -> Scope:
    return system_actor("export", on=moment().date()).scope


def _code(area: str) -> str:
    if not area:
        return ""
    found = area_match(area, on=moment().date())
    if found.code is None:
        raise refuse(f"There is no one area called “{area}”. Give its full name or its GSS code.")
    return found.code


def _codes(area: str) -> frozenset[str]:
    return inside([_code(area)]) if area else frozenset()


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _start(day: date | None) -> datetime | None:
    """The first moment of a day where the installation is."""
    if day is None:
        return None
    return datetime.combine(day, datetime.min.time(), timezone.get_default_timezone()).astimezone(UTC)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    found = last_moment(text)
    if found is None:
        raise refuse(f"“{text}” is no moment. Give one such as 2020-05-12T09:00, or a day.")
    return found


def _question_set(name: str) -> QuestionSet:
    try:
        return question_set_on(name, moment().date())
    except NoSuchQuestionSet as unknown:
        names = ", ".join(question_set_names())
        raise refuse(f"There is no question set {name}. There are: {names}.") from unknown


def _form(file: Path, form: Form | None) -> Form:
    if form is not None:
        return form
    ending = file.suffix.lower().removeprefix(".")
    if file == STANDARD:
        return Form.CSV
    if ending not in list(Form):
        raise refuse("It is written as .csv or .xlsx. Give a name with one of these endings, or --format.")
    return Form(ending)


def _write(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, to: Path, form: Form | None, sheet: str
) -> None:
    if _form(to, form) is Form.XLSX:
        _put(to, [write_xlsx(header, rows, sheet=sheet)])
    else:
        _put(to, (piece.encode() for piece in write_csv(header, rows)))


def _put(file: Path, pieces: Iterable[bytes]) -> None:
    """Write to standard output, or beside the file and then under its name."""
    if file == STANDARD:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    half = file.with_name(f".{file.name}.half")
    try:
        with half.open("wb") as target:
            target.writelines(pieces)
        half.replace(file)
    except OSError as problem:
        raise refuse(f"{file} could not be written: {problem.strerror}.") from problem
    finally:
        with suppress(OSError):
            half.unlink()
    say.print(f"Wrote {file}.", markup=False)
