"""Offers of help by machine: once for each key, with an owner, nothing out of reach, no address."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Area, Organisation
from junction.support.models import Offer, OfferUse
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD
from tests.cast import user_who

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/support/offers"
ONE = {
    "kind": "accommodation", "company": "Inn Ltd", "what": "Rooms", "quantity": 20, "price_basis": "cost",
    "starts_on": "2020-04-20", "name": "Jo Keeper", "email": "jo@inn.example", "area": TRAFFORD,
}  # fmt: skip


def token_of(code, secret):
    area = Area.objects.get(pk=code)
    one = Organisation.objects.create(
        kind="council", name=area.name, name_key=area.name.lower(), area=area, created_at=NOW
    )
    ApiToken.objects.create(
        organisation=one, name="desk", sha256=hash_of(secret), role="council-officer", created_at=NOW,
        created_by="system:test", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def council(areas, monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return token_of(TRAFFORD, "secret")


@pytest.fixture
def officer(areas):
    return user_who("council-officer", area=Area.objects.get(pk=TRAFFORD))


def post(client, path, body, key="a"):
    headers = {"Idempotency-Key": key}
    return client.post(ROOT + path, body, content_type="application/json", headers=headers)


def test_one_is_handed_over_once_and_has_a_named_owner(council, officer):
    first = post(council, "", ONE)
    assert first.status_code == 201, first.content
    told = first.json()
    assert (told["owner"], told["has_home"]) == (officer.name, False)
    assert told["promised_at"].startswith("2020-04-22T10:00")
    again = post(council, "", ONE)
    assert again.json() == told
    assert again["Idempotency-Replayed"] == "true"
    assert Offer.objects.count() == 1
    page = Client().get(told["link"].removeprefix("http://localhost:8000"))
    assert page.status_code == 200
    assert officer.name in page.content.decode()
    for wrong in ({"kind": "luck"}, {"quantity": 0}, {"email": "", "phone": ""}, {"area": "E99999999"}):
        assert post(council, "", ONE | wrong, str(wrong)).status_code == 422


def test_it_is_taken_answered_and_used_and_each_is_done_once(council, officer):
    number = post(council, "", ONE).json()["id"]
    answer = {"answer": "accepted", "told": "We take ten"}
    used = {"quantity": 5, "used_by": "Trafford", "used_on": "2020-04-20"}
    assert post(council, f"/{number}/answer", answer, "b").status_code == 409
    for path, body in (("take", {}), ("answer", answer), ("uses", used)):
        first = post(council, f"/{number}/{path}", body, path)
        assert first.status_code == 201, first.content
        again = post(council, f"/{number}/{path}", body, path)
        assert again.content == first.content
    done = first.json()
    assert (done["state"], done["used"], done["passes"], done["is_mine"]) == ("accepted", 5, 1, True)
    assert [one["name"] for one in done["owners"]] == [officer.name, "Trafford (desk)"]
    assert OfferUse.objects.count() == 1
    assert "Keeper" not in str(done)
    assert "inn.example" not in str(done)


def test_it_is_passed_on_with_a_reason_and_seen_when_passed_round(council, officer):
    number = post(council, "", ONE).json()["id"]
    second = user_who("council-officer", area=Area.objects.get(pk=TRAFFORD))
    stale = {"to": second.key, "why": "Rota", "expected": "user:0"}
    assert post(council, f"/{number}/pass-on", stale, "stale").status_code == 409
    assert post(council, f"/{number}/pass-on", {"to": "user:0", "why": "Rota"}, "who").status_code == 422
    for turn, to in enumerate((second, officer, second)):
        sent = {"to": to.key, "why": f"Turn {turn}"}
        done = post(council, f"/{number}/pass-on", sent, f"turn {turn}")
        assert done.status_code == 201, done.content
    assert [one["why"] for one in done.json()["owners"]] == ["", "Turn 0", "Turn 1", "Turn 2"]
    found = council.get(f"{ROOT}?is_passed_round=true").json()
    assert [(one["id"], one["passes"]) for one in found] == [(number, 3)]
    assert found[0]["raised_at"]


def test_another_council_sees_and_does_nothing(council, officer):
    number, other = post(council, "", ONE).json()["id"], token_of(MANCHESTER, "other")
    assert council.get(f"{ROOT}?state=open").json()[0]["id"] == number
    assert council.get(f"{ROOT}?after={number}").json() == []
    assert other.get(ROOT).json() == []
    assert other.get(f"{ROOT}/{number}").status_code == 404
    for path, body in (("take", {}), ("answer", {"answer": "accepted", "told": "x"}),
                       ("pass-on", {"to": officer.key, "why": "x"}),
                       ("uses", {"quantity": 1, "used_by": "x", "used_on": "2020-04-20"})):  # fmt: skip
        assert post(other, f"/{number}/{path}", body, path).status_code == 404
    assert Client().get(ROOT).status_code == 401


def test_the_list_takes_the_same_statements_for_one_and_many(council, officer, django_assert_num_queries):
    for made in (1, 5):
        for number in range(made):
            post(council, "", ONE, f"{made} {number}")
        with django_assert_num_queries(4):
            assert council.get(ROOT).status_code == 200


def test_it_is_taken_back_by_its_link_once(council, officer):
    told = post(council, "", ONE).json()
    token = told["link"].rstrip("/").rpartition("/")[2]
    assert post(council, "/withdraw", {"token": "made-up"}, "x").status_code == 404
    first = post(council, "/withdraw", {"token": token}, "w")
    assert (first.status_code, first.json()) == (201, {"reference": told["reference"], "state": "withdrawn"})
    again = post(council, "/withdraw", {"token": token}, "w")
    assert again.content == first.content and again["Idempotency-Replayed"] == "true"
    assert post(council, "/withdraw", {"token": token}, "another").status_code == 409
    assert Offer.objects.get().state == "withdrawn"


def test_who_has_which_offers_is_set_once_by_machine_and_dated(council, officer):
    routes = "/api/v1/support/offer-routes"

    def set_route(client, key="r", **more):
        sent = {"kind": "accommodation", "area": TRAFFORD, "owner": officer.key, "valid_from": "2020-04-20",
                "why": "Rota"} | more  # fmt: skip
        headers = {"Idempotency-Key": key}
        return client.post(routes, sent, content_type="application/json", headers=headers)

    first = set_route(council)
    assert first.status_code == 201, first.content
    assert set_route(council).content == first.content
    assert [(one["kind"], one["owner"]) for one in council.get(routes).json()] == [
        ("accommodation", officer.key)]  # fmt: skip
    assert council.get(f"{routes}?on=2020-04-19").json() == []
    assert post(council, "", ONE).json()["has_home"] is True
    for wrong in ({"owner": "user:0"}, {"kind": "luck"}, {"area": MANCHESTER}, {"valid_from": "2020-04-19"}):
        assert set_route(council, key=str(wrong), **wrong).status_code == 422
    assert set_route(token_of(MANCHESTER, "other"), key="o").status_code == 422
