"""Letters of confirmation: who may be asked, and where somebody stands on a day.

In time is what was sent by the day it was due, that day included, be it a Saturday; the page says so, and
when offices opened again, but the rule does not move the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "confirmations.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of asked ones, and which kinds of areas they are."""

    code: str
    title: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """Where one stands: its word and its colour."""

    code: str
    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class ConfirmationRules:
    """The rules in force on a day."""

    reference: str
    asked_of: Mapping[str, Kind]
    states: Mapping[str, State]


@cache
def confirmation_rules(day: date) -> ConfirmationRules:
    """Return the rules of confirmations in force on a day."""
    version = BOOK.on(day)
    asked = {
        code: Kind(code, said["title"], tuple(said["kinds"]))
        for code, said in version.values["asked_of"].items()
    }
    states = {code: State(code, **said) for code, said in version.values["states"].items()}
    return ConfirmationRules(version.reference, asked, states)


def state_of(due_on: date, sent_on: date | None, *, day: date) -> str:
    """Return where one stands on a day, from when the letter was due and was sent."""
    if sent_on is not None:
        return "in-time" if sent_on <= due_on else "late"
    return "waiting" if day <= due_on else "missing"
