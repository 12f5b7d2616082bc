"""Care Act easements by machine: deciding, telling, looking again, ending; who may not; once for each key."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.assurance.models import Easement, Told
from junction.core.audit.models import AuditEntry

from .machines import API, machine, send
from .test_easements import NOW, TRAFFORD, decide

pytestmark = pytest.mark.django_db
MANCHESTER = "E08000003"
DECISION = {
    "area": TRAFFORD, "stage": "3", "decided_on": "2020-04-18", "reason": "Half are ill",
    "evidence": "40 of 80", "impact": "Fewer visits", "parts": ["dass", "psw", "lead-member", "nhs"],
    "principles": ["respect"], "review_on": "2020-05-01",
}  # fmt: skip
TOLD = {"audience": "people", "told_on": "2020-04-19", "how": "Easy read", "is_accessible": True}


@pytest.fixture
def council(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return machine("council-officer", "council", TRAFFORD)


def stands(client, area=TRAFFORD, **query):
    rows = client.get(f"{API}easements/councils", query).json()
    return next(row["stands"] for row in rows if row["area"] == area)


def test_a_stage_is_opened_told_looked_at_again_and_ended(council, monkeypatch):
    assert stands(council) == "silent"
    made = send(council, "easements", DECISION)
    assert made.status_code == 201 and send(council, "easements", DECISION).json() == made.json()
    one = Easement.objects.get()
    assert (one.reason, one.recorded_by.split(":")[0], made.json()) == (
        "Half are ill",
        "token",
        {"id": one.pk},
    )
    at = f"easements/{one.pk}"
    assert (stands(council), council.get(API + at).json()["lacks"]) == ("lacking", ["told"])
    for audience in ("dhsc", "providers", "mps", "people", "carers"):
        said = TOLD | {"audience": audience}
        assert send(council, f"{at}/told", said, audience).status_code == 201
    read = council.get(API + at).json()
    assert (read["lacks"], len(read["told"]), stands(council)) == ([], 5, "eased")
    later = NOW + timedelta(days=20)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert council.get(API + at).json()["lacks"] == ["review-overdue"]
    again = send(
        council, "easements", DECISION | {"decided_on": "2020-05-09", "review_on": "2020-06-01"}, "2"
    )
    second = again.json()["id"]
    rows = council.get(f"{API}easements", {"area": TRAFFORD}).json()
    assert [(row["id"], row["is_current"]) for row in rows] == [(one.pk, False), (second, True)]
    assert send(council, f"{at}/end", {"ended_on": "2020-05-09", "why": "Over"}).status_code == 409
    ended = send(council, f"easements/{second}/end", {"ended_on": "2020-05-09", "why": "Staff are back"})
    assert ended.status_code == 200
    assert council.get(f"{API}easements/{second}").json()["ended_why"] == "Staff are back"
    as_known = council.get(f"{API}easements/{one.pk}", {"as_at": "2020-04-20T10:00"}).json()
    assert as_known["is_current"] and as_known["ended_on"] is None
    assert (stands(council), stands(council, as_at="2020-04-20T10:00")) == ("none-used", "eased")


def test_only_the_council_itself_writes_and_a_refusal_leaves_nothing(council):
    one = decide()
    for other, status in (
        (machine("national", "national"), 403),
        (machine("council-officer", "council", MANCHESTER), None),
    ):
        for path, body in (
            ("easements", DECISION), (f"easements/{one.pk}/told", TOLD),
            (f"easements/{one.pk}/end", {"ended_on": "2020-04-20", "why": "Over"}),
        ):  # fmt: skip
            answer = send(other, path, body)
            assert answer.status_code == (status or (403 if path == "easements" else 404)), path
            assert answer["Content-Type"] == "application/problem+json"
    neighbour = machine("council-officer", "council", MANCHESTER, name="second")
    assert neighbour.get(f"{API}easements").json() == []
    assert neighbour.get(f"{API}easements/{one.pk}").status_code == 404
    assert Easement.objects.count() == 1 and not Told.objects.exists()
    assert not AuditEntry.objects.filter(verb="assurance.easement.ended").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"stage": "5"}, {"parts": ["mayor"]}, {"review_on": "2020-04-18"}, {"decided_on": "2020-04-21"},
     {"decided_on": "2020-03-01"}, {"area": "Trafford"}, {"stage": "3", "decided_on": "soon"}],
)  # fmt: skip
def test_what_cannot_be_is_said_as_a_problem(council, wrong):
    answer = send(council, "easements", DECISION | wrong)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] and not Easement.objects.exists()


def test_a_list_of_decisions_costs_the_same_however_many(council, django_assert_num_queries):
    decide("1")
    path = f"{API}easements"
    with django_assert_num_queries(3):  # token, decisions, who was told
        council.get(path)
    for day in range(3):
        decide("3", now=NOW - timedelta(hours=3 - day))
    with django_assert_num_queries(3):
        assert len(council.get(path).json()) == 4
