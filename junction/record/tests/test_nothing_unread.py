"""Nothing a file holds is passed over in silence: remarks, a body's other form, files within, odd bytes."""

import io
from email.message import EmailMessage

import xlsxwriter

from junction.record.files import open_source
from junction.record.operations.keeping import _of_itself
from junction.record.rules.opened import NOT_READ
from junction.record.rules.readers import read_as
from junction.record.rules.reading import Read
from junction.record.rules.source import Source

from .made_files import docx


def test_remarks_headers_and_drawings_of_a_workbook_are_read_after_its_cells():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"author": "Ann Lee", "company": "Lee and Sons"})
        sheet = book.add_worksheet("Plan")
        sheet.write_row("A1", ["Ref", "Item"])
        sheet.write_row("A2", [1, "Masks"])
        sheet.write_comment("B2", "Ask Ann Lee", {"author": "Jo"})
        sheet.insert_textbox("D4", "Drawn words")
        sheet.set_header("&LFor Ann&RPage &P")
    source = open_source(out.getvalue(), name="plan.xlsx")
    beside = source.text[source.beside_from :].splitlines()
    assert any("Ask Ann Lee" in line and line.startswith("[comment by Jo on B2") for line in beside)
    assert "[drawing: Drawn words]" in beside and "[header: For Ann Page]" in beside
    assert {("creator", "Ann Lee"), ("Company", "Lee and Sons")} <= set(source.properties)
    assert not read_as("action-plan", source).not_read()


def test_a_word_document_keeps_what_it_says_of_itself():
    assert "A council" in dict(open_source(docx(), name="a.docx").properties).values()


def message(plain: str, html: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "PPE"
    made["Date"] = "Mon, 13 Apr 2020 21:15:00 +0100"
    made.set_content(plain)
    made.add_alternative(html, subtype="html")
    return made


def test_what_only_the_html_of_a_body_says_stands_beside_it():
    made = message("Please see this as HTML.", "<p>Please see this as HTML.</p><p>Ann Lee has masks</p>")
    source = open_source(made.as_bytes(), name="a.eml")
    assert source.text.splitlines()[-1] == "[html: Ann Lee has masks]"
    read = read_as("email", source)
    assert not read.not_read() and read.readings[-1].text == "[html: Ann Lee has masks]"
    same = message("Masks come on Monday.", "<p>Masks come on <b>Monday.</b></p>")
    assert open_source(same.as_bytes(), name="a.eml").beside_from is None


def test_files_attached_to_a_message_that_are_not_read_are_named_and_messages_are_read():
    made = message("See attached.", "<p>See attached.</p>")
    made.add_attachment("Ann Lee", filename="names.txt")
    made.add_attachment(b"PNG", maintype="image", subtype="png", cid="<logo>", disposition="inline")
    made.add_attachment(b"From: c@example.org\nTo: d@example.org\n\nHi", maintype="application",
                        subtype="octet-stream", filename="c.eml")  # fmt: skip
    read = read_as("email", open_source(made.as_bytes(), name="a.eml"))
    assert [one.value for one in read.findings if one.check == "parts-not-read"] == ["names.txt"]


def test_what_is_said_twice_under_one_name_is_kept_twice():
    source = Source("x", properties=(("Received", "one"), ("Received", "two"), (NOT_READ, "a")))
    assert _of_itself(Read(source, ())) == {"Received": "one\ntwo", NOT_READ: "a"}


def test_a_stray_zero_byte_in_a_text_is_a_space_and_utf_16_stays_text():
    assert open_source(b"[13/04/2020, 21:15:00] Jo: a\x00b", name="a.txt").text.endswith("Jo: a b")
    for form in ("utf-16", "utf-16-le"):
        assert open_source("Jo: some words\n".encode(form), name="a.txt").text == "Jo: some words\n"


def test_a_quotation_mark_that_never_closes_swallows_no_rows():
    text = open_source(b'Ref,Item\n1,"open\n2,b\n3,c\n', name="a.csv").text
    assert [line.split("\t")[0] for line in text.splitlines()] == ["Ref", "1", "2", "3"]
    whole = open_source(b'Ref,Item\n1,"two\nlines"\n2,b\n', name="a.csv").text
    assert whole.splitlines() == ["Ref\tItem", "1\ttwo lines", "2\tb"]


def test_a_chat_whose_days_could_be_months_says_so():
    read = read_as("messages", Source("03/04/2020, 21:15 - Jo: a\n05/04/2020, 21:16 - Al: b\n"))
    assert {one.cells["at"].confidence for one in read.readings} == {0.9}
    assert "months come first" in read.readings[0].cells["at"].note
    told = read_as("messages", Source("03/04/2020, 21:15 - Jo: a\n13/04/2020, 21:16 - Al: b\n"))
    assert {one.cells["at"].confidence for one in told.readings} == {1.0}
