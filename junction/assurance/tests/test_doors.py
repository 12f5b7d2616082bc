"""Pages, files and API of plans: what they say, what they refuse, how many statements they take."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from junction.assurance.models import Answer, Catalogue, Evidence, Issue
from junction.assurance.operations.issues import raise_issue
from junction.assurance.rules.parties import Party
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.record.operations.keeping import About, keep_document
from junction.record.rules.reading import Cell, Kind, Read, Reading, StatusClass
from junction.record.rules.source import Source, Span
from junction.registry.models import Area, Organisation
from tests.cast import national, signed_in, user_who

from .plans import NOW, TRAFFORD, officer, one_of, plan, say, show

pytestmark = pytest.mark.django_db
PARTY = Party(area=TRAFFORD)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def winter(areas):
    return plan()


@pytest.fixture
def council(areas):
    return signed_in(user_who("council-officer", area=Area.objects.get(code=TRAFFORD)))


@pytest.fixture
def nation(areas):
    return signed_in(user_who("national"))


def page(client, name, *arguments, **query):
    response = client.get(reverse(f"assurance:{name}", args=arguments), query)
    assert response.status_code == 200, response.status_code
    chunks = response.streaming_content if response.streaming else [response.content]
    return b"".join(chunks).decode()


def test_a_half_true_answer_is_called_what_it_is(winter, council):
    say(one_of(winter, "1"))
    say(one_of(winter, "2"), "done", "not-met")
    show(one_of(winter, "2"))
    body = page(council, "party", winter.pk, TRAFFORD)
    for words in ("Done, without evidence", "Done, but not met", "Overdue", "Only claimed", "No answer"):
        assert words in body
    narrowed = page(council, "party", winter.pk, TRAFFORD, problem="done-not-met")
    assert "two weeks of masks" in narrowed and "confirm that their plan" not in narrowed


def test_answering_on_a_page_is_a_claim_until_something_shows_it(winter, council):
    one = one_of(winter, "3")
    sent = {"status": "done", "result": "met", "depth": "1", "said": "Paid weekly", "expected": "0"}
    response = council.post(reverse("assurance:give-answer", args=[one.pk, TRAFFORD]), sent, follow=True)
    assert "a claim until there is evidence" in response.content.decode()
    again = council.post(
        reverse("assurance:give-answer", args=[one.pk, TRAFFORD]), sent | {"status": "planned"}
    )
    assert again.status_code == 422 and "Somebody has answered this since" in again.content.decode()
    evidence = {"title": "Ledger", "owner": "Finance", "quote": "All <b>paid</b>"}
    council.post(reverse("assurance:add-evidence", args=[one.pk, TRAFFORD]), evidence)
    body = page(council, "answer", one.pk, TRAFFORD)
    assert "Documented" in body and "All &lt;b&gt;paid" in body and "<b>paid" not in body


def test_the_national_page_says_words_and_keeps_its_number_of_statements(
    winter, nation, django_assert_max_num_queries
):
    say(one_of(winter, "1"))
    with django_assert_max_num_queries(10):
        body = page(nation, "progress", winter.pk)
    assert body.count("assurance-heat--") >= 4 * 100
    assert "Contradicts itself" in body and "0 of 1 done, 0 backed" in body
    narrowed = page(nation, "progress", winter.pk, word="contradicts")
    assert "Trafford" in narrowed and "Manchester" not in narrowed
    table = page(nation, "progress", winter.pk, format="csv")
    assert 'Trafford,"Contradicts itself: 1 of 1 done, 0 backed"' in table


def test_pages_keep_their_number_of_statements(winter, nation, django_assert_max_num_queries):
    for ref in ("1", "2", "3"):
        say(one_of(winter, ref))
        show(one_of(winter, ref))
    with django_assert_max_num_queries(12):
        page(nation, "party", winter.pk, TRAFFORD)
    with django_assert_max_num_queries(11):
        page(nation, "requirement", one_of(winter, "1").pk)
    with django_assert_max_num_queries(15):
        page(nation, "answer", one_of(winter, "1").pk, TRAFFORD)
    with django_assert_max_num_queries(8):
        page(nation, "catalogue", winter.pk)


def test_a_page_as_at_a_moment_shows_what_was_known(winter, nation):
    later = datetime(2020, 10, 5, 8, 59, tzinfo=UTC)
    say(one_of(winter, "1"))
    address = reverse("assurance:progress", args=[winter.pk])
    assert nation.get(address, {"as_at": later.strftime("%Y-%m-%dT%H:%M") + "+00:00"}).status_code == 404


def csv_of(*rows):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("answers.csv", "\n".join(["number,status,result,depth,said", *rows]).encode())


def test_a_file_is_tried_before_it_is_kept(winter, council):
    address = reverse("assurance:answer-by-file", args=[winter.pk, TRAFFORD])
    tried = council.post(address, {"file": csv_of("1,Done,Met,1,Sent", "2,under way,,,", "3,,,,")})
    body = tried.content.decode()
    assert "2 new answers" in body and not Answer.objects.exists()
    packed = body.split('name="packed" value="')[1].split('"')[0]
    council.post(address, {"sure": "yes", "packed": packed})
    kept = Answer.objects.order_by("requirement__number").values_list("status", "result", "channel")
    assert list(kept) == [
        ("done", "met", "file"), ("underway", "", "file"),
    ]  # fmt: skip
    assert council.post(address, {"sure": "yes", "packed": packed + "x"}).status_code == 422


def test_each_wrong_cell_of_a_file_is_told_and_nothing_is_kept(winter, council):
    address = reverse("assurance:answer-by-file", args=[winter.pk, TRAFFORD])
    rows = csv_of("9,done,,,", "1,finished,,,", "2,done,fine,,", "3,done,,7,", "4,done,,,", "4,done,,,")
    body = council.post(address, {"file": rows}).content.decode()
    for words in ("no such requirement", "“finished”", "“fine”", "whole number from 0 to 3", "twice"):
        assert words in body
    assert "sure" not in body.split("</h1>")[1].split("Row by row")[0]
    assert council.post(address, {}).status_code == 422


def action_plan():
    """Two rows: one with evidence and an open issue inside it, one with a word of status alone."""
    text = "1 Write to confirm\n2 Keep masks\n"
    cells = {"item": Cell("Councils must write to confirm that their plan is in place."),
             "evidence": Cell("Letter sent on 29 October. No reply yet."),
             "open_issue": Cell("No reply yet.")}  # fmt: skip
    bare = {"item": Cell("Councils should keep two weeks of masks in reach of every care home."),
            "evidence": Cell("Complete.")}  # fmt: skip
    readings = (
        Reading(
            Kind.ROW, (Span(0, 18),), "Write to confirm", ref="1", cells=cells, status=StatusClass.COMPLETE
        ),
        Reading(Kind.ROW, (Span(19, 31),), "Keep masks", ref="2", cells=bare, status=StatusClass.COMPLETE),
    )
    about = About(kind="action-plan", title="Trafford's winter plan", area=TRAFFORD)
    report = keep_document(text.encode(), Read(Source(text), readings), about, by=national(), now=NOW)
    return report.document


def test_an_action_plan_is_taken_as_answers_with_its_words_as_evidence(winter, council):
    document = action_plan()
    address = reverse("assurance:take-rows", args=[winter.pk, TRAFFORD, document.pk])
    body = council.get(address).content.decode()
    assert "100% sure" in body and "No evidence: stays a claim" in body
    first, second = document.statements.order_by("number")
    sent = {
        f"take-{first.pk}": "on", f"number-{first.pk}": "1", f"status-{first.pk}": "done",
        f"take-{second.pk}": "on", f"number-{second.pk}": "2", f"status-{second.pk}": "done",
    }  # fmt: skip
    wrong = council.post(address, sent | {f"number-{second.pk}": "77"})
    assert wrong.status_code == 422 and not Answer.objects.exists()
    council.post(address, sent | {f"number-{second.pk}": "1"})
    assert not Answer.objects.exists()  # two rows for one requirement
    council.post(address, sent)
    council.post(address, sent)  # pressed twice it is the same
    assert Answer.objects.count() == 2
    assert Evidence.objects.get().quote == "Letter sent on 29 October. No reply yet."
    assert Issue.objects.get().statement == first
    page_of_it = page(council, "party", winter.pk, TRAFFORD)
    assert "Done, with an open issue" in page_of_it and "Done, without evidence" in page_of_it


def test_requirements_are_proposed_confirmed_and_published(areas, nation):
    text = "Local authorities must write to every home.\n\nIt was cold that year."
    readings = (
        Reading(Kind.PARAGRAPH, (Span(0, 43),), text[:43], ref="1.1"),
        Reading(Kind.PARAGRAPH, (Span(45, 67),), text[45:], ref="1.2"),
    )
    report = keep_document(
        text.encode(),
        Read(Source(text), readings),
        About(kind="plan", title="A plan"),
        by=national(),
        now=NOW,
    )
    sent = {"title": "A plan", "in_force_from": "2020-10-01", "document_id": report.document.pk}
    nation.post(reverse("assurance:open-catalogue"), sent)
    made = Catalogue.objects.get()
    address = reverse("assurance:propose", args=[made.pk])
    body = nation.get(address).content.decode()
    line = report.document.statements.get(ref="1.1")
    assert f'name="take-{line.pk}"' in body and "cold that year" not in body
    ticked = {f"take-{line.pk}": "on", f"text-{line.pk}": "", f"actors-{line.pk}": "council"}
    assert nation.post(address, ticked).status_code == 422
    nation.post(address, ticked | {f"text-{line.pk}": "Councils must write.", f"due-{line.pk}": "2020-10-31"})
    one = made.requirements.get()
    assert (one.text, one.statement_id, str(one.due_on)) == ("Councils must write.", line.pk, "2020-10-31")
    nation.post(reverse("assurance:publish-catalogue", args=[made.pk]))
    made.refresh_from_db()
    assert made.published_at == NOW


def test_a_token_reads_returns_and_answers_once(winter, client):
    hub = Organisation.objects.create(
        kind="council", name="Trafford Council", name_key="t", area_id=TRAFFORD, created_at=NOW
    )
    ApiToken.objects.create(
        organisation=hub, name="t", sha256=hash_of("secret"), role="council-officer", created_at=NOW,
        created_by="system:test", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    headers = {"HTTP_AUTHORIZATION": "Bearer secret", "HTTP_IDEMPOTENCY_KEY": "one"}
    one = one_of(winter, "1")
    sent = {"answers": [{"requirement_id": one.pk, "party": TRAFFORD, "status": "done"}]}
    address = "/api/v1/assurance/answers"

    def post(body, **more):
        return client.post(address, json.dumps(body), content_type="application/json", **(headers | more))

    assert post(sent).json() == post(sent).json() == [
        {"requirement_id": one.pk, "party": TRAFFORD, "version": 1}
    ]  # fmt: skip
    assert Answer.objects.count() == 1
    other = {"answers": [sent["answers"][0] | {"party": "E08000003"}]}
    assert post(other, HTTP_IDEMPOTENCY_KEY="two").status_code == 403
    nonsense = {"answers": [sent["answers"][0] | {"party": "x"}]}
    assert post(nonsense, HTTP_IDEMPOTENCY_KEY="three").status_code == 422
    raise_issue(one.pk, PARTY, text="No reply", by=officer(), now=NOW)
    found = client.get(f"/api/v1/assurance/catalogues/{winter.pk}/returns", **headers).json()
    row = next(row for row in found if row["requirement_id"] == one.pk)
    assert (row["status"], row["strength"], row["depth"]) == ("done", "claimed", 0)
    assert row["problems"] == ["done-no-evidence", "done-open-issue", "only-claimed"]
    assert {row["party"] for row in found} == {TRAFFORD}
    asked = client.get(f"/api/v1/assurance/catalogues/{winter.pk}/requirements", **headers).json()
    assert [row["number"] for row in asked] == [1, 2, 3, 4]
    assert client.get("/api/v1/assurance/catalogues", **headers).json()[0]["requirements"] == 4
