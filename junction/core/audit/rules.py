"""How a line is hashed and a checkpoint signed: plain bytes, so that anyone can check them without this code.

A line's text is a JSON list: id, moment in UTC to the microsecond, by, verb, subject, detail as PostgreSQL
prints it, why, playbook. Its hash is SHA-256 over the previous hash (32 bytes; zeros for the first) and that
text. A checkpoint's text is three lines: position, hash in hexadecimal, moment.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

START = bytes(32)
WHOLE_LOG = "log:all"  # the subject of lines about the log itself
SEVERAL = "several"  # in place of a number, where a line is about many: they are its `ids`


def among_several(subject: str) -> tuple[str, int] | None:
    """Return the subject of lines about many of a kind, and the number sought in them; none for others."""
    kind, _, number = subject.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return (f"{kind}:{SEVERAL}", int(number)) if is_number else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log as it is hashed."""

    id: int
    at: datetime
    by: str
    verb: str
    subject: str
    detail: str  # the text of the stored JSON, exactly
    why: str
    playbook: str

    def hash(self, previous: bytes) -> bytes:
        """Return the hash over this line and everything before it."""
        parts = [
            self.id,
            moment(self.at),
            self.by,
            self.verb,
            self.subject,
            self.detail,
            self.why,
            self.playbook,
        ]
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(previous + text.encode()).digest()


def chain(previous: bytes, lines: Sequence[Line]) -> list[bytes]:
    """Return the hash of each line in turn."""
    found = []
    for line in lines:
        previous = line.hash(previous)
        found.append(previous)
    return found


def moment(at: datetime) -> str:
    """Return a moment in the one form that is hashed and signed."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def signing_key(secret: str) -> Ed25519PrivateKey:
    """Derive the key that signs checkpoints from a secret of the installation."""
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"junction audit checkpoints").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


def public_key(key: Ed25519PrivateKey) -> str:
    """Return what others need to check signatures, in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, *, position: int, digest: bytes, sealed_at: datetime) -> str:
    """Return the signature of one checkpoint, in hexadecimal."""
    return key.sign(_text(position, digest, sealed_at)).hex()


def is_signed(key: str, signature: str, *, position: int, digest: bytes, sealed_at: datetime) -> bool:
    """Tell whether the holder of `key` (public, hexadecimal) signed this checkpoint."""
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        known.verify(bytes.fromhex(signature), _text(position, digest, sealed_at))
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(position: int, digest: bytes, sealed_at: datetime) -> bytes:
    return f"{position}\n{digest.hex()}\n{moment(sealed_at)}".encode()
