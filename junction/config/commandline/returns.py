"""`junction import returns FILE --question-set NAME`: returns of many places from one file."""

from typing import Annotated

import typer

from junction.core.calendar import local_day
from junction.core.tables import read_path
from junction.returns import operations
from junction.returns.files.returns import known_columns, required_columns
from junction.returns.rules.questions import NoSuchQuestionSet, question_set_names, question_set_on

from .imports import AsJson, DryRun, File, imports, refused_for, run_import

QuestionSetName = Annotated[
    str, typer.Option("--question-set", help="Which questions the file answers, such as care-home-daily.")
]
Partial = Annotated[
    bool, typer.Option("--partial", help="Store the sound rows and report the others, instead of nothing.")
]
CreatePlaces = Annotated[
    bool, typer.Option("--create-places", help="Create a place for each identifier that is not known yet.")
]


@imports.command("returns")
def import_returns(
    file: File,
    question_set: QuestionSetName,
    create_places: CreatePlaces = False,
    partial: Partial = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Returns of many places: one row for each place and day, one column for each question.

    Example: `junction import returns homes.csv --question-set care-home-daily --dry-run`
    """
    with run_import(as_json=as_json, dry_run=dry_run, of_places=True) as door:
        try:
            newest = question_set_on(question_set, local_day(door.now))
        except NoSuchQuestionSet as unknown:
            names = ", ".join(question_set_names())
            message = f"There is no question set {question_set}. There are: {names}."
            raise refused_for("unknown-question-set", message) from unknown
        table = read_path(file, required=required_columns(newest), optional=known_columns(newest))
        door.report = operations.import_returns(
            table,
            question_set=question_set,
            dry_run=dry_run,
            partial=partial,
            create_unknown=create_places,
            tell=door.tell,
            by=door.by,
            now=door.now,
        )
