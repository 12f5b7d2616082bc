"""How the log reads: verbs in plain words, details as pairs, the place of a line for turning pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from junction.core.wording import sentence_case

START = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 120


@dataclass(frozen=True, slots=True)
class After:
    """The line after which a page goes on: its moment and number, as the log is ordered."""

    at: datetime
    number: int

    def __str__(self) -> str:
        return f"{(self.at - START) // timedelta(microseconds=1)}-{self.number}"


def read_after(text: str) -> After | None:
    """Read such a place back from an address; None when it is none."""
    moment, _, number = text.partition("-")
    if not (moment.isascii() and moment.isdigit() and number.isascii() and number.isdigit()):
        return None
    if len(moment) > 16 or len(number) > 18:
        return None
    return After(START + timedelta(microseconds=int(moment)), int(number))


def verb_in_words(verb: str) -> str:
    """Say what was done: "returns.return.filed" is "Return filed", "exercise.played" is "Exercise played"."""
    parts = verb.split(".")
    said = parts[1:] if len(parts) > 2 else parts
    return sentence_case(" ".join(said))


def package_of(verb: str) -> str:
    """What a filter for a whole package is: "returns." for "returns.return.filed"."""
    return verb.partition(".")[0] + "."


def pairs(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The details of a line as words and values; what is empty is left out, what is long is cut."""
    return [
        (sentence_case(key), shown(value)) for key, value in detail.items() if value not in (None, "", [], {})
    ]


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        value = "; ".join(f"{key}: {shown(inner)}" for key, inner in value.items())
    elif isinstance(value, list):
        value = ", ".join(shown(inner) for inner in value)
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
