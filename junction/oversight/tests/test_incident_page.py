"""The page of an incident: what it asks of whom, how many have answered, and what each of the cast sees.

A flood in Newcastle and Gateshead from the 20th, stood down on the 23rd. Ash (a home) and Abbey (extra care)
lie in Newcastle, Cedar (a home) in Gateshead; Ash answers on the 20th.
"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from junction.oversight.queries import incident_page
from junction.registry import operations as registry
from junction.registry.models import Area, Incident
from junction.registry.tests.factories import PlaceFactory
from junction.returns.operations import file_return
from junction.returns.rules.judging import Filing
from junction.returns.tests.test_asked_by_incidents import STANDS
from tests.cast import manager_of, national, officer_of, other_officer

from .conftest import FORUM, GATESHEAD, NEWCASTLE, NORTH_EAST

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
SITE, HOMES, AGENCIES = "site-status", "care-home-daily", "home-care-daily"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NINE + timedelta(hours=3))


@pytest.fixture
def flood(areas):
    newcastle, gateshead = Area.objects.get(code=NEWCASTLE), Area.objects.get(code=GATESHEAD)
    ash = PlaceFactory(name="Ash", area=newcastle, council=newcastle)
    abbey = PlaceFactory(name="Abbey", area=newcastle, council=newcastle, service_type="extra-care")
    cedar = PlaceFactory(name="Cedar", area=gateshead, council=gateshead)
    one = registry.declare_incident(
        name="Floods",
        playbook="flood",
        area_codes=[NEWCASTLE, GATESHEAD],
        why="Rain",
        by=national(),
        now=NINE,
    )
    filing = Filing(ash.pk, SITE, DAY, STANDS, "web")
    file_return(filing, by=manager_of(ash), now=NINE + timedelta(hours=2))
    return SimpleNamespace(one=one, ash=ash, abbey=abbey, cedar=cedar, newcastle=newcastle)


def counted(actor, flood, *, hours=3, **more):
    """What is asked: the set, how many places of it within reach, and how many of them have answered."""
    page = incident_page(actor.scope, flood.one.pk, now=NINE + timedelta(hours=hours), **more)
    return {
        each.question_set.name: (each.complete.asked, each.complete.filed) if each.complete else None
        for each in page.asked
    }


def test_how_many_places_it_asks_and_how_many_have_answered(flood):
    assert counted(national(), flood) == {SITE: (3, 1), HOMES: (2, 0), AGENCIES: (1, 0)}
    assert counted(officer_of(GATESHEAD), flood) == {SITE: (1, 0), HOMES: (1, 0), AGENCIES: (0, 0)}
    assert counted(manager_of(flood.ash), flood) == {SITE: (1, 1), HOMES: (1, 0), AGENCIES: (0, 0)}
    with pytest.raises(Incident.DoesNotExist):
        counted(other_officer(), flood)


def test_the_same_as_it_was_known_and_on_other_days(flood):
    before = NINE + timedelta(hours=1)
    assert counted(national(), flood, as_at=before)[SITE] == (3, 0)
    assert counted(national(), flood, hours=27)[SITE] == (3, 0)
    assert counted(national(), flood, hours=27, on=DAY)[SITE] == (3, 1)
    assert counted(national(), flood, on=DAY - timedelta(days=1))[SITE] is None


def test_what_is_over_asks_nobody_and_its_days_stay_counted(flood):
    over = NINE + timedelta(days=3)
    registry.stand_down_incident(incident_id=flood.one.pk, why="Dry", by=national(), now=over)
    assert counted(national(), flood, hours=73) == {SITE: None, HOMES: None, AGENCIES: None}
    assert counted(national(), flood, hours=73, on=DAY)[SITE] == (3, 1)
    assert counted(national(), flood, hours=73, as_at=over - timedelta(minutes=1))[SITE] == (3, 0)


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_officer_is_led_to_ring_round_those_it_covers(flood, sign_in):
    page = text(sign_in("council-officer", area=flood.newcastle).get(f"/incidents/{flood.one.pk}/"))
    assert "2 places that you can see, for Friday 20 November 2026" in page
    assert "1 (50%). 1 place still to answer" in page
    assert "extra care housing, supported living" in page and "asked this every day anyway" in page
    assert f"/chase/?set=site-status&amp;incident={flood.one.pk}" in page
    assert "Stand down" not in page


def test_a_forum_may_run_it_and_does_not_ring(flood, sign_in):
    page = text(sign_in("lrf", area=Area.objects.get(code=FORUM)).get(f"/incidents/{flood.one.pk}/"))
    assert "Stand down" in page and "Cover more areas" in page and "ring round" not in page


def test_who_is_responsible_for_a_part_only_is_not_shown_how_to_end_it(flood, sign_in):
    wide = registry.declare_incident(
        name="Heat", playbook="heat", area_codes=[NORTH_EAST], why="x", by=national(), now=NINE
    )
    forum = sign_in("lrf", area=Area.objects.get(code=FORUM))
    page = text(forum.get(f"/incidents/{wide.pk}/"))
    assert "Cover more areas" in page and "Stand down" not in page
    assert "Stand down" in text(sign_in("national").get(f"/incidents/{wide.pk}/"))


def test_an_administrator_sees_what_it_asks_and_not_who_answers(flood, sign_in):
    page = text(sign_in("administrator").get(f"/incidents/{flood.one.pk}/"))
    assert "Site status in an incident" in page and "Answered" not in page


def test_looking_back_shows_neither_buttons_nor_what_came_later(flood, sign_in):
    forum = sign_in("lrf", area=Area.objects.get(code=FORUM))
    at = f"/incidents/{flood.one.pk}/?as_at=2026-11-20T10:30"
    page = text(forum.get(at))
    assert "0 (0%)" in page and "as it was known at 10:30am" in page and "Stand down" not in page
    assert forum.get(f"/incidents/{flood.one.pk}/?as_at=2026-11-20T08:00").status_code == 404


def test_the_page_is_few_statements(flood, sign_in, django_assert_max_num_queries):
    client = sign_in("council-officer", area=flood.newcastle)
    client.get(f"/incidents/{flood.one.pk}/")
    with django_assert_max_num_queries(19):
        client.get(f"/incidents/{flood.one.pk}/")


def test_the_page_of_a_place_does_not_let_what_is_asked_no_more_grow_old(flood, sign_in):
    client = sign_in("council-officer", area=flood.newcastle)
    address = f"/picture/places/{flood.ash.pk}/"
    assert "It is not asked of this place any more" not in text(client.get(address))
    registry.stand_down_incident(
        incident_id=flood.one.pk, why="Dry", by=national(), now=NINE + timedelta(hours=2, minutes=30)
    )
    page = text(client.get(address))
    assert "It is not asked of this place any more" in page
    assert "The newest return is" not in page and "File or correct" not in page


def test_the_home_page_of_an_officer_in_a_flood_is_few_statements(
    flood, sign_in, django_assert_max_num_queries
):
    client = sign_in("council-officer", area=flood.newcastle)
    client.get("/")
    with django_assert_max_num_queries(34):
        client.get("/")


def test_the_home_page_asks_for_it_and_says_why(flood, sign_in):
    manager = text(sign_in("place-manager", place=flood.cedar).get("/"))
    assert "Site status in an incident" in manager
    assert f'Asked because of <a class="govuk-link" href="/incidents/{flood.one.pk}/">Floods</a>' in manager
    assert "in Gateshead, since 20 Nov 2026" in manager
    officer = text(sign_in("council-officer", area=flood.newcastle).get("/"))
    assert "Site status in an incident" in officer and "1 of 2 places" in officer
    elsewhere = text(sign_in("council-officer", area=Area.objects.get(code="E08000025")).get("/"))
    assert "Site status" not in elsewhere
