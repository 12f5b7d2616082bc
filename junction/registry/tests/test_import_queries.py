"""An import and the list of places ask the database as often for two rows as for two hundred."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from junction.core.scope import Reach
from junction.registry.files.place_lists import read_place_list
from junction.registry.models import Area, Place, Registration
from junction.registry.operations import import_places
from tests.cast import holder

from .factories import PlaceFactory

pytestmark = pytest.mark.usefixtures("areas")
BY = holder("system", Reach(national=True))
MOST = (14, 23, 24, 27)  # for a list known already, one of a later day, one that changes all, a new one
MOST_OF_THE_LIST = 12
HEAD = "name,types,address,postcode,area_name,provider,provider_id,location_id,beds,phone\n"


def listing(count: int, *, beds: int = 20, first: int = 0):
    rows = (
        f"Home {n},Residential homes,{n} High Road,M33 {n % 9}{chr(65 + n % 26)}A,Trafford,Provider {n % 7},"
        f"1-20000000{n % 7},1-{100_000_000 + n},{beds},0161 928 {2000 + n}\n"
        for n in range(first, first + count)
    )
    return read_place_list((HEAD + "".join(rows)).encode(), filename="list.csv")


def statements(rows, now, day) -> int:
    with CaptureQueriesContext(connection) as asked:
        import_places(rows, listed_on=day, dry_run=False, by=BY, now=now)
    return len(asked)


def test_new_known_and_changed_rows_cost_no_statement_each(now):
    days = [now.date() + timedelta(days=n) for n in range(3)]
    few, many = listing(2), listing(200)
    for rows in (few, many):  # the first of each makes its places
        statements(rows, now, days[0])
    assert (Place.objects.count(), Registration.objects.count()) == (200, 200)
    known = [statements(rows, now, days[0]) for rows in (few, many)]
    later = [statements(rows, now, days[1]) for rows in (few, many)]
    changed = [statements(listing(count, beds=30), now, days[2]) for count in (2, 200)]
    new = [statements(listing(count, first=first), now, days[2]) for count, first in ((2, 1000), (200, 2000))]
    assert [few for few, _ in (known, later, changed, new)] == [
        many for _, many in (known, later, changed, new)
    ]
    assert (known[0], later[0], changed[0], new[0]) <= MOST


def test_the_list_of_places_costs_the_same_for_two_and_for_a_page_of_fifty(sign_in, now):
    trafford = Area.objects.get(code="E08000009")
    officer = sign_in("council-officer", area=trafford)
    asked = []
    for more in (2, 60):
        for _ in range(more):
            PlaceFactory(area=trafford)
        with CaptureQueriesContext(connection) as captured:
            assert officer.get("/places/").status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1] <= MOST_OF_THE_LIST
