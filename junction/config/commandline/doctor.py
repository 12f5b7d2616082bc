"""`junction doctor`: what is wrong with this installation and how to mend it."""

import json

import typer
from django.conf import settings
from rich.markup import escape

from junction.config.health.checks import Answer, State, examine
from junction.core.postgres import Cluster, ClusterFailed

from .base import AsJson, app, database, moment, printer

SIGNS = {State.WELL: "[green]✓[/]", State.WARNING: "[yellow]![/]", State.WRONG: "[red]✗[/]"}


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look this installation over: what is wrong, and the exact command that mends it.

    Ends with 1 where anything is wrong; warnings alone end with 0.

    Example: `junction doctor --json`
    """
    answers = _answers()
    if as_json:
        typer.echo(json.dumps([answer.as_dict() for answer in answers], ensure_ascii=False))
    else:
        out = printer()
        for answer in answers:
            out.print(f"{SIGNS[answer.state]} {answer.check}: {escape(answer.message)}")
            if answer.mend:
                out.print(f"    → {answer.mend}", style="bold", markup=False)
    if any(answer.state is State.WRONG for answer in answers):
        raise typer.Exit(1)


def _answers() -> list[Answer]:
    """Examine with the database as it is; an embedded one that is not running is started for it."""
    if settings.EMBEDDED:
        try:
            with Cluster(settings.HOME).used():
                return examine(moment())
        except ClusterFailed as failed:
            wrong = Answer(
                "database", State.WRONG, str(failed), "read the lines above; docs/how-to/run-in-production.md"
            )
            return [wrong]
    with database():
        return examine(moment())
