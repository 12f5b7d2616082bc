"""The words by which e-mails are told apart (as data), and how a header's name is read."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import load

from ..patterns import one_of

BOOK = load(Path(__file__).parents[2] / "playbook" / "emails.toml")


def values() -> Mapping[str, Any]:
    return BOOK.versions[-1].values


def pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of that name, or several as one."""
    return one_of(values()[name])


@cache
def header_of(label: str) -> str:
    """Return which header a printed label names, look-alike letters forgiven; nothing where none."""
    for folded in _foldings(label):
        if name := _spellings().get(folded):
            return name
        if folded in values()["others"] or (folded.startswith("x-") and len(folded) > 3):
            return folded
    return ""


def _foldings(label: str) -> tuple[str, ...]:
    """Return what a label may say: as it stands, by its look-alikes, and with a Г read as a T."""
    bare = re.sub(r"[\s.*_]", "", unicodedata.normalize("NFKC", label))
    folded = bare.translate(_lookalikes()).casefold()
    as_t = bare.replace("Г", "T").translate(_lookalikes()).casefold()
    return (bare.casefold(), folded, as_t, folded.replace("rn", "m"), folded.replace("i", "j"))


@cache
def _spellings() -> dict[str, str]:
    return {spelling: name for name, spellings in values()["headers"].items() for spelling in spellings}


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(letter): latin for latin, letters in values()["lookalikes"].items() for letter in letters}
