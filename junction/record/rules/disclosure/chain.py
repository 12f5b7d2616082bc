"""What proves a bundle: a chain over each line of each file, its signed head, the manifests of BagIt. Pure.

Files are read in pieces and written in pieces, so that a bundle may be larger than the memory of whoever
makes or checks it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CHAIN, SEAL, MANIFEST, TAGS = "chain.tsv", "seal.json", "manifest-sha256.txt", "tagmanifest-sha256.txt"
UNCHAINED = frozenset({CHAIN, SEAL, MANIFEST, TAGS})
PAYLOAD, ORIGINALS = "data/", "data/originals/"
START = bytes(32)
Files = Mapping[str, Iterable[bytes]]  # each by its name, in pieces, which can be had more than once
Part = tuple[str, bytes]  # the name of a file, and what comes next in it
Sealed = Callable[[str, int], Mapping[str, Any]]  # head and rows of a chain to its seal


@dataclass(slots=True)
class Chain:
    """A chain as far as it was made or walked."""

    running: bytes = START
    rows: int = 0

    @property
    def head(self) -> str:
        """Return the last hash in hexadecimal."""
        return self.running.hex()

    def over(self, files: Files) -> Iterator[bytes]:
        """Yield the rows for all files by their names."""
        for path in sorted(set(files) - UNCHAINED):
            for number, digest in enumerate(digests(path, files[path]), start=1):
                self.add(path, number, digest)
                yield f"{self.head}\t{digest}\t{number}\t{path}\n".encode()

    def add(self, path: str, number: int, digest: str) -> None:
        """Go on by the hash of one line of one file: SHA-256 over it and everything before it."""
        said = f"{path}\n{number}\n{digest}\n".encode()
        self.running, self.rows = hashlib.sha256(self.running + said).digest(), self.rows + 1


def digests(path: str, pieces: Iterable[bytes]) -> Iterator[str]:
    """Yield the hash of each line of a text; of an original, the hash of the whole."""
    if path.startswith(ORIGINALS):
        yield digest_of(pieces)
        return
    line, is_begun, many = hashlib.sha256(), False, 0
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        many += len(whole)
        for end in whole:
            line.update(end)
            yield line.hexdigest()
            line, is_begun = hashlib.sha256(), False
        line.update(rest)
        is_begun = is_begun or bool(rest)
    if is_begun or not many:
        yield line.hexdigest()


def digest_of(pieces: Iterable[bytes]) -> str:
    """Return the hash of a whole file."""
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
    return whole.hexdigest()


def proof_of(files: Files, sealed: Sealed) -> Iterator[Part]:
    """Yield what proves the files of a bundle: chain, signed head and manifests; none may be there yet."""
    tags = {name: digest_of(files[name]) for name in files if not name.startswith(PAYLOAD)}
    chain, written = Chain(), hashlib.sha256()
    for row in chain.over(files):
        written.update(row)
        yield CHAIN, row
    seal = json_lines([sealed(chain.head, chain.rows)])
    yield SEAL, seal
    manifest = _manifest({name: digest_of(files[name]) for name in files if name.startswith(PAYLOAD)})
    yield MANIFEST, manifest
    proof = {CHAIN: written.hexdigest(), SEAL: digest_of([seal]), MANIFEST: digest_of([manifest])}
    yield TAGS, _manifest(tags | proof)


def seal_text(*, head: str, rows: int, sealed_at: str) -> bytes:
    """Return what is signed of a bundle."""
    return f"junction bundle 1\n{rows}\n{head}\n{sealed_at}".encode()


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as lines of JSON, always written alike."""
    return "".join(json.dumps(dict(row), ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode(
        "utf-8", "replace"
    )


def _manifest(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()
