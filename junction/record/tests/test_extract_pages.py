"""Pages and API of extracts: what is taken out is on none of them; steps, refusals, and who may not."""

import json

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.record.models import Extract, ExtractFinding, RedactionRule
from junction.record.operations.keeping import keep_document
from junction.record.rules.disclosure.finding import standing
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source
from junction.record.tasks import check_extract, release_extract
from junction.registry.models import Area
from tests.cast import national, officer_of

from .disclosing import NOW, TRAFFORD, extract_of, keep, released, take_out, two_documents
from .made_files import box, pdf, said

pytestmark = pytest.mark.django_db
MADE = {"title": "Masks", "purpose": "Request 12", "made_for": "The inquiry"}


@pytest.fixture
def extract(areas) -> Extract:
    two_documents()
    return extract_of()


@pytest.fixture
def member(sign_in, areas):
    return sign_in("national")


@pytest.fixture
def officer(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


def at(name, *arguments):
    return reverse(f"record:{name}", args=arguments)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def test_an_extract_is_looked_at_before_it_is_made(extract, member):
    looked = member.post(at("make-extract"), MADE | {"words": "pallets", "step": "look"})
    assert "The hub" in looked.content.decode() and "Letter of" not in looked.content.decode()
    assert Extract.objects.count() == 1
    made = member.post(at("make-extract"), MADE | {"words": "pallets", "step": "make"})
    newest = Extract.objects.first()
    assert made.url == at("extract", newest.pk) and newest.words == "pallets"
    assert member.post(at("make-extract"), MADE | {"words": "zebra", "step": "make"}).status_code == 422
    assert member.post(at("make-extract"), {"step": "make"}).status_code == 422


def test_from_a_rule_to_a_bundle(extract, member, django_capture_on_commit_callbacks):
    one = at("extract", extract.pk)
    add = at("add-redaction", extract.pk)
    assert member.post(add, {"words": "", "scope": "extract", "reason": "S40"}).status_code == 422
    place = {"words": "Ann Lee", "scope": "place", "number": "1", "line": "1", "reason": "S40"}
    assert member.post(add, place | {"line": "2"}).status_code == 422
    assert member.post(add, place).url == one
    rule = RedactionRule.objects.get()
    assert (rule.start, rule.end, rule.words) == (0, 7, "Ann Lee")
    by = AuditEntry.objects.get(verb="record.redaction.added").by
    assert member.post(at("check-extract", extract.pk)).url == one
    assert "Being checked" in read(member, one)
    check_extract(extract.pk, by)
    page = read(member, one)
    assert (
        "The same words are taken out in one place and left in another" in page
        and "Leave it as it is" in page
    )
    assert member.post(at("release-extract", extract.pk)).url == one
    assert "mend or accept everything" in read(member, one)
    for found in ExtractFinding.objects.all():
        assert member.post(at("accept-finding", found.pk), {"because": ""}).status_code == 422
        assert member.post(at("accept-finding", found.pk), {"because": "Known already"}).url == one
    member.post(at("release-extract", extract.pk))
    release_extract(extract.pk, by)
    extract.refresh_from_db()
    assert extract.seal["head"] in read(member, one)
    assert read(member, at("extract-bundle", extract.pk)).startswith("PK")
    assert AuditEntry.objects.filter(verb="record.extract.downloaded").count() == 1
    assert member.post(add, place).status_code == 422  # it has left


def test_what_is_taken_out_is_on_no_way_out(extract, member):
    take_out(extract, "Ann Lee")
    take_out(extract, pattern="email")
    ways = [
        at("extract-document", extract.pk, 1), at("extract-search", extract.pk),
        f"{at('extract-search', extract.pk)}?q=asked", f"{at('extract-search', extract.pk)}?found-format=csv",
        f"{at('extract', extract.pk)}?documents-format=csv",
    ]  # fmt: skip
    for way in ways:
        said = read(member, way)
        assert "REDACTED S40" in said, way
        assert not standing(said, "Ann Lee") and "example.org" not in said, way
    assert "REDACTED" not in read(member, f"{at('extract-search', extract.pk)}?q=Ann+Lee")


@pytest.fixture
def machine(client, monkeypatch):
    """Ask the API as any actor of the cast: the token is looked up elsewhere, and tested there."""

    def asks(by, address):
        monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda self, token: by)
        answer = client.get(f"/api/v1/record/extracts{address}", headers={"Authorization": "Bearer token"})
        return answer.status_code, answer.content.decode()

    return asks


def test_the_api_says_what_the_pages_say(extract, machine):
    take_out(extract, "Ann Lee")
    take_out(extract, pattern="email")
    for way in (f"/{extract.pk}/documents", f"/{extract.pk}/statements"):
        status, said = machine(national(), way)
        assert status == 200 and "REDACTED S40" in said
        assert not standing(said, "Ann Lee") and "example.org" not in said
        assert machine(officer_of(TRAFFORD), way)[0] == 404
    listed = json.loads(machine(national(), "")[1])
    assert [(one["id"], one["documents"], one["head"]) for one in listed] == [(extract.pk, 2, None)]
    assert machine(officer_of(TRAFFORD), "")[0] == 403


def test_a_rule_taken_back_no_longer_holds(extract, member):
    take_out(extract, "Ann Lee")
    member.post(at("withdraw-redaction", RedactionRule.objects.get().pk))
    assert standing(read(member, at("extract-document", extract.pk, 1)), "Ann Lee")


def test_reading_what_is_sensitive_is_in_the_log(areas, member):
    kept = keep("Who is ill.", title="List", name="list.txt", sensitivity="sensitive")
    extract = extract_of()
    member.get(at("extract-document", extract.pk, 1))
    line = AuditEntry.objects.get(verb="record.document.read")
    assert line.subject == f"document:{kept.pk}" and line.detail == {
        "path": at("extract-document", extract.pk, 1)
    }


def test_reading_what_is_sensitive_by_its_own_pages_is_in_the_log_too(areas, member):
    kept = keep("Who is ill.", title="List", name="list.txt", sensitivity="sensitive")
    plain = keep("Who is well.", title="Well", name="well.txt")
    for name in ("document", "document-text", "document-file"):
        member.get(at(name, kept.pk))
        member.get(at(name, plain.pk))
    member.get(at("statement", kept.statements.get().pk))
    lines = AuditEntry.objects.filter(verb="record.document.read").values_list("subject", flat=True)
    assert list(lines) == [f"document:{kept.pk}"] * 4


def test_an_officer_of_the_council_itself_sees_none_of_it(areas, officer):
    extract = released()
    for name in ("extracts", "make-extract"):
        assert officer.get(at(name)).status_code == 403
    for name in ("extract", "extract-search", "extract-bundle", "add-redaction"):
        assert officer.get(at(name, extract.pk)).status_code == 403


def test_pages_take_few_queries(extract, member, django_assert_max_num_queries):
    take_out(extract, "Ann Lee")
    with django_assert_max_num_queries(12):
        member.get(at("extracts"))
    with django_assert_max_num_queries(20):
        member.get(at("extract", extract.pk))


def test_no_such_document_no_such_bundle(extract, member):
    assert member.get(at("extract-document", extract.pk, 9)).status_code == 404
    assert member.get(at("extract-bundle", extract.pk)).status_code == 404


def test_a_job_of_who_may_no_longer_disclose_gives_the_extract_back(extract, member):
    member.post(at("check-extract", extract.pk))
    check_extract(extract.pk, "user:999999")
    extract.refresh_from_db()
    assert extract.state == "preparing" and not ExtractFinding.objects.exists()


def test_text_under_a_box_in_a_pdf_is_found_by_the_job(extract, member):
    content = pdf(said("Dr Brown is ill") + box())
    read = read_plain(Source("A page.", name="list.pdf"))
    keep_document(content, read, About("letter", "List", area=TRAFFORD), by=national(), now=NOW)
    second = extract_of()
    member.post(at("check-extract", second.pk))
    check_extract(second.pk, AuditEntry.objects.filter(verb="record.extract.check-asked").get().by)
    found = ExtractFinding.objects.get(kind="text-under-box")
    assert (found.words, found.one["where"]) == ("Dr Brown is ill", "page 1")
