"""Whose a row of a register is: its name, and its key in addresses."""

from typing import Any


def whose(row: Any) -> str:
    """The name of the party of a row."""
    of = row.area or row.organisation or row.place
    return str(of.name)


def key_of(row: Any) -> str:
    """The key of the party of a row, as addresses have it."""
    return row.area_id or (f"o{row.organisation_id}" if row.organisation_id else f"p{row.place_id}")
