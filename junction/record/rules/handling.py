"""The rules for keeping documents in force on a day: kinds, markings, periods, what may be laid over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "handling.toml")


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document: what it is called, and how long it is kept."""

    code: str
    title: str
    retain_years: int

    def retain_until(self, received_on: date) -> date:
        """Return the day until which a document received on a day is kept."""
        year = received_on.year + self.retain_years
        is_leap_day = (received_on.month, received_on.day) == (2, 29)
        return date(year, 3, 1) if is_leap_day else received_on.replace(year=year)


@dataclass(frozen=True, slots=True)
class HandlingRules:
    """The rules in force on a day."""

    reference: str
    kinds: Mapping[str, DocumentKind]
    sensitivities: Mapping[str, str]
    annotations: Mapping[str, str]
    reading_parts: Mapping[str, str]  # what of a statement a reading speaks of


LINK, READING = "link", "reading"  # layers that lead somewhere, and that speak of a part of a statement


@cache
def handling_rules(day: date) -> HandlingRules:
    """Return the rules for keeping documents in force on a day."""
    version = BOOK.on(day)
    kinds = {code: DocumentKind(code, **said) for code, said in version.values["kinds"].items()}
    return HandlingRules(
        version.reference,
        kinds,
        version.values["sensitivities"],
        version.values["annotations"],
        version.values.get("reading_parts", {}),
    )


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a document by who brings it."""

    kind: str
    title: str
    source: str = ""
    dated_on: date | None = None
    received_on: date | None = None  # none: today
    sensitivity: str = "official"
    area: str | None = None
    organisation: int | None = None
    place: int | None = None


def about_from(options: Mapping[str, Any]) -> About:
    """Return what was said of a document in a form or a file's options, from plain values."""
    said = {name: options[name] for name in About.__slots__ if name in options}
    for name in ("dated_on", "received_on"):
        said[name] = date.fromisoformat(said[name]) if said.get(name) else None
    return About(**said)
