"""A scheme's list of volunteers as a table, and the template for one."""

from junction.core.tables import Stream, stream, write_csv

from ..rules.volunteer_rows import OPTIONAL, REQUIRED

MOST_BYTES = 250_000_000  # unpacked: a wave of 750,000 is some 80 MB, packed a fifth of it


def read_volunteers(content: bytes, *, filename: str) -> Stream:
    """Look through a list of volunteers, to be read in batches. Raise `ImportRefused` if it is no table."""
    return stream(content, filename=filename, required=REQUIRED, optional=OPTIONAL, max_bytes=MOST_BYTES)


def volunteers_template() -> bytes:
    """Return the template with one row, as CSV."""
    filled = {
        "name": "Vera Example", "email": "vera@example.org", "phone": "07700 900123", "postcode": "M33 4RZ",
        "skills": "errands; talk", "languages": "en", "hours": "0-morning; 5-afternoon", "reach_km": "5",
        "capacity": "1", "may_be_lent": "yes", "check": "identity", "check_issuer": "Post Office",
        "check_date": "2020-04-01", "number": "A-17",
    }  # fmt: skip
    columns = [*REQUIRED, *OPTIONAL]
    return "".join(write_csv(columns, [[filled.get(name, "") for name in columns]])).encode()
