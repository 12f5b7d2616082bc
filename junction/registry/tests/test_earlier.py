"""The changes of a place as its page tells them: what, when, and by which list or for which reason."""

from datetime import date, timedelta

import pytest

from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.models import Place, Registration
from junction.registry.rules.earlier import Difference, differences
from junction.registry.views.earlier import in_words
from tests.cast import holder, manager_of, officer_of, other_officer

from .factories import AreaFactory, OrganisationFactory, PlaceFactory
from .test_past import HOUR, listed

pytestmark = pytest.mark.django_db
BY = holder("system", Reach(national=True), key="user:7")
AUDITOR = holder("auditor", Reach(national=True)).scope


def told(place, scope=BY.scope):
    return [
        (one.at, [in_words(each) for each in one.differences], one.why)
        for one in queries.changes(scope, place)
    ]


def correct(place, now, **details):
    operations.correct_place(place_id=place.pk, details=details, why="Rang them", by=BY, now=now)


def test_a_correction_is_told_with_its_reason_and_the_newest_first(now):
    place = PlaceFactory(name="Ash House", beds=None)
    correct(place, now, name="Ash Lodge", beds=12)
    correct(place, now + HOUR, service_type="nursing-home", beds=14)
    assert told(place) == [
        (
            now + HOUR,
            [
                "Service changed from Care home without nursing"
                " to Care home with nursing; Care home without nursing",
                "Beds changed from 12 to 14",
            ],
            "Rang them",
        ),
        (
            now,
            ["Name changed from “Ash House” to “Ash Lodge”", "Beds changed from not known to 12"],
            "Rang them",
        ),
    ]


def test_who_it_was_is_shown_to_whoever_sees_the_log_there(now):
    place = PlaceFactory()
    correct(place, now, name="Ash Lodge")
    assert [one.by for one in queries.changes(AUDITOR, place)] == ["user:7"]
    assert [one.by for one in queries.changes(officer_of(place.area).scope, place)] == ["user:7"]
    assert [one.by for one in queries.changes(manager_of(place).scope, place)] == [""]
    assert queries.changes(other_officer().scope, place) == []


def test_changes_of_one_moment_are_told_as_one_and_what_came_to_nothing_not_at_all(now):
    place = PlaceFactory(name="One")
    for name in ("Two", "Three"):
        correct(place, now, name=name)
    for name in ("Four", "Three"):
        correct(place, now + HOUR, name=name)
    assert told(place) == [(now, ["Name changed from “One” to “Three”"], "Rang them")]


@pytest.mark.usefixtures("areas")
def test_a_list_is_named_with_its_day(now):
    listed(now, date(2020, 4, 1), name="Ash House", area_name="Trafford", provider="Old Care")
    listed(now + HOUR, date(2020, 4, 2), name="Ash Lodge", area_name="Stockport", provider="New Care")
    place = Place.objects.get()
    (change,) = queries.changes(BY.scope, place)
    assert (change.listing.listed_on, change.listing.file_name) == (date(2020, 4, 2), "list.csv")
    assert [in_words(one) for one in change.differences] == [
        "Name changed from “Ash House” to “Ash Lodge”",
        "Council changed from “Trafford” to “Stockport”",
        "Provider changed from “Old Care” to “New Care”",
    ]


@pytest.mark.usefixtures("areas")
def test_a_list_that_ends_a_place_says_so_and_a_closing_by_a_person_is_told_elsewhere(now):
    listed(now, date(2020, 4, 1), name="Ash House", area_name="Trafford")
    place = Place.objects.get()
    operations.close_place(place_id=place.pk, closed_on=date(2020, 4, 3), why="Shut", by=BY, now=now)
    operations.reopen_place(place_id=place.pk, opened_on=None, why="No", by=BY, now=now + HOUR)
    other = {"location_id": "1-100000888", "name": "Beech", "postcode": "SK1 3XE", "area_name": "Trafford"}
    listed(now + 2 * HOUR, date(2020, 4, 5), complete_for="E08000009", **other)
    (change,) = queries.changes(BY.scope, place)
    assert [in_words(one) for one in change.differences] == ["Closed from Sunday 5 April 2020"]
    assert change.listing.listed_on == date(2020, 4, 5)


@pytest.mark.usefixtures("areas")
def test_a_registration_under_another_name_than_the_place_is_told_by_itself(now):
    listed(now, date(2020, 4, 1), name="Ash House", area_name="Trafford")
    place = Place.objects.get()
    correct(place, now + HOUR, name="Ash Hall")
    listed(now + 2 * HOUR, date(2020, 4, 2), name="Ash Lodge", area_name="Trafford")
    change = queries.changes(BY.scope, place)[0]
    assert [in_words(one) for one in change.differences] == [
        "Registered name changed from “Ash House” to “Ash Lodge”"
    ]


def test_a_place_of_many_changes_costs_as_many_statements(now, django_assert_num_queries):
    place = PlaceFactory(registration__organisation=OrganisationFactory())
    with django_assert_num_queries(2):
        assert queries.changes(AUDITOR, place) == []
    Place.objects.filter(pk=place.pk).update(area=AreaFactory(), amending_at=now)
    Registration.objects.update(organisation=OrganisationFactory(), amending_at=now + timedelta(days=1))
    for hours in range(9):
        correct(place, now + hours * HOUR, name=f"Name {hours}")
    with django_assert_num_queries(5):
        assert len(queries.changes(AUDITOR, place)) == 10


def test_a_district_that_is_its_own_council_is_told_once():
    before, after = {"district": "A", "council": "A"}, {"district": "B", "council": "B"}
    assert differences(before, after) == [Difference("council", "A", "B")]
    county = {"district": "B", "council": "A"}
    assert differences(before, county) == [Difference("district", "A", "B")]
    assert differences(after, after) == []


def test_the_page_tells_its_changes(sign_in, now):
    place = PlaceFactory(name="Ash House")
    correct(place, now, name="<Ash> Lodge")
    said = sign_in("place-manager", place=place).get(f"/places/{place.pk}/").content.decode()
    assert "Name changed from “Ash House” to “&lt;Ash&gt; Lodge”" in said
    assert "Rang them" in said
    assert "user:7" not in said
