"""Which list of places a file is, told by its header, and its rows under the column names all lists share.

Four formats: the list councils publish, the page of the regulator's list, the regulator's answer for one
location (JSON), and Junction's own template. `docs/how-to/import-places.md` describes them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.tables import DayOrder, Table, decide_day_order, read
from junction.core.telling import Tell, told
from junction.registry.rules.listed import DAYS, ListedPlace, read_listed

TEMPLATE = [
    "name",
    "types",
    "address",
    "town",
    "postcode",
    "area_name",
    "provider",
    "provider_id",
    "location_id",
    "ods",
    "uprn",
    "beds",
    "phone",
    "email",
    "website",
    "registered_from",
    "longitude",
    "latitude",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of list: the columns that tell it, and what each of its columns means to us."""

    name: str
    required: tuple[str, ...]
    meaning: Mapping[str, str]


COUNCIL_LIST = Format(
    "council-list",
    ("name", "type", "address", "postcode", "area_name"),
    {
        "name": "name",
        "type": "types",
        "address": "address",
        "postcode": "postcode",
        "telephone": "phone",
        "website": "website",
        "area_name": "area_name",
        "area_code": "area_code",
        "lon": "longitude",
        "lat": "latitude",
        "cqc_id": "location_id",
        "provider": "provider",
    },
)
REGULATOR_LIST = Format(
    "regulator-list",
    ("locationId", "locationName", "postalCode"),
    {"locationId": "location_id", "locationName": "name", "postalCode": "postcode"},
)
OWN_TEMPLATE = Format("template", ("name", "types", "postcode"), {column: column for column in TEMPLATE})
CONTROL = re.compile(r"(?<!\\)(\\\\)*\\u00")  # how JSON writes a control character, NUL for one
FORMATS = (COUNCIL_LIST, REGULATOR_LIST, OWN_TEMPLATE)
LOCATION_TEXTS = {
    "locationId": "location_id",
    "name": "name",
    "providerId": "provider_id",
    "postalAddressTownCity": "town",
    "postalCode": "postcode",
    "mainPhoneNumber": "phone",
    "website": "website",
    "localAuthority": "area_name",
    "numberOfBeds": "beds",
    "registrationDate": "registered_from",
    "deregistrationDate": "registered_until",
    "odsCode": "ods",
    "uprn": "uprn",
    "onspdLongitude": "longitude",
    "onspdLatitude": "latitude",
}


@dataclass(slots=True)
class PlaceList:
    """A file taken as a list of places: what it is, its rows, and what was odd about it."""

    file_name: str
    file_format: str
    rows: list[ListedPlace]
    rows_in_file: int
    findings: list[Finding] = field(default_factory=list)


def read_place_list(content: bytes, *, filename: str, tell: Tell | None = None) -> PlaceList:
    """Read a file; raise `ImportRefused` when it is no table, or none of the four lists."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _place_list(filename, "regulator-location", _locations(content, filename), [])
    table = read(content, filename=filename)
    form = _format_of(table.header, filename)
    meaning = {_key(column): ours for column, ours in form.meaning.items()}
    columns = {column: meaning[_key(column)] for column in table.header if _key(column) in meaning}
    counted = told(table.rows, tell, of=len(table.rows))
    rows = (
        (row.number, {ours: row.cells[column] for column, ours in columns.items()}, row.cells)
        for row in counted
    )
    orders, odd = _orders_of_days(table, columns)
    found = _place_list(filename, form.name, rows, [*table.findings, *odd], orders)
    found.rows_in_file = max(found.rows_in_file, table.rows_in_file)
    return found


def _place_list(
    filename: str,
    form: str,
    rows: Iterator[tuple[int, dict[str, str], Mapping[str, str]]],
    findings: list[Finding],
    orders: Mapping[str, DayOrder] = MappingProxyType({}),
) -> PlaceList:
    found = PlaceList(filename, form, [], 0, list(findings))
    for number, cells, said in rows:
        place, odd = read_listed(number, cells, said, orders=orders)
        found.rows_in_file += 1
        found.findings += odd
        if place:
            found.rows.append(place)
    return found


def _orders_of_days(table: Table, columns: Mapping[str, str]) -> tuple[dict[str, DayOrder], list[Finding]]:
    """Decide how each column writes its days; refuse a file that writes them two ways in one column."""
    orders, findings = {}, []
    for column in (theirs for theirs, ours in columns.items() if ours in DAYS):
        decision = decide_day_order(table.column(column), column=column)
        findings += [decision.finding] if decision.finding else []
        if decision.order is None:
            raise ImportRefused(ImportReport(rows=table.rows_in_file, findings=findings))
        orders[columns[column]] = decision.order
    return orders, findings


def _format_of(header: tuple[str, ...], filename: str) -> Format:
    keys = {_key(name) for name in header}
    for form in FORMATS:
        if keys.issuperset(map(_key, form.required)):
            return form
    near = max(FORMATS, key=lambda form: len(keys & set(map(_key, form.required))))
    missing = [name for name in near.required if _key(name) not in keys]
    message = (
        f"{filename} is no list of places that Junction knows. It is nearest to the {near.name}, but lacks "
        f"the columns {', '.join(missing)}. Use the template: junction export places-template."
    )
    finding = Finding(0, missing[0], ", ".join(header)[:200], "header-unknown", Severity.ERROR, message)
    raise ImportRefused(ImportReport(findings=[finding]))


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _locations(content: bytes, filename: str) -> Iterator[tuple[int, dict[str, str], Mapping[str, str]]]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as wrong:
        raise ImportRefused(_one(f"{filename} is not whole JSON: {wrong}. Download it again.")) from wrong
    listed = answer.get("locations", [answer]) if isinstance(answer, dict) else answer
    if not isinstance(listed, list) or not listed:
        raise ImportRefused(_one(f"{filename} holds no location with a locationId."))
    for number, item in enumerate(listed, start=1):
        if not isinstance(item, dict) or not isinstance(item.get("locationId"), str):
            raise ImportRefused(_one(f"{filename}: location {number} has no locationId."))
        if _holds_what_cannot_be_stored(item):
            message = f"{filename}: location {number} holds a character that is no text. Download it again."
            raise ImportRefused(_one(message))
        try:
            cells = _location(item)
        except (AttributeError, TypeError) as wrong:
            message = f"{filename}: location {number} is not as the regulator writes it. Download it again."
            raise ImportRefused(_one(message)) from wrong
        yield number, cells, cells


def _holds_what_cannot_be_stored(item: object) -> bool:
    try:
        written = json.dumps(item, ensure_ascii=False)
        written.encode()  # half of a pair of characters cannot be
    except UnicodeEncodeError:
        return True
    return bool(CONTROL.search(written))


def _one(message: str) -> ImportReport:
    return ImportReport(findings=[Finding(0, "", "", "json-not-valid", Severity.ERROR, message)])


def _location(item: dict[str, Any]) -> dict[str, str]:
    cells = {
        ours: str(item[theirs]) for theirs, ours in LOCATION_TEXTS.items() if item.get(theirs) is not None
    }
    lines = [item.get(f"postalAddress{part}") for part in ("Line1", "Line2", "TownCity")]
    cells["address"] = ", ".join(str(line) for line in lines if line)
    types = item.get("gacServiceTypes") or []
    cells["types"] = "|".join(str(kind.get("name", "")) for kind in types)
    relations = item.get("relationships") or []
    cells["predecessors"] = ";".join(
        f"{other.get('relatedLocationId')}|{other.get('reason', '')}"
        for other in relations
        if "predecessor" in str(other.get("type", "")).lower()
    )
    return cells
