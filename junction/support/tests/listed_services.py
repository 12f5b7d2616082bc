"""Services for tests: a lunch club on Fridays, a line for a whole council, and how to bring them in."""

from datetime import UTC, datetime
from typing import Any

from junction.core.imports import ImportReport
from junction.core.tables import write_csv
from junction.people.queries import system_actor
from junction.registry.models import Area, AreaInside
from junction.support.files.directory import read_directory
from junction.support.operations.directory_import import Taking, import_directory

NOW = datetime(2020, 5, 29, 9, 0, tzinfo=UTC)
NORTH, SOUTH = "E08900001", "E08900002"
COLUMNS = ["name", "organisation", "needs", "description", "postcode", "latitude", "longitude", "areas",
           "opening", "assured_date", "town", "address", "email", "minimum_age"]  # fmt: skip
LUNCH = ["Friday lunch club", "Northham Neighbours", "food; company", "A hot meal and talk.",
         "M33 4RZ", "53.4", "-2.3", NORTH, "Fr 12:00-14:00", "2020-05-01", "Northham",
         "1 Beck Lane", "", "60"]  # fmt: skip
LINE = ["Prescription line", "Northham Council", "medicine", "We bring what the chemist has ready.", "", "",
        "", NORTH, "Mo-Su 00:00-24:00", "2019-01-01", "", "", "line@held.example", ""]  # fmt: skip


def make_areas() -> None:
    """Two councils."""
    for code, name in ((NORTH, "Northham"), (SOUTH, "Southham")):
        area = Area.objects.create(code=code, kind="unitary", name=name, started_on=NOW.date())
        AreaInside.objects.create(ancestor=area, descendant=area, valid_from=NOW.date())


def bring(*rows: list[str], source: str = "Northham list", area: str = NORTH, **more: Any) -> ImportReport:
    """Import rows as a list."""
    content = "".join(write_csv(COLUMNS, rows)).encode()
    listed = read_directory(content, filename="services.csv", source=source, on=NOW.date())
    by = more.pop("by", None) or system_actor("import", on=NOW.date())
    return import_directory(listed, Taking(source, area), by=by, now=more.pop("now", NOW), **more)
