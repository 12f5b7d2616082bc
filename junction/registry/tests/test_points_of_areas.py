"""Where the facts say a county lies is among its districts: a map would show at once when it is not."""

import csv
from pathlib import Path

import pytest

FACTS = Path(__file__).parents[1] / "facts" / "councils.csv"
ROWS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))
COUNTIES = [row for row in ROWS if row["kind"] == "county"]


@pytest.mark.parametrize("county", COUNTIES, ids=lambda row: row["name"])
def test_a_county_lies_among_its_districts(county):
    districts = [row for row in ROWS if row["upper"] == county["code"]]
    for axis in ("longitude", "latitude"):
        among = sorted(float(row[axis]) for row in districts)
        assert among[0] <= float(county[axis]) <= among[-1]
