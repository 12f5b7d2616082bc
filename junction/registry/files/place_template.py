"""The template for lists of places: its columns, and one example of a row."""

from collections.abc import Iterable

from junction.core.tables import write_csv, write_xlsx

from .place_lists import TEMPLATE

EXAMPLE = {
    "name": "The Example House",
    "types": "Residential homes|Homecare agencies",
    "address": "1 Example Road, Sale",
    "town": "Sale",
    "postcode": "M33 0AA",
    "area_name": "Trafford",
    "provider": "Example Care Limited",
    "provider_id": "1-100000001",
    "location_id": "1-100000002",
    "beds": "24",
    "phone": "0161 496 0000",
    "email": "office@example.org",
    "website": "https://example.org",
    "registered_from": "2020-04-20",
}


def places_template(*, as_xlsx: bool) -> bytes:
    """Return the template as a file, CSV or XLSX."""
    rows: Iterable[list[str]] = [[EXAMPLE.get(column, "") for column in TEMPLATE]]
    if as_xlsx:
        return write_xlsx(TEMPLATE, rows, sheet="Places")
    return "".join(write_csv(TEMPLATE, rows)).encode()
