"""Promises judged by figures, by machine: read as at a moment, bound once for each key, or refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from junction.assurance.tests.machines import machine
from junction.record.models import Commitment

from .test_judged import TRAFFORD, promise

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
API = "/api/v1/oversight/"
BODY = {"figure": "supply-drops", "target_is": "at-least", "target": 1}


@pytest.fixture
def council(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    return machine("council-officer", "council", TRAFFORD)


def bind(client, number, body, key="one"):
    return client.post(f"{API}promises/{number}/figure", body, content_type="application/json",
                       headers={"Idempotency-Key": key})  # fmt: skip


def test_a_promise_is_bound_by_machine_and_read_as_it_was(council):
    one = promise()
    made = bind(council, one.pk, BODY)
    assert (made.status_code, made.json()["unit"]) == (201, "deliveries")
    assert bind(council, one.pk, BODY).json() == made.json()
    (row,) = council.get(f"{API}promises").json()["promises"]
    assert (row["figure"], row["judgement"], row["value"], row["target"]) == ("supply-drops", "not-yet", 0, 1)
    assert row["area"] == TRAFFORD and row["name"].startswith("Drops that arrived")
    assert council.get(f"{API}promises", {"as_at": NOW.isoformat()}).json() == {"promises": [], "next": None}
    codes = {figure["code"] for figure in council.get(f"{API}figures").json()}
    assert {"supply-drops", "completeness", "support-unmet"} <= codes


def test_what_is_not_offered_or_not_ones_own_is_refused(council):
    one = promise()
    assert bind(council, one.pk, BODY | {"figure": "no-such"}).status_code == 422
    assert bind(council, one.pk, BODY | {"target_is": "about"}, "two").status_code == 422
    other = machine("council-officer", "council", "E08000025")
    assert bind(other, one.pk, BODY).status_code == 404
    assert other.get(f"{API}promises").json()["promises"] == []
    assert bind(machine("text-gateway", "national"), one.pk, BODY).status_code == 403
    assert Commitment.objects.get(pk=one.pk).indicator == ""
