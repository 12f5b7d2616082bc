"""Where a need arises, as far as a postcode tells: its outward half, which names a district and no door."""

from uk_postcodes_parsing import parse


def postcode_of(written: str) -> str:
    """Return a postcode as the post writes it; "" when it is none."""
    found = parse(written.strip()) if written.strip() else None
    return str(found.postcode) if found else ""


def outward_of(written: str) -> str:
    """Return the outward half ("M33"); "" when what was typed is no postcode."""
    return postcode_of(written).partition(" ")[0]
