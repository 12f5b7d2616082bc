"""Keeping documents: once, whole, in reach; every statement with its place."""

from datetime import UTC, date, datetime

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.record.files import open_source
from junction.record.models import Document, Statement
from junction.record.operations.keeping import CannotKeep, MayNotKeep, keep_document
from junction.record.queries.documents import document, documents, statements
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.readers import read_as
from junction.record.rules.reading import Cell, Certainty, DateSaid, Kind, Read, Reading, Redaction
from junction.record.rules.source import Source, Span
from junction.record.tests.made_files import box, pdf
from tests.cast import holder, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TEXT = "We will send masks by 1 May.\n\nI&S told her so.\n"
TRAFFORD = "E08000009"


def read_by_hand() -> Read:
    source = Source(TEXT, name="note.txt", page_starts=(0,))
    said = DateSaid("by 1 May", Span(19, 27), None, date(2020, 5, 2), Certainty.INFERRED)
    mark = Redaction("I&S", "IS", Span(30, 33), "name")
    return Read(
        source,
        (
            Reading(Kind.PARAGRAPH, (Span(0, 28),), "We will send masks by 1 May.", ref="1.1", dates=(said,)),
            Reading(Kind.COMMITMENT, (Span(0, 28),), "We will send masks by 1 May.", part_of=0,
                    cells={"who": Cell("We", (Span(0, 2),), 0.9)}),
            Reading(Kind.PARAGRAPH, (Span(30, 46),), "I&S told her so.", redactions=(mark,)),
        ),
    )  # fmt: skip


def keep(by=None, read=None, **about):
    chosen = {"kind": "plan", "title": "A plan", "area": TRAFFORD} | about
    return keep_document(TEXT.encode(), read or read_by_hand(), About(**chosen), by=by or national(), now=NOW)


def test_a_document_is_kept_with_each_statement_at_its_place(areas):
    report = keep()
    kept = Document.objects.get()
    assert (report.created, report.rows, kept.sensitivity) == (3, 3, "official")
    assert kept.retain_until == date(2040, 4, 20)
    first, promise, told = Statement.objects.all()
    assert kept.text[promise.start : promise.end] == "We will send masks by 1 May."
    assert promise.part_of == first and promise.cells["who"]["confidence"] == 0.9
    assert first.date_mentions.get().until_on == date(2020, 5, 2)
    assert (told.line, told.page, told.redaction_marks.get().code) == (3, 1, "IS")
    assert AuditEntry.objects.filter(verb="record.document.kept").count() == 1


def test_the_same_document_again_changes_nothing(areas):
    keep()
    again = keep()
    assert (again.created, again.unchanged) == (0, 3)
    assert Document.objects.count() == 1 and Statement.objects.count() == 3


def test_a_dry_run_reads_everything_and_keeps_nothing(areas):
    report = keep_document(
        TEXT.encode(), read_by_hand(), About("plan", "A plan"), dry_run=True, by=national(), now=NOW
    )
    assert report.created == 3 and report.as_dict()["records"][0]["ref"] == "1.1"
    assert not Document.objects.exists() and not Statement.objects.exists()


def test_a_scan_is_kept_without_a_statement_and_says_what_it_needs(areas):
    content = pdf(box())
    read = read_as("plan", open_source(content, name="scan.pdf"))
    report = keep_document(content, read, About("plan", "A scan"), by=national(), now=NOW)
    kept = Document.objects.get()
    assert (kept.text.strip(), kept.title, kept.file.sha256) == ("", "A scan", report.sha256)
    assert [one.check for one in report.findings] == ["no-text"]
    assert not Statement.objects.exists()


def test_what_no_reading_holds_is_reported_and_stays_in_the_text(areas):
    report = keep(read=Read(Source(TEXT), (Reading(Kind.PARAGRAPH, (Span(0, 28),), "x"),)))
    assert [(found.check, found.row) for found in report.findings] == [("not-read", 3)]
    assert Document.objects.get().text == TEXT


def test_what_postgresql_cannot_keep_is_shown_by_a_sign_of_the_same_length(areas):
    source = Source("a\x00b \ud800c")
    keep_document(b"x", read_plain(source), About("letter", "Odd"), by=national(), now=NOW)
    kept = Document.objects.get()
    assert len(kept.text) == len(source.text) and kept.text.startswith("a\u2400b")


def test_only_who_answers_for_an_area_keeps_documents_of_it(areas):
    keep(by=officer_of(TRAFFORD))
    with pytest.raises(MayNotKeep):
        keep(by=other_officer(), title="Another")
    with pytest.raises(MayNotKeep):
        keep(by=officer_of(TRAFFORD), area=None)


@pytest.mark.parametrize("wrong", [{"kind": "novel"}, {"title": " "}, {"sensitivity": "secret"}])
def test_a_document_needs_a_kind_a_title_and_a_marking(areas, wrong):
    with pytest.raises(CannotKeep):
        keep(**wrong)


def test_who_sees_what(areas):
    keep()
    keep(kind="letter", sensitivity="sensitive")
    keep(kind="email", sensitivity="published", area=None)
    auditor = holder("auditor", Reach(national=True))
    assert [d.kind for d in documents(officer_of(TRAFFORD).scope).order_by("pk")] == ["plan", "email"]
    assert [d.kind for d in documents(other_officer().scope)] == ["email"]
    assert documents(auditor.scope).count() == 3
    assert statements(other_officer().scope).count() == 3
    with pytest.raises(Document.DoesNotExist):
        document(other_officer().scope, Document.objects.get(kind="plan").pk)
    assert not documents(national().scope, as_at=datetime(2020, 4, 20, 8, 59, tzinfo=UTC)).exists()
