"""The page of a place that looks back: what was recorded by then, open to who sees it now or saw it then."""

from datetime import date, timedelta

import pytest

from junction.registry import operations, queries
from junction.registry.models import Place
from tests.cast import auditor, manager_of, national, officer_of, other_officer

from .factories import KNOWN_AT, AreaFactory, OrganisationFactory, PlaceFactory
from .test_past import BY, HOUR, correct

pytestmark = pytest.mark.django_db
AT = "?as_at=2020-04-20T11:00"  # local; the fixture `now` is at ten


@pytest.fixture
def home(now):
    """Ash House: renamed at ten, closed an hour and a half later."""
    made = PlaceFactory(
        name="Ash House", beds=30, registration__organisation=OrganisationFactory(name="Old Care")
    )
    correct(made, now, name="Ash Lodge", beds=32)
    operations.close_place(
        place_id=made.pk, closed_on=date(2020, 4, 20), why="Shut", by=BY, now=now + 1.5 * HOUR
    )
    return made


def then(place, as_at, scope=None):
    scope = scope or national().scope
    return queries.place_then(scope, queries.place(scope, place.pk, as_at=as_at), as_at=as_at)


def test_what_came_later_is_not_there(home, now):
    seen = then(home, now - HOUR)
    assert (seen.place.name, seen.place.beds, seen.closings, seen.changes) == ("Ash House", 30, [], [])
    (one,) = seen.history
    assert (one.registration.registered_until, one.registration.organisation.name) == (None, "Old Care")
    seen = then(home, now + HOUR)
    assert (seen.place.name, seen.place.closed_on, len(seen.changes)) == ("Ash Lodge", None, 1)
    seen = then(home, now + 2 * HOUR)
    assert (seen.place.closed_on, seen.closings[0].why) == (date(2020, 4, 20), "Shut")
    assert seen.history[0].registration.registered_until == date(2020, 4, 20)


def test_a_closing_that_was_taken_back_later_stood_then(home, now):
    operations.reopen_place(place_id=home.pk, opened_on=None, why="Error", by=BY, now=now + 3 * HOUR)
    seen = then(home, now + 2 * HOUR)
    assert (seen.closings[0].was_a_mistake, len(seen.history)) == (False, 1)
    assert seen.history[0].registration.registered_until == date(2020, 4, 20)
    seen = then(home, now + 3 * HOUR)
    assert (seen.closings[0].was_a_mistake, len(seen.history)) == (True, 1)
    assert seen.history[0].registration.registered_until is None


def test_numbers_and_merges_are_those_of_then(now):
    kept, gone = PlaceFactory(name="Ash"), PlaceFactory(name="Beech")
    merge = operations.merge_places(kept_id=kept.pk, gone_id=gone.pk, why="One", by=BY, now=now)
    operations.undo_merge(merge_id=merge.pk, why="Two", by=BY, now=now + 2 * HOUR)
    correct(gone, now + 3 * HOUR, name="Birch")
    before, between, after = (then(kept, now + hours * HOUR) for hours in (-1, 1, 2))
    assert [len(seen.identifiers) for seen in (before, between, after)] == [1, 2, 1]
    assert [len(seen.history) for seen in (before, between, after)] == [1, 2, 1]
    assert [[bool(one.undone_at) for one in seen.merges] for seen in (before, between, after)] == [
        [],
        [False],
        [True],
    ]
    assert between.merges[0].gone.name == "Beech"
    assert not then(kept, now + HOUR, officer_of(kept.area).scope).merges


def test_the_log_shows_lines_of_then_to_who_may_see_them(home, now):
    assert [one.verb for one in then(home, now + HOUR, auditor().scope).lines] == ["registry.place.corrected"]
    assert not then(home, now + HOUR, manager_of(home).scope).lines


def test_the_page_shows_the_place_of_then_and_offers_no_change(home, sign_in):
    client = sign_in("council-officer", area=home.area)
    page = client.get(f"/places/{home.pk}/{AT}").content.decode()
    for said in (
        "Ash Lodge",
        "as it was known at 11am",
        "Go back to now",
        "shown as it is today only",
        "In force",
    ):
        assert said in page
    for said in ("Correct details", "Add a contact", "Closed from", "Withdraw"):
        assert said not in page
    assert "Closed from Monday 20 April 2020: Shut" in client.get(f"/places/{home.pk}/").content.decode()
    assert client.get(f"/places/{home.pk}/?as_at=never").status_code == 400


def test_a_place_that_moved_away_opens_then_and_not_now(home, sign_in, now):
    there = AreaFactory()
    Place.objects.filter(pk=home.pk).update(area=there, council=there, amending_at=now + 1.2 * HOUR)
    before, after = (sign_in("council-officer", area=area) for area in (home.area, there))
    assert before.get(f"/places/{home.pk}/").status_code == 404
    assert "Ash Lodge" in before.get(f"/places/{home.pk}/{AT}").content.decode()
    assert after.get(f"/places/{home.pk}/").status_code == 200
    assert "Ash Lodge" in after.get(f"/places/{home.pk}/{AT}").content.decode()
    with pytest.raises(Place.DoesNotExist):
        then(home, now, other_officer().scope)


def test_by_the_number_of_a_merged_place_the_one_answers_that_stood_then(now, sign_in):
    kept, gone = PlaceFactory(), PlaceFactory()
    operations.merge_places(kept_id=kept.pk, gone_id=gone.pk, why="One", by=BY, now=now)
    client = sign_in("national")
    assert client.get(f"/places/{gone.pk}/{AT}").url == f"/places/{kept.pk}/{AT}"
    earlier = (KNOWN_AT + timedelta(days=1)).strftime("?as_at=%Y-%m-%dT%H:%M")
    assert client.get(f"/places/{gone.pk}/{earlier}").status_code == 200
