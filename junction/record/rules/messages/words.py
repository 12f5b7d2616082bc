"""The words of exported chats: what a program writes, of itself or in place of a message (as data)."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[2] / "playbook" / "message-exports.toml")


def values() -> Mapping[str, Any]:
    """Return the words as they are known last: an old export is read by what is known today."""
    return BOOK.versions[-1].values


def system_event(text: str) -> str:
    """Return what kind of line a chat's program wrote; nothing where a person may have."""
    return _first(_events("system"), text, whole=False)


def body_event(text: str) -> str:
    """Return what stands in place of a message: media, a deletion; nothing where the body is words."""
    return _first(_events("body"), text, whole=True)


def edited_at(text: str) -> int:
    """Return where the mark begins that says that a message was changed; the text's end where none is."""
    found = re.search(values()["edited"], text, re.IGNORECASE)
    return found.start() if found else len(text)


def is_furniture(line: str) -> bool:
    """Return whether a line is a printer's or an archive's."""
    return bool(_furniture().fullmatch(line.strip(" \t"))) or (bool(line) and not line.strip("\f \t"))


def goes_on(line: str) -> bool:
    """Return whether a line ends as one does that is broken off."""
    return bool(re.search(values()["goes_on"], line, re.IGNORECASE))


def _first(events: Iterable[tuple[str, re.Pattern[str]]], text: str, *, whole: bool) -> str:
    text = text.replace("\u2019", "'")
    for event, pattern in events:
        if pattern.fullmatch(text) if whole else pattern.search(text):
            return event
    return ""


@cache
def _events(where: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (entry["event"], re.compile("|".join(f"(?:{one})" for one in entry["patterns"]), re.IGNORECASE))
        for entry in values()[where]
    )


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in values()["furniture"]), re.IGNORECASE)
