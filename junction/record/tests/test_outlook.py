"""Messages of Outlook come out like any other e-mail; what has another old form of Office is told apart."""

import pytest

from junction.record.files import CannotOpen, open_source
from junction.record.rules.readers import read_as

from .made_files import letter
from .made_msg import (
    ADDRESS,
    BINARY,
    BODY,
    CODE_PAGE,
    FILE,
    FILE_NAME,
    HTML,
    METHOD,
    NAME,
    NUMBER,
    RECIPIENT_KIND,
    RICH_TEXT,
    SENDER,
    SENDER_ADDRESS,
    SENT,
    STRING,
    SUBJECT,
    TIME,
    compound,
    msg,
)

HEADERS = {
    (SUBJECT, STRING): "Read out £",
    (SENDER, STRING): "Rosé Whitmore",
    (SENDER_ADDRESS, STRING): "rose@example.org",
    (SENT, TIME): 132278777840000000,
}


def test_a_message_of_outlook_has_the_form_of_any_email():
    content = msg(
        HEADERS | {(BODY, STRING): "Dear all,\r\n\r\nThank you.\r\n"},
        people=[
            {(NAME, STRING): "All", (ADDRESS, STRING): "all@example.org", (RECIPIENT_KIND, NUMBER): 1},
            {(NAME, STRING): "NR", (RECIPIENT_KIND, NUMBER): 2},
        ],
        files=[{(FILE_NAME, STRING): "plan.pdf", (FILE, BINARY): b"%PDF", (METHOD, NUMBER): 1}],
    )
    assert open_source(content, name="no-ending").text == (
        'From: "Rosé Whitmore" <rose@example.org>\nSent: 05 March 2020 10:29:44 UTC\n'
        "To: All <all@example.org>\n"
        "Cc: NR\nSubject: Read out £\nAttachments: plan.pdf (application/octet-stream, 4 bytes)\n\n"
        "Dear all,\n\nThank you.\n"
    )


def test_a_body_in_html_becomes_text():
    content = msg(HEADERS | {(HTML, BINARY): "<p>Hello <b>PO</b> £".encode(), (CODE_PAGE, NUMBER): 65001})
    assert open_source(content, name="x.msg").text.endswith("\n\nHello PO £\n")


INNER = {(SUBJECT, STRING): "The plan", (SENDER, STRING): "R Roe", (SENT, TIME): 132278777840000000,
         (BODY, STRING): "See the plan.\r\n"}  # fmt: skip


def test_a_message_within_a_message_is_read():
    content = msg(HEADERS | {(BODY, STRING): "As attached."}, held=[INNER])
    text = open_source(content, name="x.msg").text
    assert "Attachments: The plan (message)" in text
    assert text.endswith(
        "As attached.\n\nFrom: R Roe\nSent: 05 March 2020 10:29:44 UTC\nSubject: The plan\n\nSee the plan.\n"
    )


@pytest.mark.parametrize("name", ["forwarded.msg", "forwarded.eml"])
def test_a_message_attached_as_a_file_is_read(name):
    held = msg(INNER) if name.endswith("msg") else letter(body="See the plan.\n").as_bytes()
    file = {(FILE_NAME, STRING): name, (FILE, BINARY): held, (METHOD, NUMBER): 1}
    of_outlook = open_source(msg(HEADERS | {(BODY, STRING): "As attached."}, files=[file]), name="x.msg")
    other = letter(body="As attached.\n")
    other.add_attachment(held, maintype="application", subtype="octet-stream", filename=name)
    for source in (of_outlook, open_source(other.as_bytes(), name="x.eml")):
        assert f"{name} (" in source.text and "See the plan.\n" in source.text
        assert [one.kind for one in read_as("email", source).readings].count("email") == 2


def test_an_attached_message_that_does_not_open_is_named_and_the_rest_is_read():
    other = letter(body="As attached.\n")
    other.add_attachment(compound({"EncryptedPackage": b"x"}), maintype="application",
                         subtype="octet-stream", filename="a.msg")  # fmt: skip
    text = open_source(other.as_bytes(), name="x.eml").text
    assert "a.msg (" in text and "As attached." in text and "[An attached message is not read." in text


def test_an_attached_message_in_rich_text_only_is_named_and_the_rest_is_read():
    content = msg(HEADERS | {(BODY, STRING): "As attached."}, held=[HEADERS | {(RICH_TEXT, BINARY): b"LZFu"}])
    assert "only in Outlook's rich text" in open_source(content, name="x.msg").text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (msg(HEADERS | {(RICH_TEXT, BINARY): b"LZFu"}), "rich-text-only"),
        (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "file-locked"),
        (compound({"WordDocument": b"x"}), "file-is-old-word"),
        (compound({"Other": b"x"}), "file-unknown"),
        (compound({"Workbook": b"x"}), "file-damaged"),
        (msg(HEADERS | {(BODY, STRING): "Thank you"})[:2000], "file-damaged"),
    ],
)
def test_what_is_no_readable_message_is_refused_in_a_sentence(content, code):
    with pytest.raises(CannotOpen) as refusal:
        open_source(content, name="x.msg")
    assert refusal.value.code() == code
