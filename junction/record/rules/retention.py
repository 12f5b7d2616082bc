"""The rules for the end of a document: when it stands in the list, what forbids to destroy it, what stays.

"Kept until" is a day as all spans are: from that day on the document is past its date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "retention.toml")
GONE = "(destroyed with its document)"  # stands where words were
DOCUMENT, THREAD, AREA = "document", "thread", "area"
DESTROYED, REFUSED = "destroyed", "refused"


@dataclass(frozen=True, slots=True)
class State:
    """How a document stands towards its date: its word and its colour."""

    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """The rules in force on a day."""

    reference: str
    soon: timedelta
    second_person: bool
    forget_address_after: timedelta
    kinds: frozenset[str]
    markings: frozenset[str]
    reaches: Mapping[str, str]
    states: Mapping[str, State]
    outcomes: Mapping[str, str]

    def words_stay(self, *, kind: str, sensitivity: str) -> bool:
        """Tell whether words that a person confirmed stay when their document is destroyed."""
        return kind in self.kinds and sensitivity in self.markings


@cache
def retention_rules(day: date) -> RetentionRules:
    """Return the rules of retention in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return RetentionRules(
        version.reference,
        timedelta(days=said["soon_days"]),
        said["second_person"],
        timedelta(days=said["forget_address_after_days"]),
        frozenset(said["words_stay_of_kinds"]),
        frozenset(said["words_stay_of_markings"]),
        said["reaches"],
        {code: State(**word) for code, word in said["states"].items()},
        said["outcomes"],
    )


def is_past(retain_until: date, *, day: date) -> bool:
    """Tell whether a document need not be kept any more."""
    return day >= retain_until


def state_of(
    retain_until: date, *, day: date, is_destroyed: bool, is_held: bool, is_asked: bool, rules: RetentionRules
) -> str:
    """Return how a document stands on a day; what forbids comes before what is due."""
    if is_destroyed:
        return "destroyed"
    if is_held:
        return "held"
    if is_asked:
        return "asked"
    if is_past(retain_until, day=day):
        return "past"
    return "soon" if is_past(retain_until, day=day + rules.soon) else "kept"
