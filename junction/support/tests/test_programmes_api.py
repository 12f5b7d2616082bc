"""Programmes and launches by machine: read in reach, written once for each key, refused with words."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Organisation
from junction.support.models import Launch, LaunchDecision, PressureCall, Programme

from .programmes import LONDON, NOW, TRAFFORD, launch, programme, provide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
FORM = ["name", "address", "phone"]


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def token_of(kind, role, area=None):
    """A client that sends the token of an organisation of an area, or of the nation."""
    one = Organisation.objects.create(kind=kind, name=role, name_key=role, area_id=area, created_at=NOW)
    ApiToken.objects.create(
        organisation=one, name=role, sha256=hash_of(role), role=role, created_at=NOW,
        created_by="system:test", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {role}"})


@pytest.fixture
def centre(areas):
    return token_of("national", "national")


@pytest.fixture
def officer(areas):
    return token_of("council", "council-officer", TRAFFORD)


def get(client, path):
    answer = client.get(f"/api/v1/support/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(client, path, body, key="k1"):
    return client.post(
        f"/api/v1/support/{path}", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_a_programme_is_written_once_for_a_key_and_read_with_what_it_provides(centre, officer):
    body = {"name": "Food", "purpose": "Food", "department": "Food department", "begins_on": "2020-04-01"}
    first, again = (post(centre, "programmes", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201) and first.json() == again.json()
    number = first.json()["id"]
    assert Programme.objects.count() == 1
    what = {"kind": "offers", "categories": ["food"], "channel": "post", "begins_on": "2020-04-01"}
    assert post(centre, f"programmes/{number}/provisions", what, "k2").status_code == 201
    (one,) = get(officer, "programmes")
    assert (one["id"], one["state"], one["provides"], one["sro"], one["area"]) == (
        number,
        "live",
        1,
        "",
        None,
    )
    assert post(officer, "programmes", body, "k3").status_code == 403


def test_the_map_is_read_by_grain_and_day(officer):
    provide(programme())
    cells = {one["need"]: one for one in get(officer, "programmes/map?grain=council")}
    assert cells["food"]["there_is"] == "covered" and cells["fuel"]["there_is"] == "gap"
    before = {one["need"]: one for one in get(officer, "programmes/map?grain=council&on=2019-03-01")}
    assert before["food"]["there_is"] == "gap"
    assert officer.get("/api/v1/support/programmes/map?grain=parish").status_code == 404


def test_a_launch_is_stated_judged_and_decided(centre, officer):
    food = programme()
    hidden = launch(food, "London", area=LONDON, collects=FORM)
    body = {
        "programme": food, "title": "Line", "audience": "shielded", "channel": "phone",
        "begins_on": "2020-05-01", "collects": FORM, "opens": [{"name": "Names", "until": "2020-07-01"}],
        "promises": [{"audience": "shielded", "category": "talk", "text": "A call", "within_days": 1}],
    }  # fmt: skip
    number = post(centre, "launches", body).json()["id"]
    mine = {one["id"]: one for one in get(centre, "launches")}[number]
    assert mine["verdict"] == "stop" and mine["findings"][0]["other"] == hidden
    assert mine["findings"][0]["follows"] == "rebuild" and mine["findings"][0]["fields"] == sorted(FORM)
    (told,) = get(officer, "launches")
    assert told["verdict"] == "stop" and told["findings"][0]["other"] is None
    decision = {"decision": "go", "why": "x", "decided_by": "Board", "decided_on": "2020-04-20"}
    refused = post(centre, f"launches/{number}/decisions", decision | {"saw": "clear"}, "k2")
    assert refused.status_code == 409 and "Look at it again" in refused.json()["detail"]
    assert post(centre, f"launches/{number}/decisions", decision, "k3").status_code == 201
    assert post(officer, f"launches/{number}/decisions", decision, "k4").status_code == 403
    assert LaunchDecision.objects.get().verdict == "stop"
    anew = {name: value for name, value in body.items() if name not in ("programme", "collects")}
    assert post(centre, f"launches/{number}/changes", anew | {"why": "Less"}, "k5").status_code == 201
    assert {one["id"]: one["state"] for one in get(centre, "launches")}[number] == "changed"
    assert get(centre, "launches?as_at=2020-04-19T09:00:00Z") == []
    assert Launch.objects.count() == 2


def test_a_call_is_written_for_ones_own_area(officer):
    body = {"area": TRAFFORD, "caller": "charity", "theme": "people", "text": "Drivers",
            "called_on": "2020-04-20"}  # fmt: skip
    assert post(officer, "front-line", body).status_code == 201
    elsewhere = post(officer, "front-line", body | {"area": LONDON}, "k2")
    assert elsewhere.status_code == 403 and PressureCall.objects.count() == 1
    (one,) = get(officer, "front-line")
    assert (one["area"], one["result"], one["text"]) == (TRAFFORD, "waiting", "Drivers")
    unknown = post(officer, "front-line", body | {"theme": "weather"}, "k3")
    assert unknown.status_code == 422
