"""A bundle as one ZIP and back: always the same bytes for the same files, and read with care.

Nothing is compressed, since what a compressor writes differs from version to version; names are sorted and
the time of every file is the first that a ZIP can say.
"""

import io
import zipfile
from collections.abc import Mapping

FIRST = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 2 * 1024**3  # of all files, unpacked: a stranger's ZIP may say anything


class NoBundle(Exception):
    """This is no bundle: not a ZIP, a name in it twice, a name that leads out of it, or far too large."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIRST)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every machine
            bundle.writestr(entry, files[name])
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a bundle. Raise `NoBundle`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            entries = [entry for entry in bundle.infolist() if not entry.is_dir()]
            _refuse_unsound(entries)
            return {entry.filename: bundle.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as problem:
        raise NoBundle(str(problem)) from problem


def _refuse_unsound(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    leads_out = any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    if len(set(names)) != len(names) or leads_out or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NoBundle
