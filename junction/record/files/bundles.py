"""A bundle while it is made, and as one ZIP: always the same bytes for the same files, in little memory.

Nothing is compressed, since what a compressor writes differs from version to version; names are sorted and
the time of every file is the first that a ZIP can say.
"""

import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FIRST = (1980, 1, 1, 0, 0, 0)
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class OnDisk:
    """The bytes of a file, in pieces, as often as they are asked for."""

    path: Path

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


class Spool(Mapping[str, OnDisk]):
    """The files of a bundle as they are written part by part; in their folder they have numbers for names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, OnDisk] = {}

    def __getitem__(self, name: str) -> OnDisk:
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def write(self, parts: Iterable[tuple[str, bytes]]) -> None:
        """Write each part behind what there is of its file."""
        open_now, file = "", None
        try:
            for name, said in parts:
                if file is None or name != open_now:
                    if file is not None:
                        file.close()
                    open_now, file = name, self._place(name).open("ab")
                file.write(said)
        finally:
            if file is not None:
                file.close()

    def _place(self, name: str) -> Path:
        place = OnDisk(self._folder / f"{len(self._files)}")
        return self._files.setdefault(name, place).path


def pack(files: Mapping[str, OnDisk], path: Path) -> None:
    """Write files that are on disk as one ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            source = files[name].path
            entry = zipfile.ZipInfo(name, FIRST)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every machine
            entry.file_size = source.stat().st_size
            with source.open("rb") as said, bundle.open(entry, "w") as put:
                shutil.copyfileobj(said, put, PIECE)
