"""What a line of a register of postcodes says (ONSPD, NSPL or a table of such columns), and what is wrong.

The columns are found by their names in any order, those of the office's own files and plain ones. Lines are
read one at a time: a register has 2.7 million. Where the office knows no place it writes 99.999999 and 0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from junction.core.imports import Finding, Severity

POSTCODES = ("pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode")
AREAS = ("laua", "oslaua", "area_code")
LATITUDES, LONGITUDES = ("lat", "latitude"), ("long", "lon", "longitude")
DATED_AREA = re.compile(r"lad\d\dcd")  # as "lad23cd": newer issues put the year in
WRITTEN = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
AREA_CODE = re.compile(r"[A-Z][0-9]{8}")
NO_LATITUDE = 99.0  # from here on north of every place: the office's sign for "not known"
SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.5


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the four columns stand in a line."""

    postcode: int
    area: int
    latitude: int
    longitude: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One line that can be taken."""

    row: int
    postcode: str
    area: str
    longitude: float | None
    latitude: float | None


class NotARegister(ValueError):
    """The first line names no column of this kind."""


def columns(header: Sequence[str]) -> Columns:
    """Return where the columns stand. Raise `NotARegister` with the kind that is missing."""
    names = [name.strip().lower() for name in header]
    dated = next((name for name in names if DATED_AREA.fullmatch(name)), "")
    wanted = (POSTCODES, (*AREAS, dated), LATITUDES, LONGITUDES)
    return Columns(*(_place(names, kinds) for kinds in wanted))


def _place(names: Sequence[str], kinds: Sequence[str]) -> int:
    for kind in kinds:
        if kind and kind in names:
            return names.index(kind)
    raise NotARegister(" or ".join(kind for kind in kinds if kind))


def read_line(row: int, cells: Sequence[str], at: Columns) -> tuple[Listed | None, Finding | None]:
    """Return what a line says, where it can be taken, and what is wrong with it."""
    try:
        written, area = cells[at.postcode], cells[at.area].strip()
        latitude, longitude = cells[at.latitude].strip(), cells[at.longitude].strip()
    except IndexError:
        return None, _error(
            row, "", "", "too-few-cells", "This line has fewer cells than the first. Mend it."
        )
    found = WRITTEN.fullmatch(written.replace(" ", "").upper())
    if found is None:
        return None, _error(row, "postcode", written, "no-postcode", "This is no postcode. Mend the line.")
    if not AREA_CODE.fullmatch(area):
        return None, _error(row, "area", area, "no-area-code", "This is no code of an area, as E08000009.")
    point, odd = _point(row, latitude, longitude)
    return Listed(row, f"{found[1]} {found[2]}", area, *point), odd


def _point(
    row: int, latitude: str, longitude: str
) -> tuple[tuple[float | None, float | None], Finding | None]:
    if not latitude and not longitude:
        return (None, None), None
    try:
        y, x = float(latitude), float(longitude)
    except ValueError:
        message = "This is no latitude and longitude. The postcode was taken without its place."
        return (None, None), _odd(row, f"{latitude}, {longitude}", "no-point", message)
    if y >= NO_LATITUDE:
        return (None, None), None
    if not (SOUTH <= y <= NORTH and WEST <= x <= EAST):
        message = "This lies outside the United Kingdom. The postcode was taken without its place."
        return (None, None), _odd(row, f"{latitude}, {longitude}", "point-outside", message)
    return (x, y), None


def _error(row: int, column: str, value: str, check: str, message: str) -> Finding:
    return Finding(row, column, value[:200], check, Severity.ERROR, message)


def _odd(row: int, value: str, check: str, message: str) -> Finding:
    return Finding(row, "latitude", value[:200], check, Severity.WARNING, message)
