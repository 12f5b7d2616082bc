"""`junction backup`, `restore`, `verify`: nothing is lost, and it can be shown."""

import json
from pathlib import Path
from typing import Annotated

import typer

from junction.config import backups
from junction.core.audit import queries as audit
from junction.core.audit.operations import record_proof
from junction.core.files import queries as files
from junction.core.postgres.programs import ProgramFailed
from junction.people.queries import system_actor
from junction.supply.operations.reconciling import verify_ledger
from junction.supply.queries.reconciling import Reconciled

from .base import AsJson, app, database, make_sure_of_tables, moment, refuse, say
from .progress import bar
from .verifying import verify_bundle


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write it. Must not exist yet.")],
) -> None:
    """Write everything into one file: database, documents, keys. The site may go on working.

    Whoever has the file has everything in it: keep it where few can read it.

    Example: `junction backup /backups/junction-$(date +%F).tar`
    """
    try:
        with bar("Tables and documents") as tell:
            manifest = backups.backup(file, now=moment(), tell=tell)
    except (backups.BackupRefused, ProgramFailed, OSError) as problem:
        raise refuse(f"No backup was made. {problem}") from problem
    typer.echo(_summary(manifest, file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file that `backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what is in the database now.")] = False,
) -> None:
    """Put a backup back: documents, then the database, whole or not at all, then the keys.

    Stop the site and the workers first.

    Example: `junction restore /backups/junction-2026-11-22.tar --replace`
    """
    try:
        with bar("Parts checked; then the database is put back") as tell:
            manifest = backups.restore(file, replace=replace, tell=tell)
    except (backups.BackupRefused, ProgramFailed, OSError) as problem:
        raise refuse(f"Nothing was changed. {problem}") from problem
    except backups.RestoredInPart as problem:
        raise refuse(str(problem)) from problem
    typer.echo(_summary(manifest, file))
    say.print("Now run: junction migrate, then junction verify")


def _summary(manifest: dict[str, object], file: Path) -> str:
    rows, parts = manifest["rows"], manifest["parts"]
    assert isinstance(rows, dict) and isinstance(parts, dict)
    documents = sum(name.startswith("files/") for name in parts)
    return f"{file}: {sum(rows.values()):,} rows of {len(rows)} tables, {documents:,} documents, checked."


@app.command()
def verify(
    context: typer.Context,
    bundle: Annotated[
        Path | None, typer.Argument(help="A bundle that was disclosed: the ZIP, or its unpacked folder.")
    ] = None,
    seals: Annotated[
        Path | None, typer.Option(exists=True, help="Seals kept elsewhere, as --export-seals wrote them.")
    ] = None,
    export_seals: Annotated[
        Path | None,
        typer.Option(help="Write the seals here, to keep them where nobody here can change them."),
    ] = None,
    head: Annotated[str, typer.Option(help="The head of the bundle, as it was published elsewhere.")] = "",
    key: Annotated[str, typer.Option(help="The public key of who made the bundle.")] = "",
    as_json: AsJson = False,
) -> None:
    """Prove that no line of the log and no document was changed, and that the ledger of supplies adds up.

    With a BUNDLE: whether it is as it was made, or the first line that was changed, removed or added. That
    needs no database. Ends with 1 where something is wrong, with 2 where a bundle cannot be read.

    Example: `junction verify --export-seals /elsewhere/seals.json`, later `junction verify --seals …`;
    `junction verify extract-3.zip --head 9f2c…`
    """
    if bundle is not None:
        verify_bundle(bundle, head=head, key=key, as_json=as_json)
        return
    context.with_resource(database())
    make_sure_of_tables()
    _verify_log(seals, export_seals, as_json=as_json)


def _verify_log(seals: Path | None, export_seals: Path | None, *, as_json: bool) -> None:
    """Prove log, ledger and documents of this installation."""
    known = audit.import_seals(json.loads(seals.read_text())) if seals else []
    with bar("Lines of the log", quiet=as_json) as tell:
        report = audit.verify(known=known, tell=tell)
    reason = report.broken.reason if report.broken else ""
    by, now = system_actor("verify"), moment()
    record_proof(lines=report.lines, reason=reason, by=by, now=now)
    ledger = verify_ledger(by=by, now=now)
    _say_what_was_proved(report, ledger, as_json=as_json)
    if report.broken is not None:
        raise refuse(
            f"The log was tampered with at position {report.broken.position}: {report.broken.reason}"
        )
    if not ledger.is_whole:
        raise refuse(ledger.reason())
    damaged = list(files.damaged())
    if damaged:
        raise refuse(f"{len(damaged)} documents are missing or changed, the first is {damaged[0]}.")
    if export_seals:
        export_seals.write_text(json.dumps(audit.export_seals(), indent=1))


def _say_what_was_proved(report: audit.VerifyReport, ledger: Reconciled, *, as_json: bool) -> None:
    """Say how much was walked, and whether all of it stands."""
    if as_json:
        answer = {"lines": report.lines, "checkpoints": report.checkpoints, "waiting": report.waiting}
        broken = report.broken
        where = None if broken is None else {"position": broken.position, "reason": broken.reason}
        supplies = {"movements": ledger.movements, "whole": ledger.is_whole}
        typer.echo(json.dumps({**answer, "intact": report.is_intact, "broken": where, "ledger": supplies}))
    elif report.is_intact:
        waiting = f" {report.waiting:,} lines wait to be linked." if report.waiting else ""
        typer.echo(f"Intact: {report.lines:,} lines under {report.checkpoints:,} seals.{waiting}")
        if ledger.is_whole:
            typer.echo(f"Whole: {ledger.movements:,} movements of supplies and every balance.")
