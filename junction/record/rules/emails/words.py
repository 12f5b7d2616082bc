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


def in_english(when: str) -> str:
    """Return a moment with its month in English: "18. März 2020 14:05", "17 mars 2020 à 10h20"."""
    when = " ".join(when.split())
    found = _months().search(when)
    if not found:
        return when
    english = f"{found['day']} {values()['months'][found['month'].casefold()]} "
    return re.sub(r"(?<=\d)h(?=\d\d\b)", ":", when[: found.start()] + english + when[found.end() :])


@cache
def _months() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(values()["months"], key=len, reverse=True)))
    return re.compile(rf"(?P<day>\d{{1,2}})(?:\.|er)? (?P<month>{names})\b\.? (?=\d)", re.IGNORECASE)


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
