"""Where everything of the cluster lies: data, socket, log, settings.

All of it is under `JUNCTION_HOME/postgres`, with two exceptions that are the same at each start. Where the
server's account cannot enter that folder, everything is under /var/lib/junction (no folder of yours is
opened to it). Where the path of the socket would be longer than the kernel takes, or holds a comma, only
the socket is in a short folder elsewhere.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from .accounts import Account, server_account
from .configuration import PORT

LONGEST_SOCKET_PATH = 107  # bytes, on Linux; 103 on a Mac
SHARED = Path("/var/lib/junction")


class UnsafeFolder(Exception):
    """A folder for the database exists already and belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class Places:
    """The cluster's folders and files."""

    top: Path
    socket: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.top / "data"

    @property
    def config(self) -> Path:
        return self.top / "config"

    @property
    def log(self) -> Path:
        return self.top / "log"

    @property
    def start_log(self) -> Path:
        return self.top / "start.log"

    def lock(self, name: str) -> Path:
        return self.top / f"{name}.lock"

    def make(self) -> None:
        """Make the folders, with rights for nobody but us and the server's account."""
        ours = 0o700 if self.account.is_ours else 0o711
        for folder in (self.top, self.config):
            _make(folder, ours if folder == self.top else 0o755, os.geteuid())
        for folder in (self.log, self.socket):
            _make(folder, 0o700, self.account.uid, self.account.gid)


def find(home: Path) -> Places:
    """Compute where the cluster of this home lies. Makes nothing."""
    home = home.absolute()
    top = home / "postgres"
    account = server_account(top / "data")
    if not (top / "data").exists() and not account.can_reach(_nearest_existing(home)):
        top = SHARED / _short_name(home)
        account = server_account(top / "data")
    return Places(top, _socket_folder(top), account)


def make_home(home: Path) -> None:
    """Make the home folder where it is missing; others may pass through it, not read it."""
    if not home.exists():
        home.mkdir(parents=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)


def _socket_folder(top: Path) -> Path:
    folder = top / "socket"
    is_short = len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH
    if is_short and "," not in str(folder):  # the client takes a comma for the start of a second host
        return folder
    base = Path("/run") if os.geteuid() == 0 and os.access("/run", os.W_OK) else Path("/tmp")  # noqa: S108 - short, and made for us alone
    return base / f"junction-{_short_name(top)}"


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _nearest_existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _make(folder: Path, mode: int, uid: int, gid: int = -1) -> None:
    """Make one folder; refuse one that is a link or belongs to somebody else."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, uid, gid)
        folder.chmod(mode)
    except FileExistsError:
        if folder.is_symlink() or not folder.is_dir() or folder.stat().st_uid != uid:
            raise UnsafeFolder(f"{folder} exists already and belongs to somebody else.") from None
