"""Documents of every kind come out as text with places; what cannot be opened is refused in a sentence."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.files import CannotOpen, apart, failed_redactions, open_source
from junction.record.files.child import answer
from junction.record.files.readers import READERS
from junction.record.rules.readers import read_as

from .made_files import bomb, box, docx, letter, pdf, said, workbook


def bold(source):
    return [source.quote(span) for span in source.bold]


def test_text_is_kept_as_it_stands_in_any_encoding():
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert open_source("**PO** to action – £5\r\nnext".encode(encoding), name="a.txt").text == (
            "**PO** to action – £5\nnext"
        )


def test_form_feeds_part_pages_and_stray_control_characters_move_nothing():
    source = open_source(b"one\x07\ftwo\n\fthree", name="a.txt")
    assert source.text == "one \ftwo\n\fthree"
    assert [source.page_of(source.text.index(word)) for word in ("one", "two", "three")] == [1, 2, 3]


def test_a_csv_becomes_lines_with_tabs_and_prose_with_that_name_stays():
    assert (
        open_source(b'Ref,Item\n1,"two, and\nthree"\n', name="a.csv").text == "Ref\tItem\n1\ttwo, and three\n"
    )
    assert open_source(b"Well, yes.\nNo\nBut, and, so.\nOh\n", name="a.csv").text.startswith("Well, yes.")


def test_every_sheet_of_a_workbook_is_read_and_begins_a_page():
    source = open_source(workbook([["Ref", "Item"], [1, "a\nb"]], [["Second", "", 2.5]]), name="plan.xlsx")
    assert source.text == "Ref\tItem\n1\ta b\nSecond\t\t2.5\n"
    assert source.page_of(source.text.index("Second")) == 2
    assert ("sheet", "Sheet2") in source.properties


def test_a_document_of_word_comes_in_its_order():
    source = open_source(docx(), name="no-ending")
    assert source.text == (
        "Winter plan\nWe will open beds by 31 October 2020.\n"
        "Ref\tItem\tEvidence\n1\ttwo lines\t\nAfter.\nNext page.\n"
    )
    assert bold(source) == ["Winter plan", "open beds"]
    assert source.page_of(source.text.index("Next")) == 2
    assert ("author", "A council") in source.properties


def test_a_pdf_comes_line_by_line_with_pages_cells_and_bold():
    first = (
        said("Winter plan", font="F2")
        + said("Ref", y=700)
        + said("Item", x=200, y=700)
        + said("below", y=686)
    )
    source = open_source(pdf(first, said("Second page"), title="Our plan"), name="plan.pdf")
    assert source.text == "Winter plan\n\nRef\tItem\nbelow\nSecond page\n"
    assert bold(source) == ["Winter plan"]
    assert source.page_of(source.text.index("Second")) == 2
    assert ("Title", "Our plan") in source.properties


def test_a_page_without_text_is_named():
    source = open_source(pdf(said("Words"), box()), name="plan.pdf")
    assert ("pages without text", "2") in source.properties
    assert [each.check for each in read_as("letter", source).findings] == ["pages-without-text"]


def test_a_scan_is_opened_without_text_and_says_what_it_needs():
    source = open_source(pdf(box(), box()), name="scan.pdf")
    read = read_as("letter", source)
    assert (source.text.strip(), read.readings) == ("", ())
    assert [finding.check for finding in read.findings] == ["no-text"]
    assert "OCR" in read.findings[0].message


def test_an_email_comes_with_its_headers_attachments_and_the_message_within():
    inner = letter(body="Inner body.")
    source = open_source(letter(held=inner).as_bytes(), name="x")
    assert source.text.startswith(
        "From: Rosé Whitmore <rose@example.org>\nDate: Thu, 05 Mar 2020 11:29:44 +0000\nTo: all@example.org\n"
        "Subject: Read out £\nAttachments: plan.pdf (application/pdf, 4 bytes)\n\nDear all,\n\nThank you.\n"
    )
    assert source.text.count("From: ") == 2
    assert source.text.rstrip().endswith("Inner body.")
    assert ("X-Handling", "OFFICIAL") in source.properties


def test_of_text_and_html_the_text_is_taken_and_html_alone_becomes_text():
    html = "<html><head><style>x</style></head><body><p>Hello <b>PO</b> all</p>"
    html += "<table><tr><td>a<td>b</table>x<br>y"
    both = open_source(letter(html=html).as_bytes(), name="x.eml").text
    assert "Thank you." in both
    assert "Hello" not in both.split("[html: ")[0]
    alone = open_source(letter(body="", html=html).as_bytes(), name="x.eml")
    assert alone.text.endswith("\n\nHello PO all\na\tb\nx\ny\n")
    assert bold(alone) == ["PO"]
    assert open_source(html.encode(), name="x.txt").text == "Hello PO all\na\tb\nx\ny\n"


def test_a_pasted_email_is_text_and_stays_as_it_is():
    pasted = "From:\tNR\nSent:\t05/03/2020\nSubject:\tx\n\nDear all\n"
    assert open_source(pasted.encode(), name="a.txt").text == pasted


ENCRYPTED = pdf(said("x")).replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32
    + b"> >> /ID [<00><00>]",
)  # fmt: skip


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, b"<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\t", "file-empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "file-is-picture"),
        (b"{\\rtf1 Hello}", "file-is-old-word"),
        (bytes(range(32)) * 40, "file-unknown"),
        (archive("a.txt"), "file-unknown"),
        (b"PK\x03\x04 cut short", "file-damaged"),
        (archive("word/document.xml"), "file-damaged"),
        (archive("xl/workbook.xml"), "file-damaged"),
        (b"%PDF-1.4\nnothing more", "file-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file-damaged"),
        (workbook([]), "no-text-inside"),
        (ENCRYPTED, "file-locked"),
        (docx()[:3000], "file-damaged"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_a_sentence(content, code):
    with pytest.raises(CannotOpen) as refusal:
        open_source(content, name="a")
    assert refusal.value.code() == code
    assert str(refusal.value)


def test_a_file_over_the_limits_is_refused(monkeypatch):
    from junction.record.files import kinds, opening

    monkeypatch.setattr(opening, "LIMITS", {**opening.LIMITS, "bytes_at_most": 10})
    with pytest.raises(CannotOpen, match="too large"):
        open_source(b"x" * 11, name="a")
    monkeypatch.undo()
    monkeypatch.setattr(kinds, "LIMITS", {**kinds.LIMITS, "unpacked_bytes_at_most": 10})
    with pytest.raises(CannotOpen, match="too long or too much"):
        open_source(docx(), name="a")


def test_a_reader_that_hangs_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(apart, "_CHILD", slow)
    monkeypatch.setattr(apart, "LIMITS", {"seconds": -4})
    with pytest.raises(CannotOpen, match="too long"):
        open_source(pdf(said("x")), name="a")


@pytest.mark.slow
def test_a_pdf_that_unpacks_to_half_a_gigabyte_is_refused(monkeypatch):
    monkeypatch.setattr(apart, "LIMITS", {"seconds": 3})
    with pytest.raises(CannotOpen):
        open_source(bomb(), name="a.pdf")


def test_an_unforeseen_failure_counts_as_damage(monkeypatch):
    monkeypatch.setitem(READERS, "pdf", lambda content: 1 / 0)
    assert answer(b"", reader="pdf") == {"refused": "file-damaged"}
    monkeypatch.setitem(READERS, "pdf", lambda content: (_ for _ in ()).throw(RecursionError))
    assert answer(b"", reader="pdf") == {"refused": "too-heavy"}


def test_text_under_a_box_is_found_with_its_page():
    page = said("Secret name here") + box() + said("Seen", y=700)
    (found,) = failed_redactions(pdf(said("Nothing"), page))
    assert (found.page, found.text, found.box) == (2, "Secret name here", (70.0, 755.0, 270.0, 773.0))


@pytest.mark.parametrize(
    "page",
    [
        said("Seen") + box(y=500),
        box(colour="0.8 0.8 0.8 rg") + said("Seen on a shaded cell"),
        said("Framed") + "70 755 200 18 re S\n",
    ],
)
def test_shades_and_frames_hide_nothing(page):
    assert failed_redactions(pdf(page)) == []


def test_white_boxes_and_black_on_black_hide_as_well():
    assert [found.text for found in failed_redactions(pdf(said("Under white") + box(colour="1 1 1 rg")))] == [
        "Under white"
    ]
    assert [found.text for found in failed_redactions(pdf(box() + said("Black")))] == ["Black"]
    assert failed_redactions(b"text", name="a.txt") == []


@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_opened_or_refused(content):
    for reader in ("letter", "html"):
        assert {"read", "refused"} & answer(content, reader=reader).keys()
    try:
        source = (
            open_source(content, name="a.csv")
            if not content.startswith((b"PK", b"%PDF", b"<", b"\xd0"))
            else None
        )
    except CannotOpen as refusal:
        assert str(refusal)
    else:
        assert source is None or "\r" not in source.text


def test_a_header_in_no_known_encoding_stays_as_it_stands():
    content = letter().as_bytes().replace(b"From: =?utf-8?", b"From: =?\xff\xfff-8?")
    assert "Subject: Read out £" in open_source(content, name="x.eml").text


def test_what_a_page_of_html_does_not_show_stands_beside_its_text():
    content = (
        b'<html><title>Plan &amp; rota</title><meta name="Author" content="Ash Council">'
        b'<meta name="viewport" content="x"><p title="From the hub">Open <b>today</b>.</p>'
        b"<!-- ask Bo\n about beds --><!--[if mso]>x<![endif]-->"
    )
    source = open_source(content, name="a.html")
    assert source.text == (
        "Open today.\n[title: Plan & rota]\n[author: Ash Council]\n[shown on pointing: From the hub]\n"
        "[comment: ask Bo about beds]\n"
    )
    read = read_as("letter", source)
    assert [one.cells["beside"].text for one in read.readings if "beside" in one.cells] == [
        "title", "author", "shown on pointing", "comment",
    ]  # fmt: skip
    assert open_source(b"<html><p>Open.</p>", name="a.html").beside_from is None
