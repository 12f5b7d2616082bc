"""Outlook's messages (.msg) in the same form as any e-mail; other old formats of Office are told apart here.

A body that the message holds only in Outlook's own rich text is refused rather than dropped.
"""

import io

from olefile import OleFileIO
from oxmsg import Message
from oxmsg.domain import constants

from ..page import Page
from ..refusals import FileIsOldWord, FileLocked, FileUnknown, RichTextOnly
from .html import add_html
from .letters import add_headers, named
from .workbooks import read_workbook

_RECIPIENT_KIND = 0x0C15
_RICH_TEXT = 0x1009
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}


def read_outlook(content: bytes) -> Page:
    """Read a compound file: a message, or a workbook of the old kind."""
    with OleFileIO(io.BytesIO(content)) as file:
        streams = {"/".join(parts) for parts in file.listdir()}
    if "EncryptedPackage" in streams:
        raise FileLocked
    if {"Workbook", "Book"} & streams:
        return read_workbook(content)
    if "WordDocument" in streams:
        raise FileIsOldWord
    if "__properties_version1.0" not in streams:
        raise FileUnknown
    return _message(Message.load(content))


def _message(message: Message) -> Page:
    page = Page()
    attached = [
        named(file.file_name or "", file.mime_type or "", file.size or 0) for file in message.attachments
    ]
    add_headers(page, _headers(message), attached)
    if message.body and message.body.strip():
        page.add(message.body)
    elif message.html_body:
        add_html(message.html_body, page)
    elif message.properties.binary_prop_value(_RICH_TEXT):
        raise RichTextOnly
    return page


def _headers(message: Message) -> list[tuple[str, str]]:
    """Return its headers; those the message lacks are made of what Outlook knows."""
    known = [("From", message.sender or "")]
    if message.sent_date:
        known.append(("Sent", message.sent_date.strftime("%d %B %Y %H:%M:%S %Z")))
    for code, name in _KINDS.items():
        people = [
            f"{one.name} <{one.email_address}>" if one.email_address else one.name
            for one in message.recipients
            if (one.properties.int_prop_value(_RECIPIENT_KIND) or 1) == code
        ]
        if people:
            known.append((name, "; ".join(people)))
    known.append(("Subject", message.properties.str_prop_value(constants.PID_SUBJECT) or ""))
    shown = {name.lower() for name, _ in known} | {"date"}
    rest = [(key, value) for key, value in message.message_headers.items() if key.lower() not in shown]
    return [(key, " ".join(value.split())) for key, value in [*known, *rest] if value.strip()]
