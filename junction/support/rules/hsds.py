"""What is wrong with an object of a service feed, by our own model of HSDS-UK 3.0's fields and types.

`problems` never stops at the first: each names where (a JSON pointer) and what. Fields that the model does
not know are let through, since the standard lets publishers add their own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "hsds-uk.toml")
VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object: its kind, whether it must be there, and what it is made of."""

    kind: str
    is_required: bool
    of: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `/contents/3/schedules/0/opens_at`."""

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class Standard:
    """The shapes of one version of the standard."""

    reference: str
    source: str
    page: Mapping[str, Field]
    shapes: Mapping[str, Mapping[str, Field]]

    def problems(self, shape: str, value: Any, at: str = "") -> list[Problem]:
        """Return everything wrong with an object that should have this shape."""
        if not isinstance(value, Mapping):
            return [Problem(at or "/", f"This should be an object ({shape}).")]
        return list(self._of(self.shapes[shape], value, at))

    def page_problems(self, shape: str, value: Any) -> list[Problem]:
        """Return everything wrong with a page of such objects."""
        if not isinstance(value, Mapping):
            return [Problem("/", "This should be a page: an object with contents.")]
        found = list(self._of(self.page, value, ""))
        rows = value.get("contents")
        if not isinstance(rows, list):
            return [*found, Problem("/contents", "This must be here, as a list.")]
        for number, row in enumerate(rows):
            found += self.problems(shape, row, f"/contents/{number}")
        return found

    def _of(self, fields: Mapping[str, Field], value: Mapping[str, Any], at: str) -> Iterator[Problem]:
        for name, field in fields.items():
            here = value.get(name)
            if here is None or here == "":
                if field.is_required:
                    yield Problem(f"{at}/{name}", "This must be here.")
                continue
            yield from self._field(field, here, f"{at}/{name}")

    def _field(self, field: Field, value: Any, at: str) -> Iterator[Problem]:
        if field.kind == "list":
            if not isinstance(value, list):
                yield Problem(at, "This should be a list.")
                return
            for number, one in enumerate(value):
                yield from self.problems(field.of, one, f"{at}/{number}")
        elif field.kind == "one":
            yield from self.problems(field.of, value, at)
        elif field.kind == "choice":
            if value not in field.of.split("|"):
                yield Problem(at, f"This should be one of: {', '.join(field.of.split('|'))}.")
        elif not KINDS[field.kind][0](value):
            yield Problem(at, f"This should be {KINDS[field.kind][1]}.")


def _by(parse: Callable[[str], Any]) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return fits


def _is_uri(value: Any) -> bool:
    if not isinstance(value, str) or " " in value:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme in ("http", "https") and parts.netloc)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_email(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", value))


KINDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda value: isinstance(value, str), "a text"),
    "uuid": (_by(UUID), "a UUID"),
    "uri": (_is_uri, "an address that begins with http:// or https://"),
    "email": (_is_email, "an email address"),
    "number": (_is_number, "a number"),
    "whole": (lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number"),
    "yes-no": (lambda value: isinstance(value, bool), "true or false"),
    "day": (_by(date.fromisoformat), "a day, as 2020-05-29"),
    "moment": (_by(datetime.fromisoformat), "a moment, as 2020-05-29T10:00:00Z"),
    "time": (_by(time.fromisoformat), "a time, as 10:00"),
}


def _field(said: str) -> Field:
    kind, _, of = said.partition(" ")
    return Field(kind.rstrip("!"), kind.endswith("!"), of)


@cache
def standard_on(day: date) -> Standard:
    """Return the model of the standard in force on a day."""
    version = BOOK.on(day)
    shapes = {
        name: {field: _field(said) for field, said in fields.items()}
        for name, fields in version.values["shapes"].items()
    }
    page = {field: _field(said) for field, said in version.values["page"].items()}
    return Standard(version.reference, version.source, page, shapes)
