"""What a file truly is, decided by its first bytes and never by its name."""

import gzip
import io
import zipfile
import zlib
from enum import StrEnum

from .shape import refuse

SEEN_BYTES = 4096
MAX_UNPACKED = 500 * 1024 * 1024  # an honest 58,000-row workbook unpacks to under 100 MB


class Kind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"


def kind_of(content: bytes) -> Kind:
    """Tell text from workbook; refuse everything else by name."""
    if content.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office_kind(content)
    if content.startswith(b"%PDF"):
        refuse("file-is-pdf", "This is a PDF. Save the table as CSV or XLSX and send that.")
    _refuse_markup(content)
    return Kind.TEXT


def unpack(content: bytes, *, limit: int) -> bytes:
    """Return what a gzip file holds (anything else comes back as it is), never more than `limit` bytes."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        refuse("file-damaged", "This gzip file is damaged or cut short. Pack it again and send it once more.")
    if len(plain) > limit:
        refuse("file-too-large", f"Unpacked, this file is over {limit // 1_000_000} MB. Send it in parts.")
    return plain


def _zip_kind(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
            is_ods = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            mimetype = archive.read("mimetype") if is_ods else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        refuse("file-damaged", "This workbook is damaged or cut short. Save it again and send it once more.")
    if not names & {"xl/workbook.xml", "xl/workbook.bin"} and b"opendocument.spreadsheet" not in mimetype:
        refuse(
            "not-a-workbook",
            "This is an archive or another kind of document, not a workbook. Send the table.",
        )
    if unpacked > MAX_UNPACKED:
        refuse(
            "workbook-too-large", "This workbook unpacks to more than can be opened. Save the table as CSV."
        )
    return Kind.WORKBOOK


def _old_office_kind(content: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        refuse(
            "workbook-locked", "This workbook is protected by a password. Remove it, save, and send again."
        )
    names = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    if not any(name in content for name in names):
        refuse("not-a-workbook", "This is another kind of Office document, not a workbook. Send the table.")
    return Kind.WORKBOOK


def _refuse_markup(content: bytes) -> None:
    start = content[:SEEN_BYTES].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<script")
    ) or (start.startswith((b"<?xml", b"<!--")) and b"<html" in start):
        refuse(
            "file-is-html",
            "This is a web page, not a table, though its name says otherwise. Perhaps a sign-in page was "
            "saved in place of the download. Open the page, download the file again, and send that.",
        )
    if start.startswith(b"<?xml"):
        refuse(
            "file-is-xml", "This is an XML file, not a table. Save the table as CSV or XLSX and send that."
        )
