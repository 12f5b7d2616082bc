"""What one cell of a list says, repaired where that is safe, with the check that found it odd.

A repair is safe when only one reading is possible: a phone number without its leading 0, a postcode
without its space. Where two readings are possible the cell is left out and the finding says so; the list
itself is kept word for word.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

import phonenumbers
from uk_postcodes_parsing.fix import fix as fix_postcode
from uk_postcodes_parsing.postcode_utils import to_normalised

from junction.core.imports import Severity

T = TypeVar("T")
NOTHING = frozenset({"", "na", "n/a", "none", "null", "nil", "-", "unknown"})
LONGEST = 300  # of what is kept as a way to reach a place
WEB_ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]{2,}(:\d+)?(/\S*)?", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[\w-]+(\.[\w-]+)+")
# The box around Great Britain and Northern Ireland with their islands, in degrees.
WEST, EAST, SOUTH, NORTH = -8.7, 1.8, 49.8, 60.9


@dataclass(frozen=True, slots=True)
class Odd:
    """What is odd about a cell."""

    check: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """A cell's value, and what was odd about it."""

    value: T | None
    odd: Odd | None = None


def text(raw: str) -> str:
    """Return a cell's text on one line; "" for "NA" and its like."""
    tidy = " ".join(raw.split())
    return "" if tidy.lower() in NOTHING else tidy


def postcode(raw: str) -> Cell[str]:
    """Return a postcode as the post writes it; one that cannot be right is left out."""
    written = text(raw)
    if not written:
        return Cell(None)
    found = _postcode(written.rstrip("., "))
    if found is None:
        return Cell(None, _warn("postcode-not-valid", f"“{written}” is no postcode. It was left out."))
    if found != " ".join(written.upper().split()):
        return Cell(found, _note("postcode-repaired", f"“{written}” was read as {found}."))
    return Cell(found)


@lru_cache(maxsize=100_000)
def _postcode(written: str) -> str | None:
    # The parts of the library's `parse`, which besides opens a file of the directory for every outward code.
    found: str | None = to_normalised(written) or to_normalised(fix_postcode(written))
    return found


def phone(raw: str) -> Cell[str]:
    """Return a phone number in its national form, though a spreadsheet took its 0 or made it 1.6e9."""
    written = text(raw)
    if not written:
        return Cell(None)
    plain = re.sub(r"[^0-9+]", "", written)
    was_number = re.fullmatch(r"\d(\.\d+)?\d*e\+?\d{1,2}", written.lower())
    if was_number:
        plain = str(int(Decimal(written)))
    number = _phone(plain)
    if number is None:
        message = f"“{written}” is no phone number of this country. It was left out."
        return Cell(None, _warn("phone-not-valid", message))
    if was_number:
        message = f"A spreadsheet wrote “{written}”; it was read as {number}."
        return Cell(number, _warn("phone-as-number", message))
    if not plain.startswith(("0", "+", "44")):
        return Cell(number, _note("phone-without-zero", f"“{written}” was read as {number}."))
    return Cell(number)


@lru_cache(maxsize=100_000)
def _phone(plain: str) -> str | None:
    try:
        number = phonenumbers.parse(plain, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.country_code != 44:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def website(raw: str) -> Cell[str]:
    """Return a web address that a browser can open; no other scheme than http and https is taken."""
    written = text(raw)
    if not written:
        return Cell(None)
    address = written if re.match(r"[a-z]+:", written, re.IGNORECASE) else f"http://{written}"
    if len(address) > LONGEST or not WEB_ADDRESS.fullmatch(address):
        return Cell(None, _warn("website-not-valid", f"“{written}” is no web address. It was left out."))
    return Cell(address)


def email(raw: str) -> Cell[str]:
    """Return an address for mail in lower case."""
    written = text(raw)
    if not written:
        return Cell(None)
    if len(written) > LONGEST or not EMAIL.fullmatch(written):
        return Cell(None, _warn("email-not-valid", f"“{written}” is no email address. It was left out."))
    return Cell(written.lower())


def beds(raw: str) -> Cell[int]:
    """Return a number of beds from 0 to 1,000."""
    written = text(raw)
    if not written:
        return Cell(None)
    if not re.fullmatch(r"\d{1,4}(\.0+)?", written) or int(float(written)) > 1000:
        message = f"“{written}” is no number of beds between 0 and 1,000. It was left out."
        return Cell(None, _warn("beds-not-valid", message))
    return Cell(int(float(written)))


def position(longitude: str, latitude: str) -> Cell[tuple[float, float]]:
    """Return longitude and latitude; swapped ones are turned round, others outside the country left out."""
    one, other = text(longitude), text(latitude)
    if not one and not other:
        return Cell(None)
    try:
        east, north = float(one), float(other)
    except ValueError:
        return Cell(None, _warn("position-not-valid", f"“{one}, {other}” is no position. It was left out."))
    if _is_inside(east, north):
        return Cell((east, north))
    if _is_inside(north, east):
        message = f"Longitude and latitude were swapped: {north}, {east} was taken."
        return Cell((north, east), _warn("position-swapped", message))
    message = f"{east}, {north} lies outside the country. The position was left out."
    return Cell(None, _warn("position-outside", message))


def _is_inside(east: float, north: float) -> bool:
    return WEST <= east <= EAST and SOUTH <= north <= NORTH


def _warn(check: str, message: str) -> Odd:
    return Odd(check, Severity.WARNING, message)


def _note(check: str, message: str) -> Odd:
    return Odd(check, Severity.NOTE, message)
