"""Programmes that end or shrink, pages by how many statements they take, and far days asked of the map."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from junction.support.operations import programme_refusals as refusals
from junction.support.operations.programmes import ProgrammeSaid, change_programme
from junction.support.queries.programme_map import links_missing, programme_map
from tests.cast import national

from .programmes import LONDON, NOW, TODAY, TRAFFORD, launch, linked, programme, provide
from .test_pressure import call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]


def anew(**more):
    values = {"name": "Food parcels", "purpose": "Food", "department": "Food department",
              "begins_on": date(2020, 3, 23)}  # fmt: skip
    return ProgrammeSaid(**(values | more))


def words(day, as_at=None):
    now = NOW + timedelta(hours=2)
    read = programme_map(national().scope, "region", day=day, as_at=as_at, now=now)
    return {(one.category, one.area): one.word for one in read.cells}.get(("food", LONDON))


def test_what_a_programme_offers_ends_with_the_programme():
    food, talk = programme(), programme("Befriending")
    provide(food), provide(talk, "talk", "food", ends_on=date(2020, 5, 1))
    may = date(2020, 5, 1)
    assert (words(TODAY), words(may)) == ("overlap", "covered")
    change_programme(food, anew(ends_on=may), why="Shops deliver", by=national(),
                     now=NOW + timedelta(hours=1))  # fmt: skip
    assert (words(TODAY), words(may), words(may, as_at=NOW)) == ("overlap", "gap", "covered")
    assert links_missing(national().scope, day=may, now=NOW + timedelta(hours=2)) == []


def test_a_programme_does_not_shrink_below_what_it_provides_and_launches():
    food = programme()
    provide(food)
    with pytest.raises(refusals.WiderThanThat):
        change_programme(food, anew(area=TRAFFORD), why="Smaller", by=national(), now=NOW)
    here = programme("Here")
    provide(here, area=TRAFFORD), launch(here, area=LONDON)
    with pytest.raises(refusals.WiderThanThat):
        change_programme(here, anew(area=TRAFFORD), why="Smaller", by=national(), now=NOW)
    fits = programme("Fits")
    provide(fits, area=TRAFFORD), launch(fits, area=TRAFFORD)
    assert (
        change_programme(fits, anew(area=TRAFFORD), why="Smaller", by=national(), now=NOW).area_id == TRAFFORD
    )


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/support/programmes/{food}/", 18),
        ("/support/programmes/map/", 20),
        ("/support/programmes/links/", 16),
        ("/support/front-line/", 12),
    ],
)
def test_pages_take_as_many_statements_for_many_rows(
    sign_in, monkeypatch, django_assert_max_num_queries, address, most
):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=3))
    food = programme()
    centre = sign_in("national")
    centre.get(address.format(food=food))
    for size in (1, 5):
        for number in range(size):
            other = programme(f"P{size}-{number}")
            provide(food, "talk", "fuel"), provide(other, "talk", area=TRAFFORD)
            linked(food, other), launch(food, f"L{size}-{number}"), call()
        with django_assert_max_num_queries(most):
            assert centre.get(address.format(food=food)).status_code == 200


@pytest.mark.parametrize(
    ("day", "word"),
    [(date.min, None), (date(1900, 1, 1), None), (date(2019, 1, 1), "gap"), (date.max, "covered")],
)
def test_days_far_off_are_looked_at_too(day, word):
    """Before the areas were there, the map is empty."""
    provide(programme())
    assert words(day) == word


def test_where_nothing_exists_yet_each_form_says_so_and_shows_the_way(sign_in):
    centre = sign_in("national")
    for address in ("/support/launches/add/", "/support/programmes/links/add/"):
        page = centre.get(address).content.decode()
        assert "Write down a programme" in page and "/support/programmes/add/" in page
        assert '<form method="post" novalidate' not in page
    programme()
    page = centre.get("/support/launches/add/").content.decode()
    assert page.count("No other launch is stated yet") == 2 and "No launch opens one yet" in page
    assert "Write down both" in centre.get("/support/programmes/links/add/").content.decode()
