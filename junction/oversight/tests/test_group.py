"""A head office sees the same picture over its own places, wherever they lie, and of no others."""

import csv
import io

import pytest

from junction.oversight import queries
from junction.oversight.tests.conftest import DAY, GATESHEAD, NEWCASTLE, NOON, file
from junction.registry.models import Organisation, Registration
from tests.cast import head_office_of, holder, officer_of

ON = "on=2020-04-20"
ASKED = {"question_set": "care-home-daily", "on": DAY, "as_at": None}


@pytest.fixture
def group(north_east) -> Organisation:
    """A provider that runs Ash in Newcastle and Cedar in Gateshead; Birch is somebody else's."""
    made = Organisation.objects.create(
        kind="provider", name="Group Care", name_key="group care", created_at=NOON
    )
    for number, place in enumerate([north_east.ash, north_east.cedar]):
        Registration.objects.create(
            place=place, organisation=made, identifier_kind="cqc-location", identifier=f"1-90000000{number}",
            name=place.name, name_key=place.name_key, recorded_at=NOON.replace(month=1),
        )  # fmt: skip
    return made


@pytest.fixture
def head_office(sign_in, group):
    return sign_in("head-office", organisation=group)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_picture_adds_up_the_places_of_the_group_alone(group):
    found = queries.group_picture(head_office_of(group).scope, breakdown="council", **ASKED)
    assert (found.whole.places, found.whole.reporting) == (2, 1)
    assert found.whole.values["beds"] == 40
    assert {part.code: part.places for part in found.parts} == {NEWCASTLE: 1, GATESHEAD: 1}
    assert not found.may_open


def test_what_else_somebody_oversees_is_no_part_of_the_group(group):
    grants = (*head_office_of(group).scope.grants, *officer_of(NEWCASTLE).scope.grants)
    both = type(head_office_of(group).scope)(grants)
    assert queries.group_picture(both, breakdown="place", **ASKED).whole.places == 2
    assert not queries.oversees_group(officer_of(NEWCASTLE).scope)
    assert not queries.oversees_group(holder("auditor", officer_of(NEWCASTLE).scope.grants[0].reach).scope)


def test_the_menu_leads_a_head_office_to_its_group(head_office):
    assert head_office.get("/areas/?on=2020-04-20").headers["Location"] == f"/picture/?{ON}"


def test_the_page_lists_the_places_and_no_others(head_office, north_east):
    page = text(head_office.get(f"/picture/?{ON}"))
    assert "Your group" in page and "From 1 of 2 places" in page
    assert f"/picture/places/{north_east.ash.pk}/?{ON}" in page
    assert "Cedar" in page and "Birch" not in page
    by_council = text(head_office.get(f"/picture/?{ON}&by=council"))
    assert "Gateshead" in by_council and f"/areas/{GATESHEAD}/" not in by_council


def test_as_csv_and_as_it_was_known(head_office, north_east):
    def rows(query: str) -> dict[str, str]:
        response = head_office.get(f"/picture/?{ON}&format=csv&places-format=csv{query}")
        said = b"".join(response.streaming_content).decode("utf-8-sig")
        return {row["Place"]: row["Occupied"] for row in csv.DictReader(io.StringIO(said))}

    file(north_east.ash, at=NOON.replace(hour=13), occupied=30, vacancies_admitting=9)
    assert rows("") == {"Ash": "30", "Cedar": ""}
    assert rows("&as_at=2020-04-20T12:30") == {"Ash": "36", "Cedar": ""}


def test_the_group_does_not_exist_for_who_oversees_areas(sign_in, north_east):
    assert sign_in("council-officer", area=north_east.newcastle).get("/picture/").status_code == 404
    assert sign_in("place-manager", place=north_east.ash).get("/picture/").status_code == 403


def test_the_page_takes_the_same_statements_however_many_places(head_office, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        head_office.get(f"/picture/?{ON}")
