"""How changes of a place are written on its page."""

from datetime import date
from typing import Any

from junction.core.pages.words import day

from .furniture import TYPE_NAMES

NAMES = {
    "name": "Name",
    "services": "Service",
    "address": "Address",
    "town": "Town",
    "postcode": "Postcode",
    "district": "District",
    "council": "Council",
    "position": "Position",
    "beds": "Beds",
    "registered_name": "Registered name",
    "provider": "Provider",
    "number": "Number",
}


def in_words(one: Any) -> str:
    """Write a difference: "Name changed from “Ash House” to “Ash Lodge”"."""
    if one.what == "closed_on":
        return f"Closed from {day(one.after)}" if isinstance(one.after, date) else "Open again"
    return f"{NAMES[one.what]} changed from {_value(one.before)} to {_value(one.after)}"


def _value(value: object) -> str:
    if value in ("", None, ()):
        return "not known"
    if isinstance(value, tuple):
        return "; ".join(str(TYPE_NAMES.get(kind, kind)) for kind in value)
    return str(value) if isinstance(value, int) else f"“{value}”"
