"""What kind of file some bytes are: by what they hold; the name only tells tables and letters from text."""

import io
import re
import zipfile
from enum import StrEnum

from .limits import LIMITS
from .refusals import FileDamaged, FileIsOldWord, FileIsPicture, FileUnknown, TooHeavy


class FileKind(StrEnum):
    """A kind of file, and the reader that opens it."""

    TEXT = "text"
    DELIMITED = "delimited"
    HTML = "html"
    LETTER = "letter"  # .eml
    PDF = "pdf"
    DOCX = "docx"
    WORKBOOK = "workbook"
    OUTLOOK = "outlook"  # .msg, or another of the old formats of Office


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HEADER = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]")
_OF_TRANSPORT = {
    b"mime-version",
    b"message-id",
    b"received",
    b"return-path",
    b"content-type",
    b"delivered-to",
}
_HTML = re.compile(rb"(?is)\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b")


def kind_of(content: bytes, *, name: str) -> FileKind:
    """Return the kind; refuse what nobody here can read."""
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    if content.startswith(b"PK"):
        return _of_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return FileKind.OUTLOOK
    if content.startswith(b"{\\rtf"):
        raise FileIsOldWord
    if content.startswith(_PICTURES) and not content[:200].isascii():
        raise FileIsPicture
    return _of_text(content, name.lower())


def _of_archive(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise FileDamaged from None
    if sum(parts.values()) > LIMITS["unpacked_bytes_at_most"]:
        raise TooHeavy
    if "word/document.xml" in parts:
        return FileKind.DOCX
    if {"xl/workbook.xml", "xl/workbook.bin"} & parts.keys() or {"mimetype", "content.xml"} <= parts.keys():
        return FileKind.WORKBOOK
    raise FileUnknown


def _of_text(content: bytes, name: str) -> FileKind:
    head = content[:20_000]
    if _HTML.match(head):
        return FileKind.HTML
    headers = {found.lower() for found in _HEADER.findall(head.split(b"\n\n")[0].split(b"\r\n\r\n")[0])}
    begins = re.match(rb"\s*[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]", head)
    if begins and (headers & _OF_TRANSPORT) and headers & {b"from", b"to", b"subject", b"date"}:
        return FileKind.LETTER
    if begins and name.endswith(".eml") and headers & {b"from", b"to", b"subject", b"date"}:
        return FileKind.LETTER
    return FileKind.DELIMITED if name.endswith((".csv", ".tsv", ".tab")) else FileKind.TEXT
