"""`junction import plan|action-plan|messages|email|readout FILE`: documents, with everything read in them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from junction.core.files.disk import sha256_of
from junction.core.imports import ImportRefused
from junction.core.refusals import Refusal
from junction.record.files import CannotOpen, open_source
from junction.record.operations.keeping import ReadingReport, keep_document
from junction.record.queries.documents import is_kept
from junction.record.rules.handling import About
from junction.record.rules.readers import read_as

from .base import say
from .imports import AsJson, DryRun, File, ImportDoor, imports, refused_for, run_import
from .progress import bar

Title = Annotated[str, typer.Option(help="What it is called; the file's name where nothing is said.")]
From = Annotated[str, typer.Option("--source", help="Whom or where it came from.")]
Dated = Annotated[
    datetime | None,
    typer.Option("--dated", formats=["%Y-%m-%d"], help="The day it bears: years left out follow from it."),
]
AreaCode = Annotated[str, typer.Option("--area", help="Whose it is, as E09000002; without: the nation's.")]
Marking = Annotated[str, typer.Option(help="published, official or sensitive.")]


def _keep(file: Path, about: About, door: ImportDoor, *, dry_run: bool) -> ReadingReport:
    content = file.read_bytes()
    try:
        source = open_source(content, name=file.name)
    except CannotOpen as cannot:
        raise refused_for("cannot-open", str(cannot)) from cannot
    read = read_as(about.kind, source, written_on=about.dated_on)
    return keep_document(content, read, about, dry_run=dry_run, tell=door.tell, by=door.by, now=door.now)


def _one(file: Path, about: About, door: ImportDoor) -> tuple[ReadingReport | None, str]:
    """Keep one document of a folder; say why where it cannot be."""
    sha256 = sha256_of(file.read_bytes())
    if is_kept(door.by.scope, sha256=sha256, about=about):
        return ReadingReport(rows=1, unchanged=1), ""
    try:
        return _keep(file, about, door, dry_run=False), ""
    except (ImportRefused, Refusal) as refused:
        return None, str(refused)


def _add(kind: str, what: str) -> None:
    """Add the command that imports one kind of document."""

    @imports.command(kind, help=f"{what}\n\nExample: `junction import {kind} FILE --dry-run --json`")
    def import_document(
        file: File,
        title: Title = "",
        source: From = "",
        dated: Dated = None,
        area: AreaCode = "",
        marking: Marking = "official",
        dry_run: DryRun = False,
        as_json: AsJson = False,
    ) -> None:
        with run_import(as_json=as_json, dry_run=dry_run) as door:
            about = About(
                kind, title or file.stem, source=source, dated_on=dated.date() if dated else None,
                area=area or None, sensitivity=marking,
            )  # fmt: skip
            door.report = _keep(file, about, door, dry_run=dry_run)


_add("action-plan", "A table of actions: references, items, organisations, categories, evidence.")
_add("messages", "Messages exported from a phone, with the second each was sent.")
_add("email", "E-mails (.eml, .msg or as printed), each message of a thread by itself.")
_add("readout", "The read-out of a meeting: attendees, points, actions.")
_add("plan", "A plan with numbered paragraphs, and the promises in it.")
_add("letter", "A letter or any other text, paragraph by paragraph.")


@imports.command("documents")
def import_documents(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A folder of documents.")],
    kind: Annotated[str, typer.Option(help="What all of them are, as plan.")],
    source: From = "",
    dated: Dated = None,
    area: AreaCode = "",
    marking: Marking = "official",
) -> None:
    """Every document of a folder, one after the other. Broken off, the same command goes on where it was.

    A file that cannot be read is named at the end and the others are kept.

    Example: `junction import documents plans/ --kind plan`
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    kept = known = 0
    wrong: list[str] = []
    with bar("Reading and keeping") as tell, run_import(as_json=False, dry_run=False) as door:
        for number, file in enumerate(files, start=1):
            about = About(
                kind, file.stem, source=source, dated_on=dated.date() if dated else None,
                area=area or None, sensitivity=marking,
            )  # fmt: skip
            report, why = _one(file, about, door)
            kept, known = kept + bool(report and report.created), known + bool(report and report.unchanged)
            wrong += [f"{file.name}: {why}"] if why else []
            if tell:
                tell(number, len(files))
    say.print(f"Kept {kept:,}; known already {known:,}; not read {len(wrong):,}.")
    for line in wrong:
        say.print(line, markup=False)
    if wrong:
        raise typer.Exit(1)
