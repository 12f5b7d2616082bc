"""The pages of the record: documents, their text by lines, statements and what is laid over them, search."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from junction.record.models import Annotation, Document, Statement
from junction.record.operations import annotating
from junction.record.operations.keeping import keep_document
from junction.record.queries.search import search
from junction.record.rules.handling import About
from junction.record.rules.reading import Cell, Certainty, DateSaid, Kind, Read, Reading
from junction.record.rules.source import Source, Span
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD = "E08000009"
LINES = [
    "The council will open a hub by 1 May.",
    "",
    "Staff recieve trainning in infection control.",
    "<b>x</b>",
]
TEXT = "\n".join(LINES) + "\n"


def spans():
    starts, at = [], 0
    for line in LINES:
        starts.append(Span(at, at + len(line)))
        at += len(line) + 1
    return starts


@pytest.fixture
def kept(areas) -> Document:
    hub, _, training, mark_up = spans()
    said = DateSaid("by 1 May", Span(28, 36), None, date(2020, 5, 2), Certainty.INFERRED)
    read = Read(
        Source(TEXT, name="hub plan.txt"),
        (
            Reading(Kind.PARAGRAPH, (hub,), LINES[0], ref="1.1", dates=(said,)),
            Reading(Kind.PARAGRAPH, (training,), LINES[2], ref="1.2"),
            Reading(Kind.FURNITURE, (mark_up,), LINES[3]),
        ),
    )
    keep_document(TEXT.encode(), read, About("plan", "Hub plan", area=TRAFFORD), by=national(), now=NOW)
    return Document.objects.get()


@pytest.fixture
def officer(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


@pytest.fixture
def outsider(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code="E08000025"))


def test_a_statement_is_shown_where_it_stands(kept, officer):
    one = Statement.objects.get(ref="1.2")
    page = officer.get(reverse("record:statement", args=[one.pk])).content.decode()
    assert f"<mark>{LINES[2]}</mark>" in page and LINES[0] in page
    text = officer.get(
        f"{reverse('record:document-text', args=[kept.pk])}?statement={one.pk}"
    ).content.decode()
    assert 'id="line-3"' in text and "&lt;b&gt;x&lt;/b&gt;" in text


def test_the_list_and_the_document_say_what_was_read_in_few_queries(
    kept, officer, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        listed = officer.get(reverse("record:documents")).content.decode()
    assert "Hub plan" in listed
    with django_assert_max_num_queries(16):
        page = officer.get(reverse("record:document", args=[kept.pk])).content.decode()
    assert kept.file_id in page and "1.1" in page
    assert (
        "will open a hub"
        in b"".join(
            officer.get(f"{reverse('record:document', args=[kept.pk])}?format=csv").streaming_content
        ).decode()
    )


def test_the_file_comes_as_it_was_received(kept, officer):
    answer = officer.get(reverse("record:document-file", args=[kept.pk]))
    assert answer.content == TEXT.encode() and "attachment" in answer["Content-Disposition"]


def test_another_council_sees_none_of_it(kept, outsider):
    one = Statement.objects.first()
    for name, number in (
        ("record:document", kept.pk), ("record:document-text", kept.pk), ("record:document-file", kept.pk),
        ("record:statement", one.pk),
    ):  # fmt: skip
        assert outsider.get(reverse(name, args=[number])).status_code == 404
    assert "Hub plan" not in outsider.get(reverse("record:documents")).content.decode()
    assert "open a hub" not in outsider.get(f"{reverse('record:search')}?q=hub").content.decode()


def test_words_are_found_though_the_scan_got_letters_wrong(kept):
    scope = officer_of(TRAFFORD).scope
    assert [one.ref for one in search(scope, "training", now=NOW).rows] == ["1.2"]
    assert [one.ref for one in search(scope, "opening hubs", now=NOW).rows] == ["1.1"]
    assert not search(scope, "masks", now=NOW).rows.exists()
    assert not search(other_officer().scope, "training", now=NOW).rows.exists()


def test_statements_are_found_by_the_days_they_speak_of(kept):
    scope = officer_of(TRAFFORD).scope
    assert [one.ref for one in search(scope, until_on=date(2020, 5, 1), now=NOW).rows] == ["1.1"]
    assert not search(scope, from_on=date(2020, 5, 2), now=NOW).rows.exists()


def test_a_correction_is_laid_over_and_taken_back(kept, officer):
    one = Statement.objects.get(ref="1.2")
    address = reverse("record:statement", args=[one.pk])
    assert officer.post(address, {"kind": "correction", "text": ""}).status_code == 422
    assert officer.post(address, {"kind": "correction", "text": "Staff receive training"}).status_code == 302
    added = Annotation.objects.get()
    assert "Staff receive training" in officer.get(address).content.decode()
    assert Document.objects.get().text == TEXT
    assert officer.post(reverse("record:withdraw-annotation", args=[added.pk])).status_code == 302
    assert "Staff receive training" not in officer.get(address).content.decode()
    with pytest.raises(annotating.AlreadyWithdrawn):
        annotating.withdraw_annotation(added.pk, by=officer_of(TRAFFORD), now=NOW)


def test_nothing_is_laid_over_anothers_document(kept, outsider):
    one = Statement.objects.first()
    answer = outsider.post(reverse("record:statement", args=[one.pk]), {"kind": "note", "text": "x"})
    assert answer.status_code == 404 and not Annotation.objects.exists()


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 3), (0, 10_000)])
def test_a_layer_lies_somewhere_in_the_document(kept, start, end):
    with pytest.raises(annotating.CannotAnnotate):
        annotating.annotate(
            kept.pk, annotating.Layer("note", start, end, "x"), by=officer_of(TRAFFORD), now=NOW
        )


def test_words_are_found_in_the_evidence_of_a_row(areas):
    text = "1\tKeep staff\tGrowing apprenticeships"
    cells = {"evidence": Cell("Growing apprenticeships", (Span(13, len(text)),))}
    read = Read(Source(text), (Reading(Kind.ROW, (Span(0, len(text)),), "Keep staff", ref="1", cells=cells),))
    keep_document(text.encode(), read, About("action-plan", "Table", area=TRAFFORD), by=national(), now=NOW)
    assert [one.ref for one in search(national().scope, "aprenticeship", now=NOW).rows] == ["1"]
