"""All that a run is decided by, as one value that can be written down, hashed and solved again.

The bytes are canonical JSON: sorted names, no spaces, whole numbers as such. Lines stand in the order in
which ties are broken, so the order is frozen with them.
"""

import json
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """What there is, who claims it, and by which rule it is shared. Amounts are whole packs.

    `choices` and `distances` say for each recipient, by number, which depots (numbers of `depots`) it may
    draw on and how far they are, in hundreds of metres. A line is a recipient's claim of one item; the six
    columns of lines are of one length.
    """

    method: str
    seed: int
    on: str
    playbook: tuple[str, ...]
    items: tuple[str, ...]
    sizes: tuple[int, ...]  # units in a pack of each item
    depots: tuple[int, ...]
    stocks: tuple[tuple[int, ...], ...]  # for each item the packs in each depot
    recipients: tuple[int, ...]
    choices: tuple[tuple[int, ...], ...]
    distances: tuple[tuple[int, ...], ...]
    line_recipients: tuple[int, ...]  # numbers of `recipients`
    line_items: tuple[int, ...]  # numbers of `items`
    claims: tuple[int, ...]
    weights: tuple[float, ...]
    floors: tuple[int, ...]
    caps: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """Write it down, the same way always."""
        return canonical({field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def from_bytes(cls, written: bytes) -> "Problem":
        """Read what `to_bytes` wrote."""
        read = json.loads(written)
        return cls(**{field.name: _frozen(read[field.name]) for field in fields(cls)})


def canonical(value: Any) -> bytes:
    """Return the one way to write a value of plain lists, numbers and texts."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(written: bytes) -> str:
    """Return the SHA-256 of something written down."""
    return sha256(written).hexdigest()


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
