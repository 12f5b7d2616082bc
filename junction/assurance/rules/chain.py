"""Of many signatures, which one speaks for each level."""

from collections.abc import Iterable
from typing import Any


def newest(found: Iterable[Any]) -> dict[str, Any]:
    """Return the newest of each level, of signatures that come the newest first."""
    levels: dict[str, Any] = {}
    for one in found:
        levels.setdefault(one.level, one)
    return levels
