"""What comes with the project as files: the catalogue an installation begins with."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from junction.core.tables import Table, read, write_csv

from .rules import place_counts
from .rules.catalogue import OPTIONAL, REQUIRED
from .rules.sales import COLUMNS
from .rules.sales import OPTIONAL as SALE_OPTIONAL

FACTS = Path(__file__).parent / "facts"


def read_catalogue() -> Mapping[str, Any]:
    """Return the catalogue's tables `item` (with packs) and `substitute`."""
    return tomllib.loads((FACTS / "items.toml").read_text(encoding="utf-8"))


def read_items(content: bytes, *, filename: str) -> Table:
    """Read a catalogue that somebody sent. Raise `ImportRefused` when it is no such table."""
    return read(content, filename=filename, required=REQUIRED, optional=OPTIONAL)


def catalogue_template() -> bytes:
    """Return the template for catalogues, with two rows of one item, as CSV."""
    gloves = ["gloves", "Disposable gloves", "glove", "gloves", "PPE", "yes", "gloves", ""]
    rows = [[*gloves, "Pair", "2", "", "no"], [*gloves, "Box of 100", "100", "09506000134352", "yes"]]
    return "".join(write_csv([*REQUIRED, *OPTIONAL], rows)).encode()


def read_sales(content: bytes, *, filename: str) -> Table:
    """Read what a wholesaler sold on. Raise `ImportRefused` when it is no such table."""
    return read(content, filename=filename, required=COLUMNS, optional=SALE_OPTIONAL)


def sales_template() -> bytes:
    """Return the template for sales, with two rows of one invoice, as CSV."""
    sale = ["INV-1", "2020-04-20", "1-112588858"]
    rows = [[*sale, "masks-iir", "500", ""], [*sale, "gloves", "4", "Box of 100"]]
    return "".join(write_csv([*COLUMNS, *SALE_OPTIONAL], rows)).encode()


def read_place_counts(content: bytes, *, filename: str) -> Table:
    """Read what providers counted. Raise `ImportRefused` when it is no such table."""
    return read(content, filename=filename, required=place_counts.REQUIRED, optional=place_counts.OPTIONAL)


def place_counts_template() -> bytes:
    """Return the template for counts of many places, with two rows of one count, as CSV."""
    rows = [
        ["1-112588858", "2020-04-20", "masks-iir", "150", "", ""],
        ["1-112588858", "2020-04-20", "gloves", "3", "Box of 100", "used"],
    ]
    return "".join(write_csv([*place_counts.REQUIRED, *place_counts.OPTIONAL], rows)).encode()
