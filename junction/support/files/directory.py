"""Lists and feeds of services: a table, or pages of JSON as a feed answered them."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

from junction.core.tables import read, write_csv
from junction.core.tables.reading import MAX_BYTES
from junction.core.tables.shape import refuse

from ..rules.directory_book import directory_book
from ..rules.hsds import standard_on
from ..rules.listed import Listed
from ..rules.listed_feed import listed_feed
from ..rules.listed_rows import OPTIONAL, REQUIRED, listed_rows


def read_directory(content: bytes, *, filename: str, source: str, on: date) -> Listed:
    """Read a list of services or a feed's pages, whichever it is. Raise `ImportRefused` for neither."""
    book, digest = directory_book(on), sha256(content).hexdigest()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        pages = _json(content, filename)
        return listed_feed(pages, source=source, standard=standard_on(on), book=book, sha256=digest)
    table = read(content, filename=filename, required=REQUIRED, optional=OPTIONAL)
    return listed_rows(table, source=source, book=book, sha256=digest)


def _json(content: bytes, filename: str) -> Any:
    if len(content) > MAX_BYTES:
        refuse("file-too-large", f"{filename} is larger than {MAX_BYTES // 1_000_000} MB. Send it in parts.")
    try:
        return _without_nul(json.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, RecursionError) as wrong:
        refuse("not-json", f"{filename} cannot be read as JSON ({type(wrong).__name__}).")
    except json.JSONDecodeError as wrong:
        refuse("not-json", f"{filename} is no JSON: line {wrong.lineno}, column {wrong.colno}: {wrong.msg}.")


def _without_nul(value: Any) -> Any:
    """Return what was read without the one character that no table can hold."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return value


def directory_template() -> bytes:
    """Return the template for lists of services, with one row, as CSV."""
    filled = {
        "name": "Friday lunch club", "organisation": "Northham Neighbours", "needs": "food; company",
        "description": "A hot meal and company for people aged 60 and over.", "phone": "01632 960123",
        "url": "https://neighbours.example/lunch", "address": "Beck Hall, Beck Lane", "town": "Northham",
        "postcode": "M33 4RZ", "areas": "E08000009", "opening": "Fr 12:00-14:00", "minimum_age": "60",
        "cost": "£4 for a meal", "assured_date": "2020-05-01", "status": "active",
    }  # fmt: skip
    columns = [*REQUIRED, *OPTIONAL]
    return "".join(write_csv(columns, [[filled.get(name, "") for name in columns]])).encode()
