"""Pages of the roof: what they show to whom, at which moment, and as a file."""

import csv
import io

import pytest

from junction.oversight.tests.conftest import NEWCASTLE, NORTH_EAST

ON = "on=2020-04-20"


@pytest.fixture
def region(sign_in, north_east):
    return sign_in("region", area_id=NORTH_EAST)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_one_is_led_to_the_picture_of_the_own_area(region):
    assert region.get("/areas/").headers["Location"] == f"/areas/{NORTH_EAST}/"


def test_the_picture_shows_figures_with_their_age_and_what_they_rest_on(region):
    page = text(region.get(f"/areas/{NORTH_EAST}/?{ON}&by=council"))
    assert "From 2 of 3 places" in page
    assert "Today to 2 days old" in page
    assert "Newcastle upon Tyne" in page
    assert "You are looking at the picture for Monday 20 April 2020" in page


def test_as_csv_unknown_is_empty_and_never_zero(region):
    response = region.get(f"/areas/{NORTH_EAST}/?{ON}&by=council&format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    by_name = {row["Councils"]: row for row in rows}
    assert by_name["Gateshead"]["Occupancy"] == ""
    assert by_name["Newcastle upon Tyne"]["Occupancy"] == "70.0"


def test_a_council_is_broken_down_to_its_places_which_lead_on(region, north_east):
    page = text(region.get(f"/areas/{NEWCASTLE}/?{ON}"))
    assert f"/picture/places/{north_east.ash.pk}/?on=2020-04-20" in page
    assert "Cedar" not in page
    place = text(region.get(f"/picture/places/{north_east.birch.pk}/?{ON}"))
    assert "2 newly suspected or confirmed" in place


def test_a_place_that_never_reported_says_that_nothing_is_known(region, north_east):
    page = text(region.get(f"/picture/places/{north_east.cedar.pk}/?{ON}"))
    assert "its risk is unknown" in page


@pytest.mark.parametrize("query", ["as_at=yesterday", "on=31-31-2020", "as_at=2999-01-01T00:00"])
def test_a_moment_that_is_none_is_refused_in_words(region, query):
    response = region.get(f"/areas/{NORTH_EAST}/?{query}")
    assert response.status_code == 400


def test_another_region_does_not_exist(region):
    assert region.get("/areas/E12000002/").status_code == 404
    assert region.get("/areas/E12999999/").status_code == 404


def test_a_manager_sees_the_own_place_and_not_the_next(sign_in, north_east):
    manager = sign_in("place-manager", place=north_east.ash)
    assert manager.get(f"/picture/places/{north_east.ash.pk}/?{ON}").status_code == 200
    assert manager.get(f"/picture/places/{north_east.birch.pk}/").status_code == 404
    assert manager.get(f"/areas/{NEWCASTLE}/").status_code == 403


def test_the_page_takes_the_same_statements_however_many_places(region, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        region.get(f"/areas/{NORTH_EAST}/?{ON}&by=council")


def test_a_figure_is_defined_on_its_page(region):
    page = text(region.get(f"/indicators/staff_absence/?{ON}"))
    assert "indicators@2020-03-01" in page
    assert "Red from 20" in page.replace("</svg>", "").replace("</strong>", "")
    assert region.get("/indicators/no-such-figure/").status_code == 404


def test_pictures_lead_to_how_long_equipment_lasts(region, north_east):
    page = text(region.get(f"/areas/{NORTH_EAST}/?{ON}"))
    assert f'href="/supply/cover/?area={NORTH_EAST}&amp;on=2020-04-20"' in page
    assert region.get(f"/supply/cover/?area={NORTH_EAST}&on=2020-04-20").status_code == 200
    place = text(region.get(f"/picture/places/{north_east.birch.pk}/?{ON}"))
    assert f"/supply/cover/{north_east.birch.pk}/?on=2020-04-20" in place
