"""Needs by machine: one and many, once for each key, duplicates before, nothing out of reach."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from junction.core.idempotency.models import IdempotencyKey
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Area, Organisation
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Alike, Need
from junction.support.operations.needs import Who
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, state

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/support/needs"
ONE = {"answers": ANSWERS, "area": TRAFFORD, "who": {"name": "Ann Other", "phone": "01632 960001"}}


@pytest.fixture
def council(areas, monkeypatch):
    """A client that sends the token of Trafford."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    area = Area.objects.get(pk=TRAFFORD)
    one = Organisation.objects.create(
        kind="council", name="Trafford", name_key="trafford", area=area, created_at=NOW
    )
    ApiToken.objects.create(
        organisation=one, name="desk", sha256=hash_of("secret"), role="council-officer", created_at=NOW,
        created_by="system:test", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Client(headers={"Authorization": "Bearer secret"})


def post(client, path, body, key="a"):
    headers = {"Idempotency-Key": key}
    return client.post(ROOT + path, body, content_type="application/json", headers=headers)


def test_one_is_stated_once_and_a_likely_duplicate_is_refused(council):
    first = post(council, "", ONE)
    assert first.status_code == 201 and first.json()["level"] == "same-day", first.content
    assert post(council, "", ONE).json() == first.json() and Need.objects.count() == 1
    again = post(council, "", ONE, "b")
    assert again.status_code == 409 and Need.objects.count() == 1
    assert post(council, "", {**ONE, "is_another": True}, "c").status_code == 201
    found = post(council, "/alike", {"phone": "01632960001"}).json()
    assert len(found) == 2 and "Ann" not in str(found)


def test_many_are_stated_all_or_none_and_none_elsewhere(council):
    bad = {**ONE, "area": MANCHESTER}
    assert post(council, "/bulk", {"needs": [ONE, bad]}).status_code == 403
    assert not Need.objects.exists()
    assert post(council, "/bulk", {"needs": [{**ONE, "answers": {"danger": "x"}}]}, "b").status_code == 422
    made = post(council, "/bulk", {"needs": [ONE] * 40}, "c").json()
    assert len({one["token"] for one in made}) == 40 == Need.objects.count()
    page = council.get(f"{ROOT}?limit=30").json()
    assert len(page) == 30 and len(council.get(f"{ROOT}?after={page[-1]['id']}").json()) == 10


def test_of_many_that_a_place_states_each_row_it_stated_before_is_named(council):
    area = Area.objects.get(pk=TRAFFORD)
    ash, birch = (PlaceFactory(name=name, area=area, council=area) for name in ("Ash", "Birch"))
    row = {**ONE, "area": "", "by_place": ash.pk, "on_behalf": "worker", "has_consent": True}
    quentin = {**row, "who": {"name": "Quentin Other", "phone": "01632 960002"}}
    first = post(council, "", {**row, "is_another": True}).json()
    again = post(council, "/bulk", {"needs": [quentin, row, {**row, "by_place": birch.pk}]}, "b")
    assert again.status_code == 409 and Need.objects.count() == 1
    assert again.json()["rows"] == [{"row": 1, "needs": [first["id"]], "rows": []}]
    rows = [quentin, {**row, "is_another": True}, {**quentin, "who": {"name": "quentin  OTHER"}}]
    twice = post(council, "/bulk", {"needs": rows}, "c")
    assert twice.json()["rows"] == [{"row": 2, "needs": [], "rows": [0]}]
    rows[2]["is_another"] = True
    assert post(council, "/bulk", {"needs": rows}, "d").status_code == 201 and Need.objects.count() == 4


def test_what_became_of_one_is_written_down_and_another_councils_is_not_there(council):
    mine, other = state().need, state(area=MANCHESTER).need
    assert post(council, f"/{other.pk}/steps", {"kind": "met"}).status_code == 404
    assert post(council, f"/{mine.pk}/steps", {"kind": "unmet", "why": "x"}, "b").status_code == 422
    assert post(council, f"/{mine.pk}/steps", {"kind": "met", "about": "task:1"}, "c").status_code == 201
    assert Need.objects.get(pk=mine.pk).state == "met"
    assert post(council, f"/{mine.pk}/steps", {"kind": "noted", "note": " "}, "d").status_code == 422
    for number, kind in enumerate(("still", "closed")):
        assert post(council, f"/{mine.pk}/steps", {"kind": kind}, f"e{number}").status_code == 409


def test_a_machine_changes_what_it_names_once(council):
    need = state().need
    body = {"may_text": False, "why": "He reads them"}
    made = post(council, f"/{need.pk}/contact", body)
    assert made.status_code == 201 and post(council, f"/{need.pk}/contact", body).json() == made.json()
    assert need.events.filter(kind="contact").count() == 1
    person = Need.objects.select_related("person").get(pk=need.pk).person
    assert person.may_ring and not person.may_text and person.language == "en"
    assert post(council, f"/{need.pk}/contact", body, "b").status_code == 422  # nothing is different
    assert post(council, f"/{need.pk + 1}/contact", body, "c").status_code == 404


def test_one_need_is_read_taken_back_and_asked_about(council):
    mine, other = state().need, state(area=MANCHESTER, who=Who(name="Else")).need
    assert council.get(f"{ROOT}/{mine.pk}").json()["state"] == "open"
    assert council.get(f"{ROOT}/{other.pk}").status_code == 404
    assert post(council, f"/{mine.pk}/steps", {"kind": "still"}, "s").status_code == 201
    assert [post(council, f"/{mine.pk}/steps", {"kind": "withdrawn"}, "w").status_code for _ in "12"] == [
        201,
        201,
    ]
    assert council.get(f"{ROOT}/{mine.pk}").json()["state"] == "withdrawn"
    assert post(council, f"/{mine.pk}/steps", {"kind": "withdrawn"}, "w2").status_code == 409
    assert post(council, f"/{other.pk}/steps", {"kind": "withdrawn"}, "w3").status_code == 404


def test_pairs_are_listed_and_judged_once_for_each_key(council):
    state(), state(), state(area=MANCHESTER), state(area=MANCHESTER)
    (pair,) = council.get(f"{ROOT}/pairs").json()
    assert (pair["same"], pair["judged"]) == ("phone", "")
    path, said = f"/pairs/{pair['id']}", {"judged": "joined", "why": "The same"}
    first, again = post(council, path, said, "j"), post(council, path, said, "j")
    assert (first.status_code, first.json()) == (201, again.json())
    assert post(council, path, said, "k").status_code == 409
    assert post(council, path, {"judged": "gold", "why": "x"}, "l").status_code == 422
    theirs = Alike.objects.get(need__area=MANCHESTER).pk
    assert post(council, f"/pairs/{theirs}", said, "m").status_code == 404
    assert council.get(f"{ROOT}/pairs").json() == []
    assert [one["judged"] for one in council.get(f"{ROOT}/pairs?waiting=false").json()] == ["joined"]


def test_the_secret_of_a_private_link_is_kept_sealed(council):
    first, again = post(council, "", ONE, "t"), post(council, "", ONE, "t")
    assert first.json() == again.json() and first.json()["token"]
    assert first.json()["token"] not in str(list(IdempotencyKey.objects.values()))


@pytest.mark.parametrize("source", ["recurrence:1", "call-back:7", "call-back:x"])
def test_nobody_says_that_a_need_is_of_another_needs_person(council, source):
    assert post(council, "", {**ONE, "source": source}).status_code == 422
    assert post(council, "/bulk", {"needs": [{**ONE, "source": source}]}, "b").status_code == 422
    assert not Need.objects.exists()
    assert post(council, "", {**ONE, "source": "line-list:7"}, "c").status_code == 201
