"""By which rules something was redacted: the rules of an extract, and the code that takes words out."""

import hashlib
from functools import cache
from pathlib import Path

from .papers import Leaving

HERE = Path(__file__).parent


def stamp_of(leaving: Leaving) -> str:
    """Return a SHA-256 that is another as soon as anything could be redacted otherwise."""
    patterns = sorted((name, repr(pattern)) for name, pattern in leaving.patterns.items())
    return hashlib.sha256(repr((leaving.rules, patterns, _code())).encode()).hexdigest()


@cache
def _code() -> str:
    read = hashlib.sha256()
    for path in sorted([*HERE.glob("*.py"), HERE.parent / "source.py"]):
        read.update(path.read_bytes())
    return read.hexdigest()
