"""Nothing in a document of Word is lost: numbers, headers, comments, notes, boxes, deletions."""

import io

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from junction.record.files import open_source
from junction.record.files.readers.docx_numbers import formatted
from junction.record.rules.readers import read_as

from .made_containers import add_list, number

W = nsdecls("w")


def opened(document):
    out = io.BytesIO()
    document.save(out)
    return open_source(out.getvalue(), name="a.docx")


def body(source):
    return source.text[: source.beside_from]


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [(3, "decimal", "3"), (3, "lowerLetter", "c"), (28, "upperLetter", "BB"), (14, "lowerRoman", "xiv"),
     (1999, "upperRoman", "MCMXCIX"), (7, "decimalZero", "07"), (7, "hebrew1", "7")],
)  # fmt: skip
def test_numbers_have_the_form_that_word_gives_them(value, form, said):
    assert formatted(value, form) == said


def test_numbers_that_word_sets_stand_before_their_paragraphs():
    document = Document()
    levels = add_list(document, ("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))
    for level, words in [(0, "Money"), (1, "We will pay"), (2, "soon"), (2, "in full"), (1, "We will ask"),
                         (2, "again"), (0, "People"), (1, "We will train")]:  # fmt: skip
        number(document.add_paragraph(words), of=levels, level=level)
    document.add_paragraph("Not numbered")
    document.add_paragraph("A point", style="List Bullet")
    assert opened(document).text == (
        "1. Money\n1.1 We will pay\n(a) soon\n(b) in full\n1.2 We will ask\n(a) again\n2. People\n"
        "2.1 We will train\nNot numbered\n• A point\n"
    )


def test_references_that_word_numbers_in_a_table_are_there():
    document = Document()
    levels = add_list(document, ("decimal", "%1."))
    table = document.add_table(rows=1, cols=3)
    for cell, words in zip(table.rows[0].cells, ("Ref", "Action", "Lead"), strict=True):
        cell.text = words
    for words in ("Keep a store of masks", "Tell the homes"):
        cells = table.add_row().cells
        number(cells[0].paragraphs[0], of=levels, level=0)
        cells[1].text, cells[2].text = words, "Local authority"
    read = read_as("action-plan", opened(document))
    assert [row.ref for row in read.readings if row.kind == "row"] == ["1", "2"]


def with_everything():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "OFFICIAL"
    document.sections[0].footer.paragraphs[0].text = "A council"
    paragraph = document.add_paragraph("1.1 We will test ")
    run = paragraph.add_run("everybody")
    document.add_comment(run, text="Really?", author="R Roe", initials="RR")
    deleted = f'<w:del {W} w:id="9" w:author="S Poe" w:date="2020-10-01T10:00:00Z">'
    paragraph._p.append(parse_xml(f"{deleted}<w:r><w:delText> at once</w:delText></w:r></w:del>"))
    inserted = f'<w:ins {W} w:id="8" w:author="S Poe"><w:r><w:t> by May.</w:t></w:r></w:ins>'
    paragraph._p.append(parse_xml(inserted))
    held = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    box = f"<w:txbxContent>{held.format('In a box')}</w:txbxContent>"
    paragraph._p.append(parse_xml(f"<w:r {W}><w:pict>{box}</w:pict></w:r>"))
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    note = f'<w:footnote w:id="2">{held.format("See the Act")}</w:footnote>'
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return opened(document)


def test_nothing_in_the_file_is_lost_and_the_text_reads_as_printed():
    source = with_everything()
    assert body(source) == "1.1 We will test everybody by May.¹\nIn a box\n1 See the Act\n"
    assert source.text[source.beside_from :].splitlines() == [
        "[header: OFFICIAL]", "[footer: A council]",
        "[comment by R Roe on {day} on “everybody”: Really?]".format(
            day=source.text.split("R Roe on ")[1][:10]
        ),
        "[deleted by S Poe on 2020-10-01: at once]",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["plan", "action-plan", "messages", "email", "readout", "letter"])
def test_what_stands_beside_the_text_is_read_apart_from_it(kind):
    read = read_as(kind, with_everything())
    assert read.not_read() == []
    beside = [one for one in read.readings if "beside" in one.cells]
    assert [one.cells["beside"].text for one in beside] == ["header", "footer", "comment", "deleted"]
    others = [one for one in read.readings if one not in beside]
    assert not any("Really?" in one.text or "OFFICIAL" in one.text for one in others)


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next():
    document = Document()
    first = document.add_paragraph("We will ")
    first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="1" w:author="A"/></w:rPr>'))
    document.add_paragraph("test.")
    assert opened(document).text == "We will test.\n"
