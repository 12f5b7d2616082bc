"""Cover by API: figures of an area, places page by page, as it was, and what an outsider is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.core.scope import Reach
from junction.registry.operations import close_place
from junction.registry.tests.factories import AreaFactory, PlaceFactory
from tests.cast import ELSEWHERE, holder, national, officer_of, other_officer

from .demand_world import DAY, NOON, catalogue, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, monkeypatch):
    """Read the API as any actor of the cast: the token is looked up elsewhere, and tested there."""

    def get(actor, path):
        monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda self, token: actor)
        return client.get(f"/api/v1/supply/{path}", headers={"Authorization": "Bearer token"})

    return get


@pytest.fixture
def council(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    catalogue()
    council = AreaFactory()
    for name, stock in (("Short House", 300), ("Plenty House", 6000)):
        home = PlaceFactory(name=name, area=council)
        tell(home, DAY, at=NOON - timedelta(hours=1), stock={"gloves": stock}, use={"gloves": 300})
    return council


def test_the_figures_of_an_area_by_item(council, read):
    said = read(officer_of(council), "cover").json()
    figures = {one.pop("item"): one for one in said["items"]}
    assert figures["any"] == figures["gloves"]
    assert figures["gloves"] == {
        "places": 2, "known": 2, "out_soon": 1, "out_short": 1,
    }  # fmt: skip
    assert figures["masks"]["known"] == 0
    assert said["rules"] == ["demand@2020-03-01", "modelled-need@2020-04-02"]


def test_places_come_page_by_page(council, read):
    officer = officer_of(council)
    first = read(officer, "cover/places?limit=1").json()
    assert [(one["place"], one["item"], one["days"]) for one in first["items"]] == [
        ("Short House", "gloves", 1.0),
        ("Short House", "masks", None),
    ]
    rest = read(officer, f"cover/places?limit=1&after={first['next_after']}").json()
    assert {one["place"] for one in rest["items"]} == {"Plenty House"}
    assert rest["next_after"] is None
    assert first["items"][0]["basis"] == "stated"
    assert first["items"][0]["rests_on"] == [{"basis": "stated", "share": 1.0, "age_days": 0}]


def test_pages_of_a_moment_past_hold_a_place_that_was_closed_since(council, read):
    gone = PlaceFactory(name="Gone House", area=council)
    tell(gone, DAY, at=NOON - timedelta(hours=1), stock={"gloves": 300}, use={"gloves": 300})
    close_place(
        place_id=gone.pk, closed_on=DAY, why="It closed.", by=national(), now=NOON - timedelta(minutes=10)
    )
    officer = officer_of(council)

    def places(query):
        return {one["place"] for one in read(officer, f"cover/places?{query}").json()["items"]}

    assert "Gone House" not in places("")
    assert "Gone House" in places("as_at=2020-04-20T12:30")
    past = read(officer, "cover/places?as_at=2020-04-20T12:30").json()["items"][0]
    assert past["on_its_way"] is None


def test_as_it_was_known_before_anything_was_told(council, read):
    officer = officer_of(council)
    said = read(officer, "cover?as_at=2020-04-20T11:00").json()
    assert said["items"][0] == {
        "item": "any", "places": 2, "known": 0, "out_soon": 0, "out_short": 0,
    }  # fmt: skip
    assert read(officer, "cover?as_at=yesterday").status_code == 422


def test_who_may_not_see_supplies_is_told_nothing(council, read):
    assert (
        read(holder("hospital-discharge", Reach(areas=frozenset({council.code}))), "cover").status_code == 404
    )
    AreaFactory(code=ELSEWHERE)
    assert read(other_officer(), f"cover?area={council.code}").status_code == 404
    assert read(other_officer(), "cover/places").json()["items"] == []
