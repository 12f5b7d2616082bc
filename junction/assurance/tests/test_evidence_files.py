"""Which files are kept as evidence: by what they are, not by what they are called."""

import pytest

from junction.assurance.rules.evidence_files import SIGNATURES, why_not_kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Letter.PDF", b"%PDF-1.7 ..."), ("scan.pdf", b"\n\n%PDF-1.4"), ("plan.docx", b"PK\x03\x04rest"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), ("photo.jpeg", b"\xff\xd8\xff\xe0"),
        ("note.txt", "Grüße".encode()), ("note.txt", "Grüße".encode("utf-16")), ("page.html", b"<html>"),
    ],
)  # fmt: skip
def test_what_can_only_be_read_is_kept(name, content):
    assert why_not_kept(name, content) == ""


@pytest.mark.parametrize(
    "name", ["tool.exe", "run.sh", "noending", "macro.docm", "archive.zip", ".pdf.exe", ""]
)
def test_what_runs_or_says_nothing_of_itself_is_refused_with_what_to_send(name):
    assert "Send one of these: PDF" in why_not_kept(name, b"%PDF-1.7")


@pytest.mark.parametrize("ending", SIGNATURES)
def test_a_program_called_a_document_is_refused(ending):
    assert ending in why_not_kept(f"letter{ending}", b"MZ\x90\0\x03")


def test_a_program_called_a_text_is_refused():
    assert "no text" in why_not_kept("note.txt", b"MZ\x90\0\x03")
