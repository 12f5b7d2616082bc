"""What `junction doctor` looks at. Each check says what is wrong and the command that mends it.

A check returns one answer and changes nothing. Those that read tables run only where there are tables.
"""

import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from junction.core.audit import queries as audit
from junction.core.calendar import local_day
from junction.core.jobs.backlog import backlog
from junction.core.pages.words import counted
from junction.core.pages.words import moment as in_words
from junction.core.scope import NOBODY
from junction.exercise import queries as exercise
from junction.people import queries as people
from junction.registry import queries as registry

OLDEST_POSTGRESQL = 15
EXTENSIONS = ("pg_trgm",)
FREE_AT_LEAST = 2 * 1024**3  # bytes
CLOCKS_MAY_DIFFER = timedelta(seconds=5)
JOBS_MAY_WAIT = timedelta(minutes=10)
LINES_MAY_WAIT = 10_000


class State(StrEnum):
    WELL = "well"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check found: in words, and the command or setting that mends it."""

    check: str
    state: State
    message: str
    mend: str = ""

    def as_dict(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def well(check: str, message: str) -> Answer:
    return Answer(check, State.WELL, message)


def database_answers(now: datetime) -> Answer:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('server_version_num')::int / 10000")
            (version,) = cursor.fetchone() or (0,)
    except DatabaseError as problem:
        mend = "junction up" if settings.EMBEDDED else "check DATABASE_URL, and that the server runs"
        return Answer("database", State.WRONG, f"The database does not answer: {problem}".strip(), mend)
    where = "embedded" if settings.EMBEDDED else "by DATABASE_URL"
    if version < OLDEST_POSTGRESQL:
        message = f"PostgreSQL {version} is too old."
        return Answer("database", State.WRONG, message, f"use PostgreSQL {OLDEST_POSTGRESQL} or later")
    return well("database", f"PostgreSQL {version} answers ({where}).")


def tables(now: datetime) -> Answer:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Answer(
            "tables", State.WRONG, f"{counted(missing, 'change')} of tables to be made.", "junction migrate"
        )
    return well("tables", "The tables are those of this version.")


def extensions(now: datetime) -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("select extname from pg_extension")
        there = {name for (name,) in cursor.fetchall()}
    missing = [name for name in EXTENSIONS if name not in there]
    if missing:
        by_hand = "; ".join(f'create extension "{name}"' for name in missing)
        mend = f"junction migrate (where its account may not: as the server's owner, {by_hand})"
        return Answer("extensions", State.WRONG, f"Missing: {', '.join(missing)}.", mend)
    return well("extensions", f"Found: {', '.join(EXTENSIONS)}.")


def areas(now: datetime) -> Answer:
    count = registry.areas(NOBODY).count()
    if not count:
        return Answer("areas", State.WRONG, "The map of areas is not loaded.", "junction migrate")
    return well("areas", f"{count:,} areas are known.")


def static_files(now: datetime) -> Answer:
    if not settings.COLLECTED:
        message = "Style and scripts are not built, or were built after this began."
        mend = f"{sys.executable} -m junction.core.pages.assets, then start the site again"
        return Answer("style", State.WRONG, message, mend)
    return well("style", "Style and scripts are built.")


def jobs(now: datetime) -> Answer:
    state = backlog(now)
    if not state.workers_alive:
        return Answer("jobs", State.WRONG, "No worker is alive: jobs wait for ever.", "junction worker")
    if state.stalled:
        message = f"On a worker that died: {counted(state.stalled, 'job')}."
        return Answer(
            "jobs", State.WARNING, message, "wait two minutes; if it stays: restart junction worker"
        )
    if state.waiting_since and now - state.waiting_since > JOBS_MAY_WAIT:
        message = (
            f"{counted(state.waiting, 'job')} waiting, the oldest since {in_words(state.waiting_since)}."
        )
        return Answer("jobs", State.WARNING, message, "junction worker --concurrency 4   (one more worker)")
    if state.failed:
        message = f"Given up after the last attempt: {counted(state.failed, 'job')}."
        return Answer(
            "jobs", State.WARNING, message, "python manage.py procrastinate shell   (list_jobs status=failed)"
        )
    return well(
        "jobs", f"{counted(state.workers_alive, 'worker')} alive, {counted(state.waiting, 'job')} waiting."
    )


def log_is_linked(now: datetime) -> Answer:
    waiting = audit.waiting()
    if waiting > LINES_MAY_WAIT:
        message = f"{waiting:,} lines of the log wait to be linked."
        return Answer("log", State.WARNING, message, "junction worker   (it links them every minute)")
    return well("log", f"{waiting:,} lines of the log wait to be linked.")


def disk(now: datetime) -> Answer:
    free = shutil.disk_usage(settings.HOME).free
    if free < FREE_AT_LEAST:
        message = f"Only {free / 1024**3:.1f} GB are free where {settings.HOME} lies."
        return Answer("disk", State.WRONG, message, "make room, or move JUNCTION_HOME to a larger disk")
    return well("disk", f"{free / 1024**3:.0f} GB are free.")


def clock(now: datetime) -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (theirs,) = cursor.fetchone() or (now,)
    apart = abs(theirs - datetime.now(UTC))  # noqa: TID251 - the clock is what is looked at
    if apart > CLOCKS_MAY_DIFFER:
        message = f"This clock and the database's are {apart.total_seconds():.0f} seconds apart."
        return Answer("clock", State.WRONG, message, "timedatectl set-ntp true   (on both machines)")
    return well("clock", "This clock and the database's agree.")


def secret_key(now: datetime) -> Answer:
    path = settings.HOME / "secret-key"
    if "JUNCTION_SECRET_KEY" in os.environ:
        if len(settings.SECRET_KEY) < 40:
            message = "JUNCTION_SECRET_KEY is short enough to guess."
            return Answer("secret key", State.WRONG, message, "openssl rand -base64 48   (and set it)")
        return well("secret key", "The secret key is given by the environment.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Answer("secret key", State.WRONG, f"Others can read {path}.", f"chmod 600 {path}")
    return well("secret key", "The secret key is kept where only this account reads it.")


def messages_leave(now: datetime) -> Answer:
    if settings.MESSAGE_CARRIER.endswith("LocalOutbox"):
        message = f"Not sent: letters and messages stay in {settings.OUTBOX}."
        return Answer("messages", State.WARNING, message, "docs/how-to/run-in-production.md, Messages")
    return well("messages", "Letters and messages are sent.")


def address(now: datetime) -> Answer:
    if settings.DEBUG:
        message = "JUNCTION_DEBUG is on: errors show people the inside."
        return Answer("address", State.WRONG, message, "unset JUNCTION_DEBUG")
    if not settings.TLS:
        message = f"The address {settings.PUBLIC_ADDRESS} is not https: fit for this machine alone."
        return Answer("address", State.WARNING, message, "set JUNCTION_PUBLIC_ADDRESS=https://…")
    return well("address", f"People reach Junction at {settings.PUBLIC_ADDRESS}.")


def demonstration(now: datetime) -> Answer:
    """Demo sign-ins have a password and a second factor that everybody may know."""
    by = people.system_actor("doctor", on=local_day(now))
    count = people.demonstration_sign_ins(by.scope).count()
    if not count:
        return well("demo sign-ins", "There are none.")
    if settings.TLS:
        open_ones = f"open {settings.PUBLIC_ADDRESS}"
    elif exercise.real_lists(by.scope):
        open_ones = "open an installation with real places"
    else:
        return well("demo sign-ins", f"{count} demo sign-ins, on this machine alone.")
    message = f"{count} demo sign-ins, whose password everybody may know, {open_ones}."
    return Answer("demo sign-ins", State.WRONG, message, "junction exercise end-sign-ins")


def second_factors(now: datetime) -> Answer:
    """Their secrets are sealed under the secret key: with another one no code is right."""
    actor = people.system_actor("doctor", on=local_day(now))
    unreadable, sealed = people.unreadable_second_factors(actor.scope)
    if not unreadable:
        return well("second factors", f"{sealed} secrets of second factors can be read.")
    message = f"{unreadable} of {sealed} second factors were sealed under another secret key."
    mend = (
        f"put the secret key of that time back ({settings.HOME / 'secret-key'} or JUNCTION_SECRET_KEY);"
        " where it is lost: junction remove-second-factor EMAIL"
    )
    return Answer("second factors", State.WRONG, message, mend)


Check = Callable[[datetime], Answer]
OF_THE_MACHINE: tuple[Check, ...] = (disk, secret_key, static_files, address, messages_leave)
OF_THE_DATABASE: tuple[Check, ...] = (tables, extensions, clock)
OF_THE_TABLES: tuple[Check, ...] = (areas, jobs, log_is_linked, second_factors, demonstration)


def examine(now: datetime) -> list[Answer]:
    """Run every check that can be run."""
    answers = [ask(check, now) for check in OF_THE_MACHINE]
    answers.append(database_answers(now))
    if answers[-1].state is not State.WRONG:
        of_the_database = [ask(check, now) for check in OF_THE_DATABASE]
        answers += of_the_database
        if of_the_database[0].state is State.WELL:
            answers += [ask(check, now) for check in OF_THE_TABLES]
    return answers


def ask(check: Check, now: datetime) -> Answer:
    """Run one check; that it could not be made is an answer too."""
    try:
        return check(now)
    except (DatabaseError, OSError) as problem:
        name = check.__name__.replace("_", " ")
        return Answer(
            name, State.WRONG, f"This could not be looked at: {problem}".strip(), "read the message"
        )
