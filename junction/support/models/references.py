"""References that people read out: eight letters and figures that are not taken for each other,
and make no words.
"""

import secrets
from collections.abc import Callable

LETTERS = "23456789CDFGHJKMNPQRTVWXZ"


def new_reference() -> str:
    """Draw one reference in two groups: "4K7P-29QX"."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def new_code() -> str:
    """Draw the code of a letter in three groups: "4K7P-29QX-CDFG"."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(12))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def new_references(count: int, *, borne: Callable[[set[str]], set[str]]) -> list[str]:
    """Return so many references, all different; `borne` tells which of some are taken."""
    drawn: set[str] = set()
    while len(drawn) < count:
        more = {new_reference() for _ in range(count - len(drawn))}
        drawn |= more - borne(more)
    return list(drawn)
