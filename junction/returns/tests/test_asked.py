"""Who is asked a question set is one answer: picture, completeness page and chase list count alike."""

import pytest

from junction.returns.operations import file_return
from junction.returns.queries import area_sums
from junction.returns.queries.chase import CHASE
from junction.returns.queries.completeness import Completeness, completeness
from junction.returns.queries.owed import Wanted, owed
from junction.returns.rules.questions import question_set_on

from .conftest import DAY, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(council, now):
    """An agency that also runs a nursing home."""
    made = make_place(council, "Cedar Care", now, service_type="home-care")
    made.service_types = ["home-care", "nursing-home"]
    made.amending_at = now
    made.save()
    return made


@pytest.mark.parametrize(("name", "asked"), [("care-home-daily", 3), ("home-care-daily", 1)])
@pytest.mark.parametrize("looking_back", [False, True])
def test_the_picture_counts_the_places_that_completeness_and_the_chase_list_count(
    name, asked, looking_back, place, second_place, both, filing, officer, now
):
    file_return(filing(of=place), by=officer, now=now)
    as_at = now if looking_back else None
    question_set = question_set_on(name, DAY)
    picture = area_sums(
        officer.scope, question_set=name, on=DAY, by="all", codes=["completeness"], as_at=as_at
    )
    rows = completeness(officer.scope, question_set=question_set, about_on=DAY, as_at=as_at, now=now)
    page = Completeness.total(rows)
    chased = owed(officer.scope, question_set=question_set, about_on=DAY, permission=CHASE, wanted=Wanted())
    assert picture.counts["places"].tolist() == [page.asked] == [chased.total] == [asked]
    assert picture.values["completeness"].item() == pytest.approx(100 * page.filed / page.asked)


def test_a_place_that_closed_since_is_still_there_when_looking_back(place, second_place, officer, now):
    registration = second_place.registrations.get()
    registration.registered_until, registration.ended_recorded_at = DAY, now.replace(hour=20)
    registration.save()
    second_place.closed_on, second_place.amending_at = DAY, now.replace(hour=20)
    second_place.save()

    def counted(as_at):
        found = area_sums(officer.scope, question_set="care-home-daily", on=DAY, by="all", as_at=as_at)
        return found.counts["places"].tolist()

    assert (counted(None), counted(now)) == ([1], [2])
