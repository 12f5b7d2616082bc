"""What every command shares: the app itself, a running database around each command, words of refusal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from junction.core.postgres import Cluster, ClusterFailed

HELP = """
The junction box for adult social care in an emergency.

`junction up --demo` runs everything on this machine, with a simulated emergency to look at; `junction up`
runs it empty, for real use.

`junction COMMAND --help` shows every option and an example. Every import takes `--dry-run` (does everything,
then takes it back) and `--json`.
"""
WITHOUT_DATABASE = {
    "demo-code",
    "docs",
    "doctor",
    "verify",
}  # doctor looks for the database by itself and says what is wrong; verify needs none for a bundle

WITHOUT_TABLES = {
    "migrate",
    "up",
    "restore",
    "serve",
}  # they make the tables, or say of themselves that they lack

app = typer.Typer(
    name="junction",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def printer(*, stderr: bool = False) -> Console:
    """Return what prints for people: by whole words in a terminal, a line a line in a file or a pipe."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, soft_wrap=not stream.isatty())


say = printer(stderr=True)  # progress and refusals; answers go to standard output
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]


def moment() -> datetime:
    """Read the clock: the command line is a door."""
    return datetime.now(UTC)


def is_watched(console: Console) -> bool:
    """Tell whether a person looks at it: a terminal that can draw, whatever is said of colours."""
    return console.file.isatty() and console.is_interactive


@contextmanager
def while_waiting(what: str) -> Iterator[None]:
    """Say what is being done as long as it lasts, where a person watches."""
    if not is_watched(say):
        yield
        return
    with say.status(what):
        yield


def refuse(message: str) -> typer.Exit:
    """Print a refusal; raise what is returned."""
    say.print(message, style="bold red", markup=False)
    return typer.Exit(1)


@contextmanager
def database() -> Iterator[None]:
    """Run the embedded database for the length of a command, unless DATABASE_URL names a server."""
    if not settings.EMBEDDED:
        yield
        return
    try:
        used = Cluster(settings.HOME).used()
        with while_waiting("Starting the database …"):
            used.__enter__()
    except ClusterFailed as failed:
        raise refuse(f"{failed}\n`junction doctor` says more.") from failed
    try:
        yield
    finally:
        used.__exit__(None, None, None)


def make_sure_of_tables() -> None:
    """Bring an embedded database up to date, as `up` does; that of a server is left to `migrate`."""
    from .database import bring_up_to_date  # which adds its command to the app above

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if not settings.EMBEDDED:
        raise refuse("The tables are not those of this version. Run: junction migrate")
    bring_up_to_date()


@app.callback()
def junction(context: typer.Context) -> None:
    asks_for_help = {"-h", "--help"} & set(sys.argv)
    if not asks_for_help and context.invoked_subcommand not in WITHOUT_DATABASE:
        context.with_resource(database())
        if context.invoked_subcommand not in WITHOUT_TABLES:
            make_sure_of_tables()
