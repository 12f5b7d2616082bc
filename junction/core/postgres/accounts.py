"""Which system account runs the server, and what that account can reach.

PostgreSQL refuses to run as root. Started by root it runs as a system account with none of root's groups:
the owner of the data where there is data, else the configured account, else `postgres`, else `nobody`.
Nobody's folders are opened to reach anything; what the account cannot reach is kept or copied elsewhere.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NoAccount(Exception):
    """No system account can run PostgreSQL. Name one in JUNCTION_POSTGRES_ACCOUNT."""


@dataclass(frozen=True, slots=True)
class Account:
    """A system account: the one that runs the server."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    @property
    def groups(self) -> list[int]:
        return os.getgrouplist(self.name, self.gid)

    def popen(self) -> dict[str, Any]:
        """Return what `subprocess` needs to become this account, dropping every group of ours."""
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": self.groups}

    def can(self, bits: int, path: Path) -> bool:
        """Tell whether mode bits (4 read, 2 write, 1 enter) on `path` itself allow this account."""
        if self.uid == 0:
            return True
        found = path.stat()
        if found.st_uid == self.uid:
            shift = 6
        elif found.st_gid in self.groups:
            shift = 3
        else:
            shift = 0
        return (stat.S_IMODE(found.st_mode) >> shift) & bits == bits

    def can_reach(self, path: Path) -> bool:
        """Tell whether this account may enter every existing folder above `path`, and `path` itself."""
        path = path.absolute().resolve()
        folders = [folder for folder in (path, *path.parents) if folder.is_dir()]
        return all(self.can(1, folder) for folder in folders)


def account_of(uid: int) -> Account:
    """Return the account with this number; raise `NoAccount` when the system has no name for it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as missing:
        raise NoAccount(f"User number {uid} has no name on this machine; PostgreSQL needs one.") from missing
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def server_account(data: Path) -> Account:
    """Return the account that runs the server whose files are (or will be) in `data`."""
    if os.geteuid() != 0:
        return account_of(os.geteuid())
    if data.exists():
        return account_of(data.stat().st_uid)
    for name in (os.environ.get("JUNCTION_POSTGRES_ACCOUNT"), "postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name or "")
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise NoAccount(NoAccount.__doc__)
