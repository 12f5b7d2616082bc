"""A row of a list of services to a listed service; each cell that cannot be right is said and left out."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from uk_postcodes_parsing import parse as parse_postcode

from junction.core.imports import Finding, Severity
from junction.core.tables import Row, Table

from .directory_book import DirectoryBook
from .hsds import KINDS
from .listed import (
    Listed,
    ListedArea,
    ListedLocation,
    ListedOpening,
    ListedOrganisation,
    ListedService,
    made_id,
)
from .opening import WEEKDAYS, Opening

REQUIRED = ("name", "organisation")
OPTIONAL = (
    "id", "description", "needs", "ways", "url", "email", "phone", "status", "address", "town", "postcode",
    "latitude", "longitude", "areas", "opening", "eligibility", "minimum_age", "maximum_age", "cost",
    "languages", "accessibility", "places_free", "assured_date", "alert",
)  # fmt: skip
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
DAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
HOURS = re.compile(
    r"(?P<days>[a-z]{2,9}(?:\s*[-,]\s*[a-z]{2,9})*)\s+(?P<from>\d{1,2}[:.]\d{2})\s*-\s*(?P<to>\d{1,2}[:.]\d{2})"
)


@dataclass(slots=True)
class Cells:
    """The cells of one row, and what is found wrong with them."""

    row: Row
    findings: list[Finding] = field(default_factory=list)

    def text(self, name: str, most: int = 5_000) -> str:
        """Return a cell, no longer than it may be."""
        said = self.row.cells.get(name, "")
        if len(said) > most:
            self.odd(name, "too-long", f"This is longer than {most} characters; the rest was left out.")
        return said[:most]

    def odd(self, name: str, check: str, message: str, severity: Severity = Severity.WARNING) -> None:
        """Say what is wrong with a cell."""
        value = self.row.cells.get(name, "")[:200]
        self.findings.append(Finding(self.row.number, name, value, check, severity, message))

    def read(self, name: str, parse: Callable[[str], Any], wanted: str) -> Any:
        """Return a cell parsed; one that cannot be is said and left out."""
        said = self.row.cells.get(name, "")
        if not said:
            return None
        try:
            return parse(said)
        except ValueError:
            self.odd(
                name, f"{name.replace('_', '-')}-not-valid", f"“{said}” is not {wanted}. It was left out."
            )
            return None

    def fitting(self, name: str, kind: str, most: int = 500) -> str:
        """Return a cell that is of a kind of the standard."""
        fits, wanted = KINDS[kind]
        said = self.text(name, most)
        if said and not fits(said):
            self.odd(name, f"{kind}-not-valid", f"This is not {wanted}. It was left out.")
            return ""
        return said


def listed_rows(table: Table, *, source: str, book: DirectoryBook, sha256: str) -> Listed:
    """Return the services of a table; rows without a name or an organisation are not taken."""
    found = Listed("list", sha256, rows=table.rows_in_file, findings=list(table.findings))
    seen: set[UUID] = set()
    for row in table.rows:
        cells = Cells(row)
        one = _service(cells, source, book)
        found.findings += cells.findings
        if one is None:
            continue
        if one.id in seen:
            message = "The list has this service before, at the same place. The first row was taken."
            found.findings.append(Finding(row.number, "name", one.name, "twice", Severity.ERROR, message))
            continue
        seen.add(one.id)
        found.services.append(one)
    return found


def _service(cells: Cells, source: str, book: DirectoryBook) -> ListedService | None:
    name, body = cells.text("name", 200), cells.text("organisation", 200)
    for column, said in (("name", name), ("organisation", body)):
        if not said:
            cells.odd(
                column, f"no-{column}", f"The {column} is empty. The row was not taken.", Severity.ERROR
            )
            return None
    place = _location(cells, source)
    number = cells.read("id", UUID, "a UUID") or made_id(source, body, name, place.postcode if place else "")
    age = _whole(cells, "minimum_age", 150), _whole(cells, "maximum_age", 150)
    return ListedService(
        row=cells.row.number, id=number, name=name, status=_status(cells),
        organisation=ListedOrganisation(made_id(source, "organisation", body), body),
        description=cells.text("description"), url=cells.fitting("url", "uri"),
        email=cells.fitting("email", "email", 254), phone=cells.text("phone", 40),
        needs=_coded(cells, "needs", book.needs, "need-not-known"),
        ways=_coded(cells, "ways", {code: way.title for code, way in book.ways.items()}, "way-not-known"),
        eligibility=cells.text("eligibility"), minimum_age=age[0], maximum_age=age[1],
        places_free=_whole(cells, "places_free", 100_000), alert=cells.text("alert"),
        assured_on=cells.read("assured_date", date.fromisoformat, "a day, as 2020-05-29"),
        details=_details(cells, number), locations=(place,) if place else (),
        openings=_openings(cells, number), areas=_areas(cells, number),
    )  # fmt: skip


def _status(cells: Cells) -> str:
    said = cells.text("status", 40).lower()
    if said and said not in STATUSES:
        cells.odd(
            "status", "status-not-known", f"Write one of: {', '.join(STATUSES)}. It was taken as active."
        )
    return said if said in STATUSES else "active"


def _whole(cells: Cells, name: str, most: int) -> int | None:
    def parse(said: str) -> int:
        number = int(said)
        if not 0 <= number <= most:
            raise ValueError(said)
        return number

    found: int | None = cells.read(name, parse, f"a whole number up to {most:,}")
    return found


def _coded(cells: Cells, name: str, titles: Mapping[str, str], check: str) -> tuple[str, ...]:
    """Return the codes of a cell, written as codes or as titles; those not known are said and left out."""
    said = [word.strip().lower() for word in re.split(r"[;,]", cells.text(name)) if word.strip()]
    codes = {title.lower(): code for code, title in titles.items()}
    known = [codes.get(word, word) for word in said]
    unknown = [word for word in known if word not in titles]
    if unknown:
        cells.odd(name, check, f"Not known: {', '.join(unknown)}. Known: {', '.join(titles) or 'none yet'}.")
    return tuple(dict.fromkeys(word for word in known if word in titles))


def _location(cells: Cells, source: str) -> ListedLocation | None:
    address, said = cells.text("address", 300), cells.text("postcode", 20)
    found = parse_postcode(said) if said else None
    if said and not found:
        cells.odd("postcode", "postcode-not-valid", f"“{said}” is no postcode. It was left out.")
    postcode = found.postcode if found else ""
    point = [cells.read(name, float, "a number of degrees") for name in ("latitude", "longitude")]
    if None in point or abs(point[0]) > 90 or abs(point[1]) > 180:
        point = [None, None]
    if not (address or postcode or point[0] is not None):
        return None
    town = cells.text("town", 100)
    access = cells.text("accessibility")
    return ListedLocation(
        made_id(source, "location", address, town, postcode, str(point)), address=address, town=town,
        postcode=postcode, latitude=point[0], longitude=point[1], accessibility=(access,) if access else (),
    )  # fmt: skip


def _details(cells: Cells, number: UUID) -> dict[str, Any]:
    """What is only shown: in the standard's shape, without what is empty."""
    cost, spoken = cells.text("cost", 500), cells.text("languages", 300)
    found: dict[str, Any] = {}
    if cost:
        found["cost_options"] = [{"id": str(made_id(str(number), "cost")), "option": cost}]
    words = [word.strip() for word in re.split(r"[;,]", spoken) if word.strip()]
    if words:
        found["languages"] = [{"id": str(made_id(str(number), word)), "name": word} for word in words]
    return found


def _areas(cells: Cells, number: UUID) -> tuple[ListedArea, ...]:
    words = [word.strip() for word in cells.text("areas").split(";") if word.strip()]
    code = re.compile(r"[A-Z]\d{8}")
    return tuple(
        ListedArea(made_id(str(number), "area", word), name=word, code=word if code.fullmatch(word) else "")
        for word in words
    )


def _openings(cells: Cells, number: UUID) -> tuple[ListedOpening, ...]:
    said = cells.text("opening", 500)
    try:
        found = list(read_hours(said)) if said else []
    except ValueError as wrong:
        cells.odd("opening", "opening-not-read", f"{wrong} It was kept as words.")
        return (ListedOpening(made_id(str(number), "opening"), Opening(), said),)
    return tuple(
        ListedOpening(made_id(str(number), "opening", str(place)), one) for place, one in enumerate(found)
    )


def read_hours(said: str) -> Iterable[Opening]:
    """Read “Mo-Fr 09:00-17:00; Sa 10:00-12:00”. Raise `ValueError` for anything else."""
    for part in filter(None, (word.strip().lower() for word in said.split(";"))):
        match = HOURS.fullmatch(part)
        if match is None:
            raise ValueError(f"“{part}” is not of the form “Mo-Fr 09:00-17:00”.")
        days = ",".join(WEEKDAYS[day] for day in _days(match["days"]))
        yield Opening(
            freq="WEEKLY", byday=days, opens_at=_clock(match["from"]), closes_at=_clock(match["to"])
        )


def _days(said: str) -> list[int]:
    found: list[int] = []
    for part in said.split(","):
        first, _, last = (word.strip()[:2] for word in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(f"“{part.strip()}” is no day of the week.")
        start, end = DAYS[first], DAYS[last or first]
        found += [day % 7 for day in range(start, (end if end >= start else end + 7) + 1)]
    return sorted(set(found))


def _clock(said: str) -> time:
    hour, minute = (int(word) for word in re.split(r"[:.]", said))
    return time(23, 59) if (hour, minute) == (24, 0) else time(hour, minute)


def listed_one(
    cells: dict[str, str], *, source: str, book: DirectoryBook
) -> tuple[ListedService | None, list[Finding]]:
    """Return the service of one row, as somebody typed it, and what is wrong with its cells."""
    row = Cells(Row(1, {name: cells.get(name, "").strip() for name in (*REQUIRED, *OPTIONAL)}))
    return _service(row, source, book), row.findings
