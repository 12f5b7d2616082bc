"""Around a place: the emergencies that cover it, calls, its telephone; at the moment looked at."""

from datetime import timedelta

import pytest

from junction.core.calls.operations import log_call
from junction.oversight.queries.round_places import incidents_over, surroundings
from junction.oversight.tests.conftest import DAY, GATESHEAD, NEWCASTLE, NOON, NORTH_EAST
from junction.people.queries import system_actor
from junction.registry.models import Contact
from junction.registry.operations.incidents import declare_incident, stand_down_incident
from tests.cast import national, officer_of

BY = system_actor("test")
ON = "on=2020-04-20"


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def emergency(north_east):
    """Declared for the region at noon."""
    return declare_incident(
        name="Cold spell", playbook="winter", area_codes=[NORTH_EAST], why="Frost", by=BY, now=NOON
    )


@pytest.fixture
def call(north_east):
    about = f"return:care-home-daily:{DAY.isoformat()}"
    return log_call(
        verb="returns.call.logged", subject=("place", north_east.birch.pk), about=about, outcome="no-answer",
        said={"spoke_to": "deputy", "note": "Ring the side door"}, by=BY, now=NOON,
    )  # fmt: skip


def test_an_emergency_covers_the_places_of_its_area_while_it_is_in_force(emergency, north_east):
    scope = national().scope
    hour = timedelta(hours=1)
    assert [found.name for found in incidents_over(scope, north_east.ash, at=NOON + hour)] == ["Cold spell"]
    assert incidents_over(scope, north_east.ash, at=NOON - hour) == []
    stand_down_incident(incident_id=emergency.pk, why="Thaw", by=BY, now=NOON + 2 * hour)
    assert incidents_over(scope, north_east.ash, at=NOON + 3 * hour) == []
    assert incidents_over(scope, north_east.ash, at=NOON + hour)


def test_an_emergency_elsewhere_does_not_cover_it(north_east):
    declare_incident(name="Flood", playbook="winter", area_codes=[GATESHEAD], why="Rain", by=BY, now=NOON)
    assert incidents_over(national().scope, north_east.ash, at=NOON + timedelta(hours=1)) == []


def test_calls_are_those_known_then(call, north_east):
    officer = officer_of(NEWCASTLE).scope
    assert len(surroundings(officer, north_east.birch, at=NOON).calls) == 1
    assert surroundings(officer, north_east.birch, at=NOON - timedelta(minutes=1)).calls == []


def test_the_page_shows_whom_to_ring_what_was_said_and_where_to_go_on(sign_in, emergency, call, north_east):
    birch = north_east.birch
    Contact.objects.create(place=birch, kind="phone", value="01632 960 123", source="list", recorded_at=NOON)
    page = text(
        sign_in("council-officer", area=north_east.newcastle).get(f"/picture/places/{birch.pk}/?{ON}")
    )
    assert 'href="tel:01632960123"' in page
    assert f'href="/places/{birch.pk}/?{ON}"' in page
    assert "Cold spell" in page and f'href="/incidents/{emergency.pk}/"' in page
    assert "Spoke to: deputy. Ring the side door" in page
    assert "20 Apr 2020" in page


def test_a_note_for_colleagues_is_not_shown_to_the_place(sign_in, call, north_east):
    manager = sign_in("place-manager", place=north_east.birch)
    page = text(manager.get(f"/picture/places/{north_east.birch.pk}/?{ON}"))
    assert "Spoke to: deputy" in page and "side door" not in page


def test_the_page_of_a_place_takes_a_fixed_number_of_statements(
    sign_in, emergency, call, north_east, django_assert_max_num_queries
):
    client = sign_in("council-officer", area=north_east.newcastle)
    client.get(f"/picture/places/{north_east.birch.pk}/?{ON}")
    with django_assert_max_num_queries(16) as seen:
        client.get(f"/picture/places/{north_east.birch.pk}/?{ON}")
    assert seen
