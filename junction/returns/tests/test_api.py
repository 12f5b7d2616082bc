"""The API of returns: one, many, read back; keys that make a second sending harmless."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from junction.returns.models import Return

from .conftest import ANSWERS

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def as_actor(client, monkeypatch):
    """Call the API as any actor of the cast: the token is looked up elsewhere, and tested there."""

    def call(actor, method, path, data=None, key="one"):
        monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda self, token: actor)
        headers = {"Authorization": "Bearer token", "Idempotency-Key": key}
        sender = getattr(client, method)
        if method == "get":
            return sender(f"/api/v1{path}", data, headers=headers)
        return sender(f"/api/v1{path}", data, content_type="application/json", headers=headers)

    return call


@pytest.fixture
def body(place):
    def make(**change):
        day = "2020-04-20"
        return {
            "place_id": place.pk,
            "question_set": "care-home-daily",
            "about_on": day,
            "answers": ANSWERS,
        } | change

    return make


def test_a_return_is_filed_and_read_back(as_actor, manager, body, place):
    answer = as_actor(manager, "post", "/returns", body())
    assert answer.status_code == 201
    filed = answer.json()
    assert (filed["outcome"], filed["version"], filed["findings"]) == ("filed", 1, [])
    read = as_actor(manager, "get", f"/returns/{place.pk}").json()
    assert [item["reference"] for item in read] == [filed["reference"]]
    assert as_actor(manager, "get", f"/returns/by-reference/{filed['reference']}").json()["version"] == 1


def test_the_same_key_gets_the_first_answer_and_stores_once(as_actor, manager, body):
    first = as_actor(manager, "post", "/returns", body())
    again = as_actor(manager, "post", "/returns", body())
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Return.objects.count() == 1


def test_a_refused_return_says_where_and_may_be_sent_again_under_its_key(as_actor, manager, body):
    wrong = as_actor(manager, "post", "/returns", body(answers=ANSWERS | {"occupied": 41, "beds": "forty"}))
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (422, "application/problem+json")
    assert {(e["pointer"], e["check"]) for e in wrong.json()["errors"]} == {
        ("#/answers/beds", "not-a-number")
    }
    assert as_actor(manager, "post", "/returns", body()).status_code == 201


def test_a_version_that_has_moved_on_is_a_conflict_with_who_and_when(as_actor, manager, officer, body):
    as_actor(manager, "post", "/returns", body())
    later = as_actor(officer, "post", "/returns", body(answers=ANSWERS | {"occupied": 1}, expected_version=0))
    assert later.status_code == 409
    assert (later.json()["version"], later.json()["filed_by"]) == (1, manager.key)


def test_out_of_scope_there_is_nothing(as_actor, manager, stranger, body, place):
    assert as_actor(stranger, "post", "/returns", body()).status_code == 404
    reference = as_actor(manager, "post", "/returns", body()).json()["reference"]
    assert as_actor(stranger, "get", f"/returns/{place.pk}").status_code == 404
    assert as_actor(stranger, "get", f"/returns/by-reference/{reference}").status_code == 404


def test_many_are_taken_whole_or_by_choice(as_actor, officer, body, second_place):
    many = [body(), body(place_id=second_place.pk, answers={"beds": 3}), body(place_id=0)]
    whole = as_actor(officer, "post", "/returns/bulk", {"returns": many})
    assert whole.status_code == 422
    assert [item["outcome"] for item in whole.json()["items"]] == ["held", "refused", "no-such-place"]
    assert not Return.objects.exists()
    some = as_actor(officer, "post", "/returns/bulk", {"returns": many, "partial": True}, key="two").json()
    assert (some["taken"], some["refused"], Return.objects.count()) == (1, 2, 1)


def test_looking_back_shows_what_was_known(as_actor, manager, body, place, monkeypatch):
    as_actor(manager, "post", "/returns", body())
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=3))
    as_actor(manager, "post", "/returns", body(answers=ANSWERS | {"occupied": 30}), key="two")

    def occupied(**params):
        return [
            r["answers"]["occupied"] for r in as_actor(manager, "get", f"/returns/{place.pk}", params).json()
        ]

    assert occupied() == [30]
    assert occupied(as_at=(NOW + timedelta(hours=1)).isoformat()) == [36]
    assert occupied(as_at=(NOW - timedelta(hours=1)).isoformat()) == []


def test_what_is_asked_can_be_read_as_on_a_day(as_actor, manager):
    early = as_actor(manager, "get", "/question-sets/care-home-daily", {"on": "2020-04-01"}).json()
    late = as_actor(manager, "get", "/question-sets/care-home-daily", {"on": "2021-01-01"}).json()
    assert "visiting" not in {q["code"] for q in early["questions"]}
    assert "visiting" in {q["code"] for q in late["questions"]}
    assert as_actor(manager, "get", "/question-sets/none").status_code == 404
    assert {s["name"] for s in as_actor(manager, "get", "/question-sets").json()} == {
        "care-home-daily",
        "home-care-daily",
    }


def test_a_return_that_nobody_asks_for_is_refused_with_the_reason(as_actor, manager, body):
    answer = as_actor(manager, "post", "/returns", body(question_set="home-care-daily", answers={}))
    assert answer.status_code == 422
    (error,) = [each for each in answer.json()["errors"] if each["check"] == "not-asked"]
    assert error["detail"].startswith(
        "“Daily return of a home-care agency” is not asked of this kind of care"
    )
    assert not Return.objects.exists()


def test_filing_takes_six_statements_beside_the_token(as_actor, manager, body, django_assert_num_queries):
    as_actor(manager, "post", "/returns", body(about_on="2020-04-19"))
    # savepoint, key, the place with its newest return, store, answer kept, release
    with django_assert_num_queries(6):
        as_actor(manager, "post", "/returns", body(), key="two")


@pytest.mark.parametrize(
    "change",
    [
        {"place_id": 10**30},
        {"about_on": "0001-01-01"},
        {"why": "a\x00b"},
        {"place_id": None, "place": "\x00"},
    ],
)
def test_what_no_database_can_hold_is_refused_in_words(as_actor, manager, body, change):
    answer = as_actor(manager, "post", "/returns", body(**change))
    assert answer.status_code == 422, answer.content
    assert not Return.objects.exists()
