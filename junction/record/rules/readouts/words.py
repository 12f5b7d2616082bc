"""The words of meeting read-outs (data, `playbook/meeting-readouts.toml`)."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import load

from ..patterns import one_of

BOOK = load(Path(__file__).parents[2] / "playbook" / "meeting-readouts.toml")
INITIALS = r"[A-Z]{1,4}\([A-Z][A-Za-z]{0,2}\)|So[fF]?S|[A-Z]{2,4}"


def values() -> Mapping[str, Any]:
    return BOOK.versions[-1].values


def pattern(name: str) -> re.Pattern[str]:
    return one_of(values()[name])


def role_of(initials: str) -> str:
    """Return the office that initials stand for; nothing where none is known."""
    return str(values()["roles"].get(initials, ""))


def is_role(initials: str) -> bool:
    """Return whether initials are an office's: known, or of the form MS(C)."""
    return bool(role_of(initials)) or initials.endswith(")")


def is_speech(word: str) -> bool:
    return word.casefold() in values()["speech"]


@cache
def sections() -> dict[str, str]:
    return {name: section for section, names in values()["sections"].items() for name in names}
