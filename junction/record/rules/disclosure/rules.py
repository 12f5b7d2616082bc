"""What a redaction rule is, and the reasons and patterns in force on a day (`playbook/disclosure.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[2] / "playbook" / "disclosure.toml")
PLACE, DOCUMENT, EXTRACT = "place", "document", "extract"
SCOPES = {PLACE: "This place alone", DOCUMENT: "This document", EXTRACT: "Everywhere in the extract"}


class State(StrEnum):
    """How far an extract is: any change of its rules leads back to the beginning."""

    PREPARING = "preparing"
    CHECKING = "checking"
    CHECKED = "checked"
    RELEASING = "releasing"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is taken out, and what is printed in its place."""

    title: str
    printed: str
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that may be sought; `check` names a test of what was found."""

    title: str
    expression: str
    check: str = ""


Patterns = Mapping[str, Pattern]


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """The rules of disclosure in force on a day."""

    reference: str
    reasons: Mapping[str, Reason]
    patterns: Patterns
    findings: Mapping[str, str]
    fewest_letters: int
    most_letters: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One redaction: words, a pattern or a place; where it holds; why.

    A place has `start` and `end` in its document's text, and `words` are what stands there.
    """

    number: int
    scope: str
    reason: str
    printed: str
    words: str = ""
    pattern: str = ""
    document: int | None = None
    start: int = 0
    end: int = 0
    inside_words: bool = False
    initials: bool = False
    is_personal: bool = False

    def holds_in(self, document: int | None) -> bool:
        """Tell whether it may touch a document at all (none: what belongs to no document)."""
        return self.scope == EXTRACT or (document is not None and self.document == document)


@cache
def disclosure_rules(day: date) -> DisclosureRules:
    """Return the rules of disclosure in force on a day."""
    version = BOOK.on(day)
    values = version.values
    return DisclosureRules(
        version.reference,
        {code: Reason(**said) for code, said in values["reasons"].items()},
        {code: Pattern(**said) for code, said in values["patterns"].items()},
        {**BOOK.versions[-1].values["findings"], **values["findings"]},  # what is looked for since, too
        values["fewest_letters"],
        values["most_letters"],
    )
