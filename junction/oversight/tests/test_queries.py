"""Pictures add up, look back exactly, and hold nothing from outside the scope."""

from datetime import timedelta
from math import isnan

import pytest

from junction.oversight import queries
from junction.oversight.tests.conftest import DAY, FORUM, GATESHEAD, NEWCASTLE, NOON, NORTH_EAST, file
from junction.people.queries import system_actor
from junction.registry.queries import area as area_of
from junction.registry.queries import inside
from junction.registry.tests.factories import PlaceFactory
from junction.returns.operations import add_up_days
from tests.cast import national, officer_of

NATIONAL = national().scope
PICTURE = {"question_set": "care-home-daily", "on": DAY, "as_at": None}


def picture(scope=NATIONAL, code=NORTH_EAST, breakdown="council", **changes):
    return queries.area_picture(scope, code, breakdown=breakdown, **(PICTURE | changes))


def test_a_region_is_the_sum_of_its_councils(north_east):
    found = picture()
    by_code = {part.code: part for part in found.parts}
    assert set(by_code) == {NEWCASTLE, GATESHEAD}
    assert found.whole.values["beds"] == by_code[NEWCASTLE].values["beds"] == 80
    assert found.whole.values["occupancy"] == pytest.approx(100 * 56 / 80)
    assert found.whole.values["completeness"] == pytest.approx(100 / 3)
    assert (found.whole.places, found.whole.reporting) == (3, 2)
    assert (found.whole.newest, found.whole.oldest) == (DAY, DAY - timedelta(days=2))


def test_where_nobody_reported_figures_are_unknown_and_not_zero(north_east):
    gateshead = next(part for part in picture().parts if part.code == GATESHEAD)
    assert isnan(gateshead.values["occupancy"])
    assert isnan(gateshead.values["suspected_new"])
    assert gateshead.values["risk_unknown"] == 1
    assert gateshead.newest is None


def test_a_picture_as_it_was_known_earlier_does_not_know_what_came_later(north_east):
    before = picture(as_at=NOON - timedelta(minutes=1))
    assert before.whole.values["beds"] == 40
    file(north_east.ash, at=NOON + timedelta(hours=1), occupied=30, vacancies_admitting=9)
    as_it_was = picture(as_at=NOON + timedelta(minutes=30))
    assert as_it_was.whole.values["occupied" if "occupied" in as_it_was.whole.values else "beds"] == 80
    assert picture().whole.values["occupancy"] == pytest.approx(100 * 50 / 80)
    assert as_it_was.whole.values["occupancy"] == pytest.approx(100 * 56 / 80)


def test_every_breakdown_of_the_nation_has_the_same_whole(north_east):
    wholes = [
        picture(code="E92000001", breakdown=by).whole.values["beds"] for by in ("region", "lrf", "council")
    ]
    assert wholes == [80, 80, 80]
    assert [part.code for part in picture(code="E92000001", breakdown="lrf").parts] == [FORUM]


def test_an_officer_sees_the_own_council_and_no_other(north_east):
    officer = officer_of(NEWCASTLE).scope
    assert queries.visible_area(officer, NEWCASTLE)
    assert queries.visible_area(officer, GATESHEAD) is None
    assert queries.visible_area(officer, NORTH_EAST) is None
    assert [area.code for area in queries.home_areas(officer)] == [NEWCASTLE]


def test_the_trail_leads_from_the_nation_down_as_far_as_one_may_open(north_east):
    newcastle = area_of(NATIONAL, NEWCASTLE)
    assert [area.kind for area in queries.trail(NATIONAL, newcastle, on=DAY)] == ["country", "region", "lrf"]
    forum = officer_of(*inside([FORUM])).scope
    assert [area.kind for area in queries.trail(forum, newcastle, on=DAY)] == ["lrf"]


def test_the_number_of_statements_does_not_grow_with_places(north_east, django_assert_num_queries):
    with django_assert_num_queries(5):
        picture()


def test_a_place_shows_its_newest_return_and_why_it_is_rated_so(north_east):
    found = queries.place_picture(NATIONAL, north_east.birch.pk, on=DAY, as_at=None)
    (told,) = found.told
    assert told.newest.about_on == DAY - timedelta(days=2)
    assert {reason["dimension"] for reason in told.reasons} >= {"age", "outbreak", "ppe"}
    assert told.declared == 1
    assert told.computed > 1
    earlier = queries.place_picture(NATIONAL, north_east.ash.pk, on=DAY, as_at=NOON - timedelta(hours=1))
    assert earlier.told == []


def test_a_place_whose_area_is_not_known_counts_in_the_nation_and_nowhere_else(north_east):
    lost = PlaceFactory(name="Lost", area=None, council=None)
    file(lost)
    nation = picture(code="E92000001", breakdown="region")
    assert nation.whole.values["beds"] == 120
    assert [part.code for part in nation.parts] == [NORTH_EAST, ""]
    assert picture().whole.values["beds"] == 80
    add_up_days(by=system_actor("test"), now=NOON)
    filed = {
        code: queries.trends(NATIONAL, code, layout=nation.layout, on=DAY, as_at=None).filed[-1]
        for code in ("E92000001", NORTH_EAST)
    }
    assert filed == {"E92000001": 2, NORTH_EAST: 1}
