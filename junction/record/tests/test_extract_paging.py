"""Lists of an extract come in pages; a finding that quotes a sensitive document is a read of it."""

import json

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.record.models import Extract, ExtractFinding
from tests.cast import national

from .disclosing import NOW, extract_of, keep, take_out, two_documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def extract(areas) -> Extract:
    two_documents()
    return extract_of()


@pytest.fixture
def member(sign_in, areas):
    return sign_in("national")


def find(extract, many, *, paper=1, accepted=False):
    spot = {"paper": paper, "where": "text", "line": 1, "quote": "Ann Lee asked"}
    ExtractFinding.objects.bulk_create(
        ExtractFinding(
            extract=extract, key=f"{paper}-{accepted}-{number}", kind="left-elsewhere", words="Ann Lee",
            one=spot, other=spot | {"line": number + 1}, found_at=NOW, accepted_at=NOW if accepted else None,
            because="Known already" if accepted else "",
        )
        for number in range(many)
    )  # fmt: skip
    Extract.objects.filter(pk=extract.pk).update(state="checked", checked_at=NOW)


def page(member, extract, query=""):
    answer = member.get(f"{reverse('record:extract', args=[extract.pk])}?{query}")
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_findings_come_twenty_a_page_what_is_open_first(extract, member):
    find(extract, 22)
    find(extract, 3, accepted=True)
    first, second = page(member, extract), page(member, extract, "findings-page=2")
    assert first.count("Leave it as it is</a>") == 20 and "Left as it is" not in first
    assert "22 findings must be mended" in first
    assert second.count("Leave it as it is</a>") == 2 and second.count("Left as it is: Known already") == 3
    left = page(member, extract, "findings-state=left")
    assert "Leave it as it is</a>" not in left and left.count("Left as it is: Known already") == 3
    assert "Nothing." in page(member, extract, "findings-kind=initials")


def test_the_file_of_findings_has_all_of_them(extract, member):
    find(extract, 45)
    rows = page(member, extract, "findings-format=csv").splitlines()
    assert len(rows) == 46 and "Document 1, line 1: Ann Lee asked" in rows[1]


def test_titles_beside_findings_are_those_that_leave(extract, member):
    find(extract, 1)
    assert ">Document 1</a>, Letter of Ann Lee, line 1" in page(member, extract)
    take_out(extract, "Ann Lee")
    assert ">Document 1</a>, Letter of [REDACTED S40: personal data], line 1" in page(member, extract)


def test_more_findings_take_no_more_queries(extract, member, django_assert_max_num_queries):
    find(extract, 40)
    with django_assert_max_num_queries(22):
        page(member, extract)


def test_a_finding_that_quotes_a_sensitive_document_is_a_read_of_it(areas, member):
    kept = keep("Who is ill.", title="List", name="list.txt", sensitivity="sensitive")
    keep("Who is well.", title="Well", name="well.txt")
    extract = extract_of()
    find(extract, 1, paper=2)
    page(member, extract, "findings-format=csv")
    assert not AuditEntry.objects.filter(verb="record.document.read").exists()
    find(extract, 1, paper=1)
    page(member, extract, "findings-format=csv")
    line = AuditEntry.objects.get(verb="record.document.read")
    assert line.subject == f"document:{kept.pk}"


@pytest.fixture
def machine(client, monkeypatch):
    """Ask the API as the national team: the token is looked up elsewhere, and tested there."""

    def asks(address, expected=200):
        monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda self, token: national())
        answer = client.get(f"/api/v1/record/extracts{address}", headers={"Authorization": "Bearer token"})
        assert answer.status_code == expected, answer.content
        return json.loads(answer.content)

    return asks


def test_extracts_and_their_documents_come_in_pages_by_machine(extract, machine):
    second = extract_of()
    assert [one["id"] for one in machine("?limit=1")] == [extract.pk]
    assert [one["id"] for one in machine(f"?after={extract.pk}")] == [second.pk]
    assert [one["number"] for one in machine(f"/{extract.pk}/documents?limit=1")] == [1]
    assert [one["number"] for one in machine(f"/{extract.pk}/documents?after=1")] == [2]
    assert machine(f"/{extract.pk}/documents?after=2") == []


def test_statements_come_in_pages_over_all_documents_by_machine(extract, machine):
    whole = machine(f"/{extract.pk}/statements")
    assert len(whole["items"]) >= 4 and whole["next_after"] is None
    found, after = [], ""
    while after is not None:
        one = machine(f"/{extract.pk}/statements?limit=1&after={after}")
        assert len(one["items"]) == 1
        found, after = found + one["items"], one["next_after"]
    assert found == whole["items"] and {one["document"] for one in found} == {1, 2}
    for bad in ("x", "1", "1.x", "-1.2"):
        machine(f"/{extract.pk}/statements?after={bad}", expected=422)
