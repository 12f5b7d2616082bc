"""Evidence by machine: links and files, their days, taking them back; what is refused, and leaves nothing."""

from base64 import b64encode

import pytest
from django.utils import timezone

from junction.assurance.models import Evidence
from junction.core.audit.models import AuditEntry
from junction.core.files.models import StoredFile

from .machines import API, machine, send
from .plans import MANCHESTER, NOW, TRAFFORD, one_of, plan, show

pytestmark = pytest.mark.django_db
LETTER = {"name": "letter.txt", "media_type": "text/plain", "content": b64encode(b"Dear all").decode()}


@pytest.fixture
def winter(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return plan()


@pytest.fixture
def council(winter):
    return machine("council-officer", "council", TRAFFORD)


def body(winter, **more):
    said = {
        "requirement_id": one_of(winter, "1").pk,
        "party": TRAFFORD,
        "title": "Letter",
        "owner": "Director",
    }
    return said | more


def test_a_file_is_kept_read_and_taken_back(winter, council):
    sent = body(winter, file=LETTER, effective_from="2020-10-01", expires_on="2021-03-01")
    made = send(council, "evidence", sent)
    assert made.status_code == 201 and send(council, "evidence", sent).json() == made.json()
    one = Evidence.objects.get()
    assert (one.kind, one.owner, str(one.received_on), str(one.expires_on)) == (
        "file", "Director", "2020-10-05", "2021-03-01",
    )  # fmt: skip
    (read,) = council.get(f"{API}evidence", {"requirement_id": one.requirement_id, "party": TRAFFORD}).json()
    assert (read["id"], read["file"]["name"], read["file"]["bytes"]) == (one.pk, "letter.txt", 8)
    assert council.get(f"{API}evidence/{one.pk}/files/file").content == b"Dear all"
    assert council.get(f"{API}evidence/{one.pk}/files/snapshot").status_code == 404
    gone = send(council, f"evidence/{one.pk}/withdrawal", {"why": "The wrong letter"})
    assert gone.status_code == 200 and council.get(f"{API}evidence").json() == []
    (read,) = council.get(f"{API}evidence", {"withdrawn": True}).json()
    assert read["withdrawn_why"] == "The wrong letter"
    assert send(council, f"evidence/{one.pk}/withdrawal", {"why": "Again"}, "two").status_code == 409
    verbs = AuditEntry.objects.filter(verb__startswith="assurance.evidence").values_list("verb", flat=True)
    assert list(verbs) == ["assurance.evidence.added", "assurance.evidence.withdrawn"]


def test_a_link_is_kept_with_what_it_led_to(winter, council):
    sent = body(winter, link="https://example.org/plan", snapshot=LETTER, received_on="2020-10-01")
    assert send(council, "evidence", sent).status_code == 201
    (read,) = council.get(f"{API}evidence").json()
    assert (read["kind"], read["link"], read["file"]) == ("link", "https://example.org/plan", None)
    assert (read["snapshot"]["name"], read["expires_on"]) == ("letter.txt", "2021-10-01")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"link": "https://example.org/a", "file": LETTER},
        {"link": "javascript:alert(1)"},
        {"snapshot": LETTER, "quote": "We have it"},
        {"file": LETTER | {"content": "Dear all!"}},
        {"file": LETTER | {"content": ""}},
        {"file": LETTER | {"name": "letter.exe"}},
        {"file": LETTER | {"name": "letter.pdf"}},
        {"snapshot": LETTER | {"name": "page.zip"}, "link": "https://example.org/a"},
        {"file": LETTER, "owner": " "},
        {"file": LETTER, "received_on": "2020-10-06"},
        {"file": LETTER, "expires_on": "2020-10-05"},
        {"file": LETTER, "party": "Trafford"},
        {"quote": "A line", "statement": 999_999},
    ],
)
def test_what_cannot_be_evidence_leaves_nothing(winter, council, wrong):
    files = StoredFile.objects.count()
    answer = send(council, "evidence", body(winter, **wrong))
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert not Evidence.objects.exists() and StoredFile.objects.count() == files


def test_nobody_else_brings_or_takes_back_a_councils_evidence(winter, council):
    one = show(one_of(winter, "1"))
    neighbour, nation = machine("council-officer", "council", MANCHESTER), machine("national", "national")
    for other in (neighbour, nation):
        assert send(other, "evidence", body(winter, file=LETTER)).status_code == 403
    assert send(neighbour, f"evidence/{one.pk}/withdrawal", {"why": "x"}).status_code == 404
    assert send(nation, f"evidence/{one.pk}/withdrawal", {"why": "x"}).status_code == 403
    assert neighbour.get(f"{API}evidence").json() == []
    assert neighbour.get(f"{API}evidence/{one.pk}/files/file").status_code == 404
    assert send(council, "evidence", body(winter, requirement_id=2**40, file=LETTER)).status_code == 404
    one.refresh_from_db()
    assert Evidence.objects.count() == 1 and one.withdrawn_at is None


def test_evidence_is_listed_in_the_same_statements_however_much(winter, council, django_assert_num_queries):
    show(one_of(winter, "1"))
    with django_assert_num_queries(2):
        council.get(f"{API}evidence")
    for ref in "234":
        show(one_of(winter, ref))
    with django_assert_num_queries(2):  # token, evidence
        assert len(council.get(f"{API}evidence").json()) == 4
