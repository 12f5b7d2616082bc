"""Where a need arises, as far as a postcode tells: its outward half, which names a district and no door."""

import re

from uk_postcodes_parsing import parse

OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


def postcode_of(written: str) -> str:
    """Return a postcode as the post writes it; "" when it is none."""
    found = parse(written.strip()) if written.strip() else None
    return str(found.postcode) if found else ""


def outward_of(written: str) -> str:
    """Return the outward half ("M33") of a postcode or of such a half; "" when what was typed is neither."""
    whole = postcode_of(written).partition(" ")[0]
    half = written.strip().upper()
    return whole or (half if OUTWARD.fullmatch(half) else "")
