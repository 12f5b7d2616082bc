"""The record by machine: promises, actions, asks, decisions, threads; each write is done once for its key."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from junction.record.models import Ask, Commitment, Decision
from junction.record.operations.decisions import Draft, write_decision
from junction.record.operations.threads import Subject, add_to_thread, begin_thread
from junction.record.operations.writing import (
    Promise,
    Question,
    Task,
    Where,
    write_action,
    write_ask,
    write_commitment,
)
from tests.cast import national, officer_of, other_officer

pytestmark = pytest.mark.django_db
AT = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD = "E08000009"
NORTH = Where(TRAFFORD)
keys = count()


class Machine:
    """The API as one of the cast: the token is looked up elsewhere, and tested there."""

    def __init__(self, client, monkeypatch, actor):
        self.client, self.monkeypatch, self.actor = client, monkeypatch, actor

    def ask(self, method, path, sent, key=""):
        self.monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda auth, token: self.actor)
        headers = {"Authorization": "Bearer token", "Idempotency-Key": key or f"key-{next(keys)}"}
        more = {"content_type": "application/json"} if method == "post" else {}
        return getattr(self.client, method)(f"/api/v1/record/{path}", sent, headers=headers, **more)


@pytest.fixture
def officer(client, monkeypatch, areas):
    return Machine(client, monkeypatch, officer_of(TRAFFORD))


@pytest.fixture
def outsider(client, monkeypatch, areas):
    return Machine(client, monkeypatch, other_officer())


def get(machine, path, **query):
    answer = machine.ask("get", path, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(machine, path, key="", **sent):
    return machine.ask("post", path, sent, key)


def test_promises_as_they_stood(officer, outsider):
    said = Promise("Masks", "Trafford", date(2020, 4, 1), until_on=date(2020, 4, 30))
    one = write_commitment(said, NORTH, by=national(), now=AT)
    assert get(officer, "commitments", as_at=AT.isoformat())[0]["standing"] == "due"
    late = get(officer, "commitments", as_at=(AT + timedelta(days=10)).isoformat())[0]
    assert (late["standing"], late["days_late"], late["age_days"]) == ("late", 1, 29)
    found = {"outcome": "kept-late", "on": "2020-05-01", "note": "They came"}
    first = post(officer, f"commitments/{one.pk}/findings", "a", **found)
    again = post(officer, f"commitments/{one.pk}/findings", "a", **found)
    assert (first.status_code, again.json()) == (201, first.json()) and one.findings.count() == 1
    assert get(officer, "commitments", standing="kept-late")[0]["id"] == one.pk
    assert get(officer, "commitments", standing="late") == []
    assert get(outsider, "commitments") == []
    assert post(outsider, f"commitments/{one.pk}/findings", **found).status_code == 404
    assert post(officer, f"commitments/{one.pk}/findings", **(found | {"outcome": "x"})).status_code == 422
    assert Commitment.objects.count() == 1


def test_actions_are_written_and_ended(officer, outsider):
    write_action(Task("Ring", date(2020, 4, 1), until_on=date(2020, 4, 2)), NORTH, by=national(), now=AT)
    made = post(officer, "actions", words="Count", asked_on="2020-04-01", area=TRAFFORD)
    assert made.status_code == 201
    assert [(one["words"], one["state"]) for one in get(officer, "actions")] == [
        ("Ring", "late"),
        ("Count", "open"),
    ]
    number = made.json()["id"]
    assert post(officer, f"actions/{number}/end", outcome="done", note="Counted").status_code == 200
    assert post(officer, f"actions/{number}/end", outcome="done", note="Counted").status_code == 409
    assert get(officer, "actions", state="closed")[0]["outcome"] == "done"
    assert post(outsider, "actions", words="Count", asked_on="2020-04-01", area=TRAFFORD).status_code == 403
    assert get(outsider, "actions") == []


def test_asks_go_by_steps(officer, outsider, django_assert_max_num_queries):
    asked = Question("Who has the van?", "Asha", AT, finder="The desk")
    one = write_ask(asked, NORTH, by=national(), now=AT)
    assert [each["id"] for each in get(officer, "asks", state="homeless")] == [one.pk]
    step = {"to": "Comms", "at": (AT + timedelta(hours=1)).isoformat()}
    assert post(officer, f"asks/{one.pk}/steps", **step).status_code == 201
    answer = {"answer": "We do", "answered_by": "Comms", "at": (AT + timedelta(hours=2)).isoformat()}
    before = get(officer, "asks", state="alert")[0]
    assert (before["alarms"], before["has_it"], len(before["steps"])) == (["unanswered"], "Comms", 2)
    assert (
        post(officer, f"asks/{one.pk}/answer", **(answer | {"at": "2020-04-01T00:00:00Z"})).status_code == 409
    )
    assert post(officer, f"asks/{one.pk}/answer", **answer).status_code == 200
    with django_assert_max_num_queries(10):
        after = get(officer, "asks", state="answered")[0]
    assert (after["answer"], after["open_for_seconds"]) == ("We do", 7200)
    known = get(officer, "asks", as_at=AT.isoformat())[0]
    assert (known["is_answered"], known["answer"], known["finder"]) == (False, "", "The desk")
    assert get(outsider, "asks") == [] and Ask.objects.count() == 1


def test_decisions_supersede_and_threads_are_lines(officer, outsider):
    first = write_decision(Draft("Masks", decision="Share"), NORTH, by=national(), now=AT)
    sent = {"title": "Masks", "decision": "Wait", "area": TRAFFORD, "supersedes": first.pk,
            "options": [{"words": "Wait", "is_chosen": True}]}  # fmt: skip
    second = post(officer, "decisions", **sent)
    assert second.status_code == 201 and post(officer, "decisions", **sent).status_code == 409
    stage = {"stage": "adopted", "words": "All homes", "on": "2020-04-20"}
    assert post(officer, f"decisions/{second.json()['id']}/stages", **stage).status_code == 201
    earlier, later = get(officer, "decisions")
    assert (earlier["is_superseded"], later["supersedes_id"]) == (True, first.pk)
    assert later["options"][0]["is_chosen"] and later["stages"][0]["stage"] == "adopted"
    assert get(officer, "decisions", as_at=AT.isoformat())[0]["is_superseded"] is False
    thread = begin_thread("The masks", area=TRAFFORD, by=national(), now=AT)
    add_to_thread(thread.pk, Subject("decision", first.pk), by=national(), now=AT)
    assert get(officer, "threads")[0]["title"] == "The masks"
    assert [entry["words"] for entry in get(officer, f"threads/{thread.pk}")] == ["Masks"]
    assert outsider.ask("get", f"threads/{thread.pk}", {}).status_code == 404
    assert get(outsider, "threads") == get(outsider, "decisions") == get(officer, "contradictions") == []
    assert Decision.objects.count() == 2
