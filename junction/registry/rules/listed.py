"""What one row of a list says of a place, cleaned, with a finding for each cell that was odd.

Every format of list is first brought to the same column names (`files.place_lists`); from there on a row is a
row. A row without a name, or with an identifier that cannot be right, is not taken.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from junction.core.imports import Finding, Severity
from junction.core.tables import DayOrder, NotADay, parse_day

from . import cells as cell_rules
from .cells import Cell, Odd, T
from .identifiers import IdentifierKind, IdentifierNotValid, clean_identifier
from .names import name_key
from .service_types import ServiceType, main_type, service_type

LONGEST = 200
LONGEST_NUMBER = 260
DAYS = ("registered_from", "registered_until")
DIGESTS = uuid.UUID("6c0e3a0e-6f0b-4a7e-9a53-3f1f5f0f5a01")  # a namespace of our own
BORNE = {"location_id": IdentifierKind.CQC_LOCATION, "ods": IdentifierKind.ODS, "uprn": IdentifierKind.UPRN}
CLEANERS = {"phone": cell_rules.phone, "email": cell_rules.email, "website": cell_rules.website}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlace:
    """A row of a list after cleaning. `said` keeps its cells word for word."""

    number: int
    said: Mapping[str, str]
    name: str
    service_types: tuple[ServiceType, ...] = ()
    address: str = ""
    town: str = ""
    postcode: str = ""
    area_name: str = ""
    area_code: str = ""
    position: tuple[float, float] | None = None
    beds: int | None = None
    provider: str = ""
    provider_id: str = ""
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    registered_from: date | None = None
    registered_until: date | None = None
    predecessors: tuple[tuple[str, str], ...] = ()  # identifier, reason

    @property
    def key(self) -> str:
        """What two spellings of the name have in common."""
        return name_key(self.name)

    @property
    def location(self) -> str:
        """The regulator's number of the registration; "" when the list has none."""
        return next((value for kind, value in self.identifiers if kind is IdentifierKind.CQC_LOCATION), "")

    @property
    def main_type(self) -> ServiceType:
        """The main one of its service types."""
        return main_type(list(self.service_types))

    def digest(self, listed_on: date | None, copy: int) -> uuid.UUID:
        """Name this row of a list of that day; `copy` counts equal rows of one list from 0."""
        words = [f"{column}={self.said[column]}" for column in sorted(self.said)]
        return uuid.uuid5(DIGESTS, "\x1f".join([str(listed_on), str(copy), *words]))


@dataclass(slots=True)
class _Reading:
    """A row while it is read: its cells and what was found so far."""

    number: int
    cells: Mapping[str, str]
    orders: Mapping[str, DayOrder]
    findings: list[Finding] = field(default_factory=list)

    def text(self, column: str) -> str:
        return cell_rules.text(self.cells.get(column, ""))

    def take(self, column: str, cell: Cell[T]) -> T | None:
        """Return a cell's value, and keep what was odd about it."""
        if cell.odd:
            self.find(column, cell.odd)
        return cell.value

    def find(self, column: str, odd: Odd) -> None:
        value = self.cells.get(column, "")
        self.findings.append(Finding(self.number, column, value[:200], odd.check, odd.severity, odd.message))


def read_listed(
    number: int,
    row: Mapping[str, str],
    said: Mapping[str, str],
    *,
    orders: Mapping[str, DayOrder] = MappingProxyType({}),
) -> tuple[ListedPlace | None, list[Finding]]:
    """Return what the row says and what was odd; `None` when the row cannot be taken.

    `orders` says how the days of a column are written, where it is not as in 2020-04-20.
    """
    reading = _Reading(number, row, orders)
    place = ListedPlace(
        number=number,
        said=said,
        name=_name(reading),
        service_types=_service_types(reading),
        address=re.sub(r"\s*,\s*", ", ", reading.text("address"))[:300],
        town=reading.text("town")[:100],
        postcode=reading.take("postcode", cell_rules.postcode(row.get("postcode", ""))) or "",
        area_name=reading.text("area_name"),
        area_code=reading.text("area_code"),
        position=reading.take(
            "longitude", cell_rules.position(row.get("longitude", ""), row.get("latitude", ""))
        ),
        beds=reading.take("beds", cell_rules.beds(row.get("beds", ""))),
        provider=reading.text("provider")[:LONGEST],
        provider_id=_provider_id(reading),
        identifiers=_identifiers(reading),
        contacts=_contacts(reading),
        registered_from=_day(reading, "registered_from"),
        registered_until=_day(reading, "registered_until"),
        predecessors=_predecessors(reading),
    )
    if not reading.text("postcode") and not place.identifiers:
        message = "Neither a postcode nor an identifier is given, so the place may be taken for a new one."
        reading.find("postcode", Odd("postcode-missing", Severity.WARNING, message))
    refused = any(found.severity is Severity.ERROR for found in reading.findings)
    return (None if refused else place), reading.findings


def _name(reading: _Reading) -> str:
    name = reading.text("name")[:LONGEST]
    if not name_key(name):
        message = "The name is empty. Write the name of the place."
        reading.find("name", Odd("name-missing", Severity.ERROR, message))
    return name


def _identifiers(reading: _Reading) -> tuple[tuple[IdentifierKind, str], ...]:
    found = []
    for column, kind in BORNE.items():
        written = reading.text(column)
        if not written:
            continue
        try:
            found.append((kind, clean_identifier(kind, written)))
        except IdentifierNotValid as wrong:
            worst = Severity.ERROR if column == "location_id" else Severity.WARNING
            reading.find(column, Odd("identifier-not-valid", worst, str(wrong)))
    return tuple(found)


def _provider_id(reading: _Reading) -> str:
    written = reading.text("provider_id")
    if not written:
        return ""
    try:
        return clean_identifier(IdentifierKind.CQC_PROVIDER, written)
    except IdentifierNotValid as wrong:
        reading.find("provider_id", Odd("identifier-not-valid", Severity.WARNING, str(wrong)))
        return ""


def _service_types(reading: _Reading) -> tuple[ServiceType, ...]:
    found: list[ServiceType] = []
    for word in filter(None, (part.strip() for part in reading.text("types").split("|"))):
        meant = service_type(word)
        if meant is None:
            message = f"The service type “{word}” is not known. It was taken as another service."
            reading.find("types", Odd("service-type-unknown", Severity.WARNING, message))
        found.append(meant or ServiceType.OTHER)
    return tuple(dict.fromkeys(found))


def _contacts(reading: _Reading) -> tuple[tuple[str, str], ...]:
    found = []
    for kind, clean in CLEANERS.items():
        value = reading.take(kind, clean(reading.cells.get(kind, "")))
        if value:
            found.append((kind, value))
    return tuple(found)


def _day(reading: _Reading, column: str) -> date | None:
    written = reading.text(column)
    if not written:
        return None
    try:
        return parse_day(written, order=reading.orders.get(column, DayOrder.ISO))
    except NotADay:
        message = f"“{written}” is no day of the calendar. Write it as 2020-04-20. It was left out."
        reading.find(column, Odd("day-not-valid", Severity.WARNING, message))
        return None


def _predecessors(reading: _Reading) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("|") for part in reading.text("predecessors").split(";") if part)
    return tuple((number.strip()[:LONGEST_NUMBER], reason.strip()) for number, _, reason in pairs)
