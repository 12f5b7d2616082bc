"""Soft intelligence by machine: stated with its grade, shared, taken back; each reading is in the log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.assurance.models import Heard
from junction.assurance.rules.parties import Party
from junction.core.audit.models import AuditEntry

from .machines import API, machine, send
from .test_heard import LATER, TRAFFORD, home, write

__all__ = ["home"]  # a fixture
pytestmark = pytest.mark.django_db
AT, MANCHESTER = "soft-intelligence", "E08000003"
SAID = {"said_by": "A nurse", "said": "Doors stand open", "reliability": "B", "credibility": "2",
        "heard_on": "2020-04-18"}  # fmt: skip


@pytest.fixture(autouse=True)
def _moment(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def readings():
    return [entry.subject for entry in AuditEntry.objects.filter(verb="assurance.heard.read").order_by("pk")]


def ids(client, **query):
    return [row["id"] for row in client.get(API + AT, query).json()]


def test_it_is_stated_shared_and_taken_back(home):
    council, nation = machine("council-officer", "council", TRAFFORD), machine("national", "national")
    made = send(council, AT, SAID | {"place": home.pk})
    assert made.status_code == 201 and send(council, AT, SAID | {"place": home.pk}).json() == made.json()
    one = Heard.objects.get()
    assert (one.reliability, one.credibility, one.place_id, one.shared_at) == ("B", "2", home.pk, None)
    colleague = machine("council-officer", "council", TRAFFORD, name="colleague")
    assert (ids(council), ids(colleague), ids(nation)) == ([one.pk], [], [one.pk])
    assert send(colleague, f"{AT}/{one.pk}/share", {}).status_code == 404
    assert send(nation, f"{AT}/{one.pk}/share", {}).status_code == 200
    assert send(nation, f"{AT}/{one.pk}/share", {}, "two").status_code == 409
    assert colleague.get(f"{API}{AT}/{one.pk}").json()["is_shared"] is True
    assert ids(colleague, as_at=(LATER - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")) == []
    assert send(colleague, f"{AT}/{one.pk}/withdrawal", {"why": "x"}).status_code == 403
    assert send(council, f"{AT}/{one.pk}/withdrawal", {"why": " "}, "bare").status_code == 422
    assert send(council, f"{AT}/{one.pk}/withdrawal", {"why": "They were shut"}).status_code == 200
    assert ids(nation) == [] and nation.get(f"{API}{AT}/{one.pk}").status_code == 404


def test_every_reading_is_logged_and_no_write_shows_or_logs_what_was_said(home):
    nation = machine("national", "national")
    made = send(nation, AT, SAID | {"area": TRAFFORD})
    assert made.json() == {"id": Heard.objects.get().pk} and readings() == []
    send(nation, f"{AT}/{made.json()['id']}/share", {})
    assert readings() == []
    nation.get(f"{API}{AT}/{made.json()['id']}")
    assert readings() == [f"heard:{made.json()['id']}"]
    write(Party(place=home.pk))
    assert len(ids(nation)) == 2 and readings()[1:] == ["heard:several"]
    assert ids(nation, area=TRAFFORD) == [made.json()["id"]]
    assert len(ids(nation, place=home.pk)) == 1
    assert not any("Doors" in str(vars(entry)) for entry in AuditEntry.objects.all())


def test_neither_a_provider_nor_a_stranger_reads_or_writes_it(home):
    one = write(Party(place=home.pk), is_shareable=True)
    before = AuditEntry.objects.count()
    for client, status in (
        (machine("head-office", "provider"), 403), (machine("council-officer", "council", MANCHESTER), 404),
    ):  # fmt: skip
        assert client.get(f"{API}{AT}/{one.pk}").status_code == status
        for path, body in ((f"{AT}/{one.pk}/share", {}), (f"{AT}/{one.pk}/withdrawal", {"why": "x"})):
            assert send(client, path, body).status_code == status
        assert send(client, AT, SAID | {"place": home.pk}).status_code == 403
    assert Heard.objects.count() == 1 and AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    "wrong",
    [{}, {"area": TRAFFORD, "place": 1}, {"area": TRAFFORD, "reliability": "G"},
     {"area": TRAFFORD, "credibility": "7"}, {"area": TRAFFORD, "said": " "},
     {"area": TRAFFORD, "heard_on": "2020-04-22"}],
)  # fmt: skip
def test_what_cannot_be_written_is_a_problem_and_leaves_nothing(home, wrong):
    answer = send(machine("national", "national"), AT, SAID | wrong)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert not Heard.objects.exists()
