"""The home page says to each what needs them today, and nothing of what is not theirs."""

import pytest
from django.utils import timezone

from junction.registry.models import Area, Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def place(areas, now) -> Place:
    trafford = Area.objects.get(code="E08000009")
    return Place.objects.create(
        name="Ash House",
        name_key="ash house",
        service_type="residential-home",
        service_types=["residential-home"],
        area=trafford,
        council=trafford,
        created_at=now,
    )


def page(client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_is_not_signed_in_is_shown_the_way_in(client):
    assert "Sign in" in page(client) and "Ask for access" in page(client)


def test_a_manager_sees_what_is_due(sign_in, place):
    said = page(sign_in("place-manager", place=place))
    assert "Ash House" in said and "File return" in said and "still to report" not in said


def test_an_officer_sees_who_is_missing_and_whom_to_ring(sign_in, place):
    said = page(sign_in("council-officer", area=place.council))
    assert "0 of 1 place" in said and "Ring round" in said and "Ash House" in said
    assert "File return" not in said


def test_an_officer_of_another_council_sees_nothing_of_it(sign_in, place):
    said = page(sign_in("council-officer", area=Area.objects.get(code="E08000025")))
    assert "Ash House" not in said and "still to report" not in said


def test_a_region_sees_how_complete_it_is_but_does_not_ring(sign_in, place):
    said = page(sign_in("region", area=Area.objects.get(code="E12000002")))
    assert "0 of 1 place" in said and "Ring round" not in said


def test_an_administrator_sees_people_and_no_returns(sign_in, place):
    said = page(sign_in("administrator"))
    assert "Invite somebody" in said and "Ash House" not in said and "still to report" not in said


def test_the_page_of_an_officer_is_few_statements(sign_in, place, django_assert_max_num_queries):
    client = sign_in("council-officer", area=place.council)
    client.get("/")
    with django_assert_max_num_queries(27):
        client.get("/")
