"""Whatever hides words in a PDF, they are found before it leaves; what stands beside its text is read."""

import pytest

from junction.core.files.queries import content
from junction.record.files import failed_redactions, open_source
from junction.record.models import Document, ExtractFinding
from junction.record.operations import disclosure
from junction.record.rules.opened import NOT_READ
from junction.record.rules.readers import read_as
from tests.cast import national

from . import made_pdfs
from .disclosing import NOW, PLAIN, checked, extract_of, keep, unpacked
from .made_files import pdf, said

MULTIPLY = "/ExtGState << /G << /BM /Multiply >> >>"
WAYS = [
    made_pdfs.under_a_picture,
    made_pdfs.under_a_note,
    made_pdfs.white_on_white,
    made_pdfs.drawn_by_nothing,
    made_pdfs.beside_the_page,
    made_pdfs.in_a_layer_switched_off,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_words_that_nobody_sees_are_found_with_their_page(way):
    assert [(found.page, found.text) for found in failed_redactions(way())] == [(1, made_pdfs.SECRET)]


def test_a_turned_page_and_its_cut_edges_are_no_way_to_hide():
    found = failed_redactions(made_pdfs.under_a_box_on_a_turned_page())
    assert ["".join(one.text.split()) for one in found] == ["AnnLeesecret"]


def test_what_only_an_earlier_revision_says_is_found_on_no_page():
    assert [(one.page, one.text) for one in failed_redactions(made_pdfs.in_an_earlier_revision())] == [
        (0, made_pdfs.SECRET)
    ]
    assert "secret" not in open_source(made_pdfs.in_an_earlier_revision(), name="a.pdf").text


@pytest.mark.parametrize("grey", ["0.7 0.7 0.7 rg", "0.85 0.1 0.1 rg", "0 0 0 rg"])
def test_pale_and_coloured_words_are_seen(grey):
    assert failed_redactions(pdf(f"{grey} {said('Pale words on the page')}")) == []


def test_words_recognised_behind_a_scan_of_them_are_seen():
    """The scan shows what the words say: dark on light, where the unseen words stand."""
    stripes = "".join(f"{x} 758 m {x} 768 l S " for x in range(72, 170, 4))
    assert failed_redactions(made_pdfs.one_page(f"{stripes} 3 Tr {said('Recognised words')}")) == []


def test_what_a_highlighter_marks_is_seen_and_what_is_painted_over_in_any_colour_is_not():
    marked = f"{said('Marked')} q /G gs 1 1 0 rg 70 755 200 18 re f Q"
    assert failed_redactions(made_pdfs.one_page(marked, resources=MULTIPLY)) == []
    assert [one.text for one in failed_redactions(made_pdfs.one_page(marked.replace("/G gs", "")))] == [
        "Marked"
    ]


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (made_pdfs.with_a_remark, "[comment by Jo on page 1: Ask Ann Lee]"),
        (made_pdfs.with_a_field, "[field name: Ann Lee]"),
    ],
)
def test_remarks_and_fields_stand_after_the_text_and_are_read(made, line):
    source = open_source(made(), name="a.pdf")
    assert source.text.splitlines()[-1] == line
    read = read_as("letter", source)
    assert not read.not_read() and read.readings[-1].text == line


def test_what_a_file_says_of_itself_in_xml_is_among_its_properties():
    assert ("XMP", "Ann Lee") in open_source(made_pdfs.with_an_author_in_xml(), name="a.pdf").properties


def test_a_file_within_is_named_and_not_passed_over():
    read = read_as("letter", open_source(made_pdfs.with_a_file_within(), name="a.pdf"))
    (found,) = [one for one in read.findings if one.check == "parts-not-read"]
    assert found.value == "list of names.txt"


@pytest.mark.django_db
def test_a_source_with_files_that_nobody_read_never_leaves_as_received(areas):
    keep(PLAIN, title="The hub", name="hub.txt")
    Document.objects.update(properties={NOT_READ: "list of names.txt"})
    extract = checked(extract_of(with_originals=True))
    (found,) = ExtractFinding.objects.filter(extract=extract)
    assert (found.kind, found.words) == ("unread-part", "list of names.txt")
    disclosure.accept_finding(found.pk, "an empty list", by=national(), now=NOW)
    disclosure.ask_release(extract.pk, by=national(), now=NOW)
    disclosure.release(extract.pk, by=national(), now=NOW)
    extract.refresh_from_db()
    assert not [name for name in unpacked(content(extract.file_id)) if "originals" in name]
