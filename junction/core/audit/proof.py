"""Prove a chain: walk it from the start and name the first line that is not what was written. Pure.

What can be told apart: a line changed, a line deleted, links out of order or missing, a seal that is not
ours, a seal that no longer fits (history rewritten together with its hashes), and a chain cut off below a
seal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .rules import START, Line, is_signed


@dataclass(frozen=True, slots=True)
class Link:
    """One link, and its line if that is still there."""

    position: int
    entry: int
    previous_hash: bytes
    hash: bytes
    line: Line | None


@dataclass(frozen=True, slots=True)
class Seal:
    """One checkpoint."""

    position: int
    hash: bytes
    sealed_at: datetime
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the log is not what was written."""

    position: int
    entry: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the chain was walked, and what broke it if anything did."""

    lines: int
    broken: Broken | None = None


def walk(links: Iterable[Link], seals: Mapping[int, Seal]) -> Proof:
    """Walk the chain in order of position; stop at the first break."""
    previous, position = START, 0
    for link in links:
        reason = _break(link, position + 1, previous) or _unsealed(link, seals)
        if reason:
            return Proof(position, Broken(link.position, link.entry, reason))
        position, previous = link.position, link.hash
    beyond = [seal for seal in seals.values() if seal.position > position]
    if beyond:
        last = max(seal.position for seal in beyond)
        return Proof(position, Broken(position + 1, None, f"the chain ends here; a seal knows {last} lines"))
    return Proof(position)


def forged(seals: Iterable[Seal], trusted: frozenset[str]) -> Broken | None:
    """Return the first seal that none of the trusted keys (public, hexadecimal) signed."""
    for seal in seals:
        if seal.public_key not in trusted:
            return Broken(seal.position, None, "the seal is by a key that is not trusted here")
        signed = is_signed(
            seal.public_key,
            seal.signature,
            position=seal.position,
            digest=seal.hash,
            sealed_at=seal.sealed_at,
        )
        if not signed:
            return Broken(seal.position, None, "the seal's signature is false")
    return None


def _break(link: Link, position: int, previous: bytes) -> str:
    if link.position != position:
        return f"the link at position {position} is missing"
    if link.previous_hash != previous:
        return "the links before it are not in the order in which they were made"
    if link.line is None:
        return "the line was deleted"
    if link.line.hash(previous) != link.hash:
        return "the line was changed"
    return ""


def _unsealed(link: Link, seals: Mapping[int, Seal]) -> str:
    seal = seals.get(link.position)
    return "a seal knows another history up to here" if seal and seal.hash != link.hash else ""
