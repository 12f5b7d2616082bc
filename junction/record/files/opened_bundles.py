"""A bundle that a stranger brought, opened with care to be checked: a ZIP or the folder it was unpacked in.

What it says of itself is not believed: neither how large its files are, nor where their names lead. Nothing
is written, and nobody holds more than a piece of it. How much is too much is data (`playbook/opening.toml`).
"""

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .bundles import PIECE, OnDisk
from .limits import LIMITS

MOST = LIMITS["bundles"]
MARKS = {"bagit.txt", "chain.tsv", "seal.json", "manifest-sha256.txt"}  # every bundle has them
BEGINNING = b"PK\x03\x04"  # of a ZIP
END, END_64 = b"PK\x05\x06", b"PK\x06\x06"  # of a ZIP: the records that say how long its list of files is
MOST_END = 22 + 2**16 + 20 + 56  # bytes from the first of them, with the longest comment, to the last byte
UNSAID = 2**32 - 1  # in the one: ask the other
Opened = Mapping[str, Iterable[bytes]]
UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError,
    EOFError, OSError, ValueError, OverflowError,
)  # fmt: skip


class NoBundle(Exception):
    """Nothing could be checked; the words say why."""


@dataclass(frozen=True, slots=True)
class _InZip:
    """The bytes of one file of a ZIP, in pieces, as often as they are asked for."""

    bundle: zipfile.ZipFile
    entry: zipfile.ZipInfo

    def __iter__(self) -> Iterator[bytes]:
        try:
            with self.bundle.open(self.entry) as file:
                while piece := file.read(PIECE):
                    yield piece
        except UNREADABLE as problem:
            raise NoBundle(f"{self.entry.filename} in it cannot be read: {problem}") from problem


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Give the files of a bundle by their names. Raise `NoBundle`."""
    try:
        if path.is_dir():
            yield _of_bundle(_in_folder(path))
            return
        _refuse_no_zip(path)
        with zipfile.ZipFile(path) as bundle:
            yield _of_bundle(_in_zip(bundle, path.stat().st_size))
    except UNREADABLE as problem:
        raise NoBundle(f"It is cut off or damaged, or no bundle: {problem}") from problem


def _of_bundle(files: Opened) -> Opened:
    """Return files by their names in the bundle, which may lie in one folder as unpacked and packed again."""
    tops = {name.partition("/")[0] for name in files}
    if len(tops) == 1:
        top = f"{tops.pop()}/"
        inner = {name.removeprefix(top): said for name, said in files.items()}
        files = inner if MARKS & set(inner) else files
    if not MARKS & set(files):
        raise NoBundle("It is no bundle of ours: it has none of the files that every bundle has.")
    return files


def _in_folder(folder: Path) -> Opened:
    found: dict[str, Iterable[bytes]] = {}
    for place, _, names in os.walk(folder, onerror=_raised):
        for path in (Path(place, name) for name in names):
            if path.is_symlink() or not path.is_file():
                raise NoBundle(f"{path.relative_to(folder).as_posix()} in it is no plain file.")
            found[path.relative_to(folder).as_posix()] = OnDisk(path)
            _refuse_too_many(len(found))
    return found


def _raised(problem: OSError) -> None:
    raise problem


def _in_zip(bundle: zipfile.ZipFile, size: int) -> Opened:
    # Not by `is_dir`, which fails on an entry without a name.
    entries = [entry for entry in bundle.infolist() if not entry.filename.endswith("/")]
    _refuse_too_many(len(entries))
    found: dict[str, Iterable[bytes]] = {}
    for entry in entries:
        _refuse_unsound(entry)
        if entry.filename in found:
            raise NoBundle(f"{entry.filename} is in it twice.")
        entry.CRC = None  # type: ignore[assignment] # not asked: the chain knows better, and names the line
        found[entry.filename] = _InZip(bundle, entry)
    if sum(entry.file_size for entry in entries) > MOST["bytes_at_most"]:
        raise NoBundle("Unpacked it would be far too large for a bundle.")
    if sum(entry.compress_size for entry in entries) > size:
        raise NoBundle("Files in it lie over each other, as in no honest ZIP.")
    return found


def _refuse_unsound(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if len(name) > MOST["name_letters_at_most"]:
        raise NoBundle(f"It has a file whose name has {len(name):,} letters: {name[:40]}…")
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in parts[0] or {"", ".", ".."} & set(parts):
        raise NoBundle(f"It has a file whose name leads out of it: {name}")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NoBundle(
            f"{name} in it is packed in a way that is not read here. Pack it again as it was sent."
        )
    if entry.file_size > PIECE + MOST["ratio_at_most"] * entry.compress_size:
        raise NoBundle(f"{name} in it is packed so that it would fill a disk.")


def _refuse_too_many(files: int) -> None:
    if files > MOST["files_at_most"]:
        raise NoBundle(f"It has more than {MOST['files_at_most']:,} files.")


def _refuse_no_zip(path: Path) -> None:
    """Refuse what is no ZIP, and one whose list of files alone would fill the memory."""
    if not path.is_file():
        raise NoBundle("It is neither a file nor a folder." if path.exists() else "There is no such file.")
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(max(0, size - MOST_END))
        end = file.read(MOST_END)
    if not size:
        raise NoBundle("The file is empty.")
    if END not in end:
        raise NoBundle(
            "It is cut off: its end is missing. Fetch it again." if start == BEGINNING else "It is no ZIP."
        )
    if _size_of_list(end) > MOST["list_bytes_at_most"]:
        raise NoBundle("Its list of files is far too long for a bundle.")


def _size_of_list(end: bytes) -> int:
    """Return how long the list of files at the end of a ZIP says it is."""
    (size,) = struct.unpack_from("<L", end, end.rindex(END) + 12)
    if size == UNSAID and END_64 in end:
        (size,) = struct.unpack_from("<Q", end, end.rindex(END_64) + 40)
    return int(size)
