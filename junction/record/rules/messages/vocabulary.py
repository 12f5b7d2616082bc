"""The words by which asks and answers are told (data, `playbook/asks.toml`)."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import load

from ..patterns import one_of

BOOK = load(Path(__file__).parents[2] / "playbook" / "asks.toml")


def values() -> Mapping[str, Any]:
    return BOOK.versions[-1].values


def pattern(name: str) -> re.Pattern[str]:
    """Return the patterns of one name as one."""
    return one_of(values()[name])


@cache
def echoes() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(ask, re.IGNORECASE), re.compile(answer, re.IGNORECASE))
        for ask, answer in values()["echoes"]
    )


def content_words(text: str) -> frozenset[str]:
    """Return the words of a text that few texts share."""
    words = re.findall(r"[^\W\d_][\w'-]+", text.casefold().replace("’", "'"))
    shortest, common = values()["shortest_word"], values()["common"]
    return frozenset(word for word in words if len(word) >= shortest and word not in common)
