"""Whether a bundle is as it was made; if not, the first line that was changed, removed or added. Pure.

The chain and the files are walked side by side, line by line, so that a bundle of any size is checked in
little memory. What cannot be read at all is for whoever reads the pieces to say.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from junction.core.audit.rules import Line, is_signed

from .chain import (
    CHAIN,
    MANIFEST,
    PAYLOAD,
    SEAL,
    START,
    TAGS,
    UNCHAINED,
    Chain,
    Files,
    digest_of,
    digests,
    seal_text,
)
from .reading import Broken, json_of, lines, must, only_json, shown

LOG, CHECKPOINT = "audit.jsonl", "checkpoint.json"
NEEDED = ("bagit.txt", CHAIN, SEAL, MANIFEST, TAGS, LOG, CHECKPOINT)
IN_THE_LOG = ("by", "verb", "subject", "detail", "why", "playbook")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: nothing wrong, or what is. `head` and `key` are to be compared with the published."""

    head: str = ""
    key: str = ""
    files: int = 0
    lines: int = 0
    withheld: int = 0
    broken: str = ""


def verdict(files: Files, *, longest: int, head: str = "", key: str = "") -> Verdict:
    """Check a bundle; `head` and `key` are those that were published elsewhere, where they are known.

    `longest`: how many bytes a line may have that is looked into.
    """
    chain, by, broken, withheld = Chain(), "", "", 0
    try:
        for name in NEEDED:
            must(name in files, f"{name} was removed")
        _walk(files, chain, longest)
        _manifests(files, longest)
        by = _signer(only_json(files[SEAL], SEAL, longest), chain)
        withheld = _log(files, longest)
        must(_is(head, chain.head), f"the head is {chain.head}, not the one that was published")
        must(_is(key, by), "it is signed by another key than the one published")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        broken = f"{LOG} or {CHECKPOINT} is not of the form it was made in"
    except Broken as problem:
        broken = shown(str(problem))
    return Verdict(chain.head if by else "", by, len(files), chain.rows, withheld, broken)


def _is(published: str, found: str) -> bool:
    return not published.strip() or published.strip().lower() == found


def _walk(files: Files, chain: Chain, longest: int) -> None:
    """Walk the chain and, beside it, the lines of all files by their names."""
    waiting = deque(sorted(set(files) - UNCHAINED))
    for path, rows in groupby(_rows(files, chain, longest), itemgetter(0)):
        must(not waiting or waiting[0] >= path, f"{waiting[0] if waiting else ''} was added")
        must(path in files, f"{path} was removed")
        waiting.popleft()
        difference = _difference((digest for _, digest in rows), digests(path, files[path]))
        must(not difference, f"{path} {difference}")
    must(not waiting, f"{waiting[0] if waiting else ''} was added")


def _rows(files: Files, chain: Chain, longest: int) -> Iterator[tuple[str, str]]:
    """Yield the file and the hash of each row of the chain that follows from the one before it."""
    before, number = "", 0
    for at, row in enumerate(lines(files[CHAIN], CHAIN, longest), start=1):
        cells = row.decode("utf-8", "replace").split("\t")
        must(len(cells) == 4 and cells[2].isdecimal(), f"{CHAIN} line {at} was changed")
        so_far, digest, said, path = cells
        number = number + 1 if path == before else 1
        chain.add(path, number, digest)
        fits = chain.head == so_far and said == str(number) and path >= before and path not in UNCHAINED
        must(fits, f"{CHAIN} line {at} ({path} line {said}) was changed, removed or added")
        before = path
        yield path, digest


def _difference(then: Iterator[str], now: Iterator[str]) -> str:
    """Say at which line two lists of hashes part, and how; nothing where they do not."""
    parted = ((at, pair) for at, pair in enumerate(zip_longest(then, now), start=1) if pair[0] != pair[1])
    number, (was, is_now) = next(parted, (0, (None, None)))
    if not number:
        return ""
    was_next, is_next = next(then, None), next(now, None)
    if was == is_next and is_now == was_next and was and is_now:
        return f"lines {number} and {number + 1} were exchanged"
    more = _many(is_now, is_next, now) - _many(was, was_next, then)
    if more < 0 and (is_now is None or is_now == was_next):
        return f"line {number} was removed"
    if more > 0 and (was is None or was == is_next):
        return f"line {number} was added"
    return f"line {number} was changed"


def _many(one: str | None, other: str | None, rest: Iterator[str]) -> int:
    return (one is not None) + (other is not None) + sum(1 for _ in rest)


def _manifests(files: Files, longest: int) -> None:
    """Compare what the manifests list with the files, of which the chain has told that they are the same."""
    payload = {name for name in files if name.startswith(PAYLOAD)}
    for manifest, listed in ((MANIFEST, payload), (TAGS, set(files) - payload - {TAGS})):
        for row in lines(files[manifest], manifest, longest):
            digest, _, name = row.decode("utf-8", "replace").partition("  ")
            must(name in listed, f"the line of {name} in {manifest} was added")
            listed.remove(name)
            fits = digest_of(files[name]) == digest
            must(fits, f"{name} was changed, or its line in {manifest} was")
        must(not listed, f"the line of {min(listed, default='')} in {manifest} was removed")


def _signer(seal: Mapping[str, Any], chain: Chain) -> str:
    """Return the public key that signed the head."""
    must(
        seal.get("head") == chain.head and seal.get("rows") == chain.rows,
        f"{SEAL} bears another head: {CHAIN} was made anew",
    )
    text = seal_text(head=chain.head, rows=chain.rows, sealed_at=str(seal.get("sealed_at")))
    try:
        key = bytes.fromhex(str(seal.get("public_key")))
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(str(seal.get("signature"))), text)
    except (InvalidSignature, ValueError):
        raise Broken(f"the signature in {SEAL} is false") from None
    return key.hex()


def _log(files: Files, longest: int) -> int:
    """Check the lines of the log against their links and the checkpoint; return how many are withheld."""
    withheld, before = 0, (0, START.hex())
    end = only_json(files[CHECKPOINT], CHECKPOINT, longest)
    for number, (position, previous, digest, line) in enumerate(_links(files, longest), start=1):
        here = f"{LOG} line {number}"
        must(position > before[0], f"{here} is not in the order of the log")
        follows = position != before[0] + 1 or previous == before[1]
        must(follows, f"{here} does not follow from the line before it: one of them was changed")
        if line is None:
            withheld += 1
        else:
            must(line.hash(bytes.fromhex(previous)).hex() == digest, f"{here} was changed")
        must(position <= end["position"], f"{here} is later than the checkpoint")
        must(position != end["position"] or digest == end["hash"], f"{here} is not what the checkpoint knows")
        before = (position, digest)
    sealed_at, sealed = datetime.fromisoformat(end["sealed_at"]), bytes.fromhex(end["hash"])
    signed = is_signed(
        end["public_key"], end["signature"], position=end["position"], digest=sealed, sealed_at=sealed_at
    )
    must(signed, f"the signature in {CHECKPOINT} is false")
    return withheld


def _links(files: Files, longest: int) -> Iterator[tuple[int, str, str, Line | None]]:
    for number, row in enumerate(lines(files[LOG], LOG, longest), start=1):
        said = json_of(row, f"{LOG} line {number}")
        line = None
        if "withheld" not in said:
            at = datetime.fromisoformat(said["at"])
            line = Line(said["id"], at, *(said[name] for name in IN_THE_LOG))
        yield said["position"], said["previous_hash"], said["hash"], line
