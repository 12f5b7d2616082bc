"""Where somebody lives whom a place states a need for: in that place, unless it says elsewhere."""

import re
from datetime import date

from .volunteer_tasks import tasks_on


def is_home(service_type: str, *, elsewhere: bool, on: date) -> bool:
    """Tell whether a person lives in the place that states their need: of a kind where people live or
    spend the day, with nothing that says they live elsewhere, as whom a home-care agency looks after.
    """
    return not elsewhere and service_type in tasks_on(on).setting_kinds


def door_of(*parts: str) -> str:
    """Return the parts of an address, a line each, as whoever helps there is told it."""
    return "\n".join(part for part in parts if part)


def told_door(address: str, postcode: str) -> str:
    """Return an address as it was told, with the postcode (or its first half) below where it lacks that."""
    address, postcode = address.strip(), postcode.strip().upper()
    is_there = set(postcode.split()) <= set(re.findall(r"\w+", address.upper()))
    return door_of(address, "" if is_there else postcode)
