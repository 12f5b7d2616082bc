"""Facts the simulation is calibrated by, and its places written as a list to import."""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from .rules.places import SimulatedPlace
from .rules.sizes import Calibration
from .rules.written import dated

FACTS = Path(__file__).parent / "facts"
HEADER = ("name", "types", "address", "postcode", "area_name", "provider", "location_id", "beds", "phone",
          "longitude", "latitude")  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def calibrations() -> Mapping[str, Calibration]:
    """What is published of the care homes of each region, by the region's code."""
    return {
        row["region"]: Calibration(
            region=row["region"],
            homes=int(row["homes"]),
            nursing_homes=int(row["nursing_homes"]),
            beds_mean=float(row["beds_mean"]),
            beds_median=float(row["beds_median"]),
            beds_sd=float(row["beds_sd"]),
        )
        for row in _rows("care_homes_by_region.csv")
    }


@cache
def residents_by_council(region: str) -> Mapping[str, int]:
    """People living in each lower-tier council of a region, by code."""
    return {
        row["area"]: int(row["residents"])
        for row in _rows("residents_by_council.csv")
        if row["region"] == region
    }


@cache
def words() -> Mapping[str, Any]:
    """What made-up names, streets and postcodes are made of."""
    return tomllib.loads((FACTS / "names.toml").read_text(encoding="utf-8"))


def write_place_list(places: Sequence[SimulatedPlace], *, council_names: Mapping[str, str]) -> bytes:
    """Write simulated places as the list of places that anybody could import, in the template's columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for place in places:
        writer.writerow(
            [
                place.name,
                place.service_type,
                place.address,
                place.postcode,
                council_names[place.council],
                place.provider,
                place.identifier,
                place.beds or "",
                place.telephone,
                place.longitude,
                place.latitude,
            ]
        )
    return text.getvalue().encode()


@cache
def told(name: str) -> Mapping[str, Any]:
    """What the exercise says of its documents, its answers or its decisions, by the name of the list."""
    return tomllib.loads((FACTS / "record" / f"{name}.toml").read_text(encoding="utf-8"))


def written(name: str, *, last_day: date) -> bytes:
    """A document as it was received, with the days it bears where the world ends on `last_day`."""
    return dated((FACTS / "record" / name).read_text(encoding="utf-8"), last_day=last_day).encode()
