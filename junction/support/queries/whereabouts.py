"""Where a postcode is: the middle of what is known to lie at it, else in its sector, else its district.

The register of postcodes tells it where it was imported. Else places of the registry and locations of the
directory do, which bear theirs: `is_exact` tells whether something lies at this very postcode.
"""

from dataclasses import dataclass

from django.db import connection
from uk_postcodes_parsing import parse as parse_postcode

from junction.core.scope import Scope
from junction.registry.queries.postcodes import lies

KNOWN = """
WITH known AS (
    SELECT latitude, longitude, council_id FROM registry_place
    WHERE postcode LIKE %(like)s AND latitude IS NOT NULL
    UNION ALL
    SELECT latitude, longitude, NULL FROM support_location
    WHERE postcode LIKE %(like)s AND latitude IS NOT NULL
)
SELECT avg(latitude), avg(longitude), mode() WITHIN GROUP (ORDER BY council_id) FROM known
"""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A point, the council around it where known, and whether it is of this very postcode."""

    postcode: str
    latitude: float
    longitude: float
    council: str
    is_exact: bool


def whereabouts(scope: Scope, text: str) -> Whereabouts | None:
    """Return where a postcode is; None when it is none, or nothing near it is known."""
    code = parse_postcode(text)
    if code is None:
        return None
    known = lies(scope, [code.postcode]).get(code.postcode)
    if known and known.latitude is not None and known.longitude is not None:
        return Whereabouts(code.postcode, known.latitude, known.longitude, known.council, is_exact=True)
    outward, inward = code.outcode or "", code.incode or ""
    for like in (code.postcode, f"{outward} {inward[:1]}%", f"{outward} %"):
        with connection.cursor() as cursor:
            cursor.execute(KNOWN, {"like": like})
            latitude, longitude, council = cursor.fetchone()
        if latitude is not None:
            return Whereabouts(code.postcode, latitude, longitude, council or "", like == code.postcode)
    return None
