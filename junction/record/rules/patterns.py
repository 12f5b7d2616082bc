"""Patterns that a rule book holds, made ready: one, or several of which any may stand."""

import re
from collections.abc import Sequence
from functools import cache


@cache
def one_of(patterns: str | Sequence[str]) -> re.Pattern[str]:
    """Return a pattern, or several as one, whatever the case."""
    several = [patterns] if isinstance(patterns, str) else [f"(?:{one})" for one in patterns]
    return re.compile("|".join(several), re.IGNORECASE)
