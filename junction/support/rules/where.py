"""Where a need arises, as far as a postcode tells: its outward half, which names a district and no door."""

import re
from math import cos, radians

from uk_postcodes_parsing import parse

OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
KM_A_DEGREE = 111.0  # of latitude
# Decimals of a degree that are kept of a person's postcode: a square of 11 km by about 7 km in England, as
# wide as many outward halves are. No door can be told from it, and who is near is still near.
COARSE = 1


def postcode_of(written: str) -> str:
    """Return a postcode as the post writes it; "" when it is none."""
    found = parse(written.strip()) if written.strip() else None
    return str(found.postcode) if found else ""


def outward_of(written: str) -> str:
    """Return the outward half ("M33") of a postcode or of such a half; "" when what was typed is neither."""
    whole = postcode_of(written).partition(" ")[0]
    half = written.strip().upper()
    return whole or (half if OUTWARD.fullmatch(half) else "")


def coarse(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the middle of the square that a point lies in: about where, and no door."""
    return round(longitude, COARSE), round(latitude, COARSE)


def degrees_of(km: float, *, latitude: float) -> tuple[float, float]:
    """Return how many degrees of latitude, and of longitude there, a distance is."""
    north = km / KM_A_DEGREE
    return north, north / max(0.2, cos(radians(latitude)))
