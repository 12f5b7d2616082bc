"""Whether a bundle is as it was made; if not, the first line that was changed, removed or added. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from junction.core.audit.rules import Line, is_signed

from .bundles import CHAIN, MANIFEST, SEAL, START, TAGS, UNCHAINED, digests, link, seal_text

Rows = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: nothing wrong, or what is. `head` and `key` are to be compared with the published."""

    head: str = ""
    key: str = ""
    files: int = 0
    lines: int = 0
    withheld: int = 0
    broken: str = ""


class Broken(Exception):
    """The bundle is not as it was made."""


def verdict(files: Mapping[str, bytes], *, head: str = "", key: str = "") -> Verdict:
    """Check a bundle; `head` and `key` are those that were published elsewhere, where they are known."""
    found = Verdict()
    try:
        for name in (CHAIN, SEAL, MANIFEST, TAGS, "bagit.txt", "audit.jsonl", "checkpoint.json"):
            _must(name in files, f"{name} was removed")
        rows, last, count = _chain(files[CHAIN])
        _same_files(files, rows)
        _manifests(files)
        seal = _json(files[SEAL], SEAL)
        found = Verdict(last, str(seal.get("public_key", "")), len(files), count)
        _sealed(seal, last, count)
        withheld = _log(files)
        _must(not head or head.lower() == last, f"the head is {last}, not the one that was published")
        _must(not key or key.lower() == found.key, "it is signed by another key than the one published")
    except (KeyError, TypeError, ValueError, AttributeError):
        broken = "audit.jsonl or checkpoint.json is not of the form it was made in"
        return Verdict(found.head, found.key, len(files), found.lines, broken=broken)
    except Broken as broken:
        return Verdict(found.head, found.key, len(files), found.lines, broken=str(broken))
    return Verdict(last, found.key, len(files), count, withheld)


def _must(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Broken(otherwise)


def _chain(content: bytes) -> tuple[Rows, str, int]:
    """Return the hashes of lines by file, the head and the count of rows, walking the chain."""
    rows: Rows = {}
    running, count = START, 0
    for count, row in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        cells = row.split("\t")
        _must(len(cells) == 4 and cells[2].isdecimal(), f"{CHAIN} line {count} was changed")
        so_far, digest, number, path = cells
        seen = rows.setdefault(path, [])
        running = link(running, path, int(number), digest)
        seen.append(digest)
        fits = running.hex() == so_far and int(number) == len(seen)
        _must(fits, f"{CHAIN} line {count} ({path} line {number}) was changed, removed or added")
    return rows, running.hex(), count


def _same_files(files: Mapping[str, bytes], rows: Rows) -> None:
    for path in sorted((set(files) | set(rows)) - UNCHAINED):
        _must(path in files, f"{path} was removed")
        now = digests(path, files[path])
        _must(path in rows, f"{path} was added")
        if said := _difference(rows[path], now):
            raise Broken(f"{path} {said}")


def _difference(then: Sequence[str], now: Sequence[str]) -> str:
    """Say at which line two lists of hashes part, and how; nothing where they do not."""
    at = next((at for at, pair in enumerate(zip_longest(then, now)) if pair[0] != pair[1]), None)
    if at is None:
        return ""
    number = at + 1
    if list(then[at : at + 2]) == list(now[at : at + 2])[::-1] and len(now[at : at + 2]) == 2:
        return f"lines {number} and {number + 1} were exchanged"
    if len(now) < len(then) and (at == len(now) or now[at : at + 1] == then[at + 1 : at + 2]):
        return f"line {number} was removed"
    if len(now) > len(then) and (at == len(then) or then[at : at + 1] == now[at + 1 : at + 2]):
        return f"line {number} was added"
    return f"line {number} was changed"


def _manifests(files: Mapping[str, bytes]) -> None:
    payload = {name for name in files if name.startswith("data/")}
    for manifest, listed in ((MANIFEST, payload), (TAGS, set(files) - payload - {TAGS})):
        rows = files[manifest].decode("utf-8", "replace").splitlines()
        pairs = {name: digest for digest, _, name in (row.partition("  ") for row in rows)}
        for name in sorted(listed | set(pairs)):
            _must(name in files, f"{name} was removed")
            _must(name in pairs, f"{name} was added")
            fits = hashlib.sha256(files[name]).hexdigest() == pairs[name]
            _must(fits, f"{name} was changed, or its line in {manifest} was")


def _sealed(seal: Mapping[str, Any], head: str, rows: int) -> None:
    _must(
        seal.get("head") == head and seal.get("rows") == rows,
        f"{SEAL} bears another head: {CHAIN} was made anew",
    )
    text = seal_text(head=head, rows=rows, sealed_at=str(seal.get("sealed_at")))
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(seal.get("public_key"))))
        known.verify(bytes.fromhex(str(seal.get("signature"))), text)
    except (InvalidSignature, ValueError):
        raise Broken(f"the signature in {SEAL} is false") from None


def _log(files: Mapping[str, bytes]) -> int:
    """Check the lines of the log against their links and the checkpoint; return how many are withheld."""
    withheld, before = 0, (0, START.hex())
    end = _json(files["checkpoint.json"], "checkpoint.json")
    for number, (position, previous, digest, line) in enumerate(_links(files["audit.jsonl"]), start=1):
        here = f"audit.jsonl line {number}"
        _must(position > before[0], f"{here} is not in the order of the log")
        follows = position != before[0] + 1 or previous == before[1]
        _must(follows, f"{here} does not follow from the line before it: one of them was changed")
        if line is None:
            withheld += 1
        else:
            _must(line.hash(bytes.fromhex(previous)).hex() == digest, f"{here} was changed")
        _must(position <= end["position"], f"{here} is later than the checkpoint")
        _must(
            position != end["position"] or digest == end["hash"], f"{here} is not what the checkpoint knows"
        )
        before = (position, digest)
    sealed_at, sealed = datetime.fromisoformat(end["sealed_at"]), bytes.fromhex(end["hash"])
    signed = is_signed(
        end["public_key"], end["signature"], position=end["position"], digest=sealed, sealed_at=sealed_at
    )
    _must(signed, "the signature in checkpoint.json is false")
    return withheld


def _links(content: bytes) -> Iterator[tuple[int, str, str, Line | None]]:
    names = ("by", "verb", "subject", "detail", "why", "playbook")
    for number, row in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        said = _json(row.encode(), f"audit.jsonl line {number}")
        line = None
        if "withheld" not in said:
            at = datetime.fromisoformat(said["at"])
            line = Line(said["id"], at, *(said[name] for name in names))
        yield said["position"], said["previous_hash"], said["hash"], line


def _json(content: bytes, where: str) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        raise Broken(f"{where} was changed: it is no JSON") from None
    _must(isinstance(said, dict), f"{where} was changed")
    return dict(said)
