"""Starts and stops the embedded PostgreSQL, and decides whether it lives.

`pg_isready` is the only sign of life: no process number in a file is trusted. One lock keeps two starters
apart; a second one is inherited by the server, so that the kernel knows when its last process has gone.
Crash recovery is waited for as long as it moves. The server outlives whoever started it, until `stop`.
"""

import os
import shutil
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from . import binaries, configuration, locks, places
from .accounts import NoAccount, account_of
from .binaries import Binaries, NoBinaries
from .configuration import PORT, ROLE
from .places import Places, UnsafeFolder

DATABASE = "junction"
PATIENCE = 120.0  # seconds without any movement before a start is given up
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"}


class ClusterFailed(Exception):
    """PostgreSQL did not start or stop. The message holds the end of its log."""


class Patience:
    """Waits in small steps, and gives up when the server's log has not moved for long."""

    def __init__(self, cluster: "Cluster") -> None:
        self.cluster = cluster
        self.moved_at = time.monotonic()
        self.seen = ""

    def wait(self, problem: str) -> None:
        """Sleep a little; raise `ClusterFailed` with `problem` when nothing has moved for `PATIENCE`."""
        seen = self.cluster.log_tail(50)
        if seen != self.seen:
            self.moved_at, self.seen = time.monotonic(), seen
        if time.monotonic() - self.moved_at > PATIENCE:
            raise ClusterFailed(f"{problem}; nothing has moved for {PATIENCE:.0f} s.\n{seen}")
        time.sleep(0.03)


class Cluster:
    """One PostgreSQL server with its data under a home folder."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def places(self) -> Places:
        return places.find(self.home)

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database of this cluster, running or not."""
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.places.socket), safe='/')}&port={PORT}"

    def is_running(self) -> bool:
        """Tell whether the server takes connections now."""
        return self._ready() == 0

    def start(self) -> None:
        """Start the server and wait until it takes connections. Does nothing where it already does."""
        try:
            places.make_home(self.home)
            found = self.places
            found.make()
            with locks.locked(found.lock("start")):
                if not self.is_running():
                    self._start(found)
                self._ensure_database()
        except (NoAccount, NoBinaries, UnsafeFolder) as problem:
            raise ClusterFailed(str(problem)) from problem

    def stop(self) -> None:
        """Stop the server, letting it finish its checkpoint. Does nothing where none runs."""
        found = self.places
        if not found.top.exists():
            return
        with locks.locked(found.lock("start")):
            server = self.server_process()
            if server is not None:
                os.kill(server, signal.SIGINT)  # PostgreSQL's fast shutdown
            self._wait_until_gone(found)

    @contextmanager
    def used(self) -> Iterator["Cluster"]:
        """Run the server for the length of a block. The last of all users to leave stops it."""
        places.make_home(self.home)
        self.places.make()
        descriptor = locks.open_lock(self.places.lock("users"))
        try:
            locks.take(descriptor, shared=True, wait=True)
            self.start()
            yield self
        finally:
            if locks.take(descriptor):
                self.stop()
            os.close(descriptor)

    def server_process(self) -> int | None:
        """Return the number of the living server, as the kernel tells it for our socket."""
        try:
            with socket.socket(socket.AF_UNIX) as caller:
                caller.settimeout(5)
                caller.connect(str(self.places.socket / f".s.PGSQL.{PORT}"))
                answer = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        except OSError:
            return None
        return int(struct.unpack("3i", answer)[0])

    def log_tail(self, lines: int = 15) -> str:
        """Return the end of what the server said last."""
        found = self.places
        files = [path for path in (found.start_log, *found.log.glob("*.log")) if path.exists()]
        files.sort(key=lambda path: path.stat().st_mtime)
        text = "".join(path.read_text(errors="replace") for path in files[-2:])
        return "\n".join(text.splitlines()[-lines:])

    def _ready(self) -> int:
        """Ask `pg_isready`: 0 takes connections, 1 is starting or stopping, 2 does not answer."""
        command = [binaries.find().path("pg_isready"), "-h", str(self.places.socket), "-p", str(PORT), "-q"]
        return subprocess.run(command, check=False, env=ENVIRONMENT).returncode

    def _start(self, found: Places) -> None:
        programs = binaries.readable_by(found.account, binaries.find(), beside=found.top)
        if not found.data.exists():
            self._initialise(found, programs)
        self._refuse_other_version(found, programs)
        self._write_configuration(found)
        running = locks.open_lock(found.lock("running"))
        try:
            if self._has_gone_or_come(running):
                for lock_file in (found.data / "postmaster.pid", found.socket / f".s.PGSQL.{PORT}.lock"):
                    if lock_file.exists():
                        locks.remove_if_false(lock_file, data=found.data)
                self._spawn(found, programs, running)
        finally:
            os.close(running)
        self._wait_until_ready(found)

    def _has_gone_or_come(self, running: int) -> bool:
        """Wait for the rest of an earlier server to go (True: the lock is ours) or to be ready (False)."""
        patience = Patience(self)
        while not locks.take(running):
            if self.is_running():
                return False
            patience.wait("Processes of an earlier server are still at work")
        return True

    def _spawn(self, found: Places, programs: Binaries, running: int) -> None:
        """Start the server in a session of its own, so that Ctrl-C of the starter does not reach it."""
        command = [
            programs.path("postgres"),
            "-D",
            str(found.data),
            "-c",
            f"config_file={found.config / 'postgresql.conf'}",
        ]
        with found.start_log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=[running],
                cwd="/",
                env=ENVIRONMENT,
                **found.account.popen(),
            )

    def _initialise(self, found: Places, programs: Binaries) -> None:
        """Make the data folder; it appears under its name only when it is whole."""
        unfinished = found.top / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if not found.account.is_ours:
            os.chown(unfinished, found.account.uid, found.account.gid)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.major >= 17 else []
        command = [
            programs.path("initdb"),
            f"--pgdata={unfinished}",
            f"--username={ROLE}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            *locale,
            "--auth=peer",
            "--data-checksums",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            **found.account.popen(),
        )
        if done.returncode:
            raise ClusterFailed(f"The database could not be made.\n{done.stdout}{done.stderr}")
        unfinished.rename(found.data)

    def _refuse_other_version(self, found: Places, programs: Binaries) -> None:
        try:
            major = int((found.data / "PG_VERSION").read_text())
        except PermissionError as denied:
            raise ClusterFailed(
                f"The database in {found.data} was made by another user; run this as root, or as that user."
            ) from denied
        if major != programs.major:
            raise ClusterFailed(
                f"The data in {found.data} are PostgreSQL {major}'s and the programs in {programs.folder} "
                f"are {programs.major}'s. Set PG_BINDIR to the programs of version {major}; to move, "
                "take a backup with them (junction backup) and restore it into a new home."
            )

    def _write_configuration(self, found: Places) -> None:
        """Write the settings where the server's account can read but not change them."""
        preload = binaries.find().has_library("pg_stat_statements")
        files = {
            "postgresql.conf": configuration.settings_file(
                data=found.data,
                socket=found.socket,
                log=found.log,
                config=found.config,
                durable=self.durable,
                extra="shared_preload_libraries = 'pg_stat_statements'" if preload else "",
            ),
            "pg_hba.conf": configuration.hba_file(),
            "pg_ident.conf": configuration.ident_file([account_of(os.geteuid()).name, found.account.name]),
        }
        for name, content in files.items():
            path = found.config / name
            path.write_text(content)
            path.chmod(0o644)

    def _wait_until_ready(self, found: Places) -> None:
        """Wait for the server, however long crash recovery takes, as long as its log moves."""
        patience = Patience(self)
        while not self.is_running():
            self._collect()
            if not locks.is_held(found.lock("running")):
                raise ClusterFailed(f"PostgreSQL ended while starting.\n{self.log_tail()}")
            patience.wait("PostgreSQL does not get ready")

    def _collect(self) -> None:
        """Collect a server that was our child and ended, so that no zombie stays."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None

    def _wait_until_gone(self, found: Places) -> None:
        patience = Patience(self)
        while locks.is_held(found.lock("running")):
            self._collect()
            patience.wait("PostgreSQL does not stop")
        self._collect()

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            row = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
            if row is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
