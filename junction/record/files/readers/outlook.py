"""Outlook's messages (.msg) in the same form as any e-mail; other old formats of Office are told apart here.

A body that the message holds only in Outlook's own rich text is refused rather than dropped; in a message
within another a line says so. Messages attached are read after the body, whichever way they are attached.
"""

import io
from collections.abc import Sequence

from olefile import OleFileIO
from oxmsg import Message
from oxmsg.attachment import Attachment
from oxmsg.domain import constants
from oxmsg.domain.model import StorageT
from oxmsg.storage import Storage, Stream

from ...rules.opened import NOT_READ
from ..limits import LIMITS
from ..page import Page
from ..refusals import FileIsOldWord, FileLocked, FileUnknown, RichTextOnly, TooHeavy
from .html import add_html
from .letters import AddsMessage, add_headers, is_message, named

_RECIPIENT_KIND = 0x0C15
_RICH_TEXT = 0x1009
_SENDER_NAME = 0x0C1A  # of one whose address the message does not keep
_OBJECT = "__substg1.0_3701000D"  # an attachment that is an object, and not bytes
_TABLE = "__properties_version1.0"
_ONLY_RICH = "[The body of this message is only in Outlook's rich text, which is not read.]"
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}


def add_outlook(content: bytes, page: Page, *, depth: int, attached_too: AddsMessage) -> None:
    """Add a message that lies in a compound file; refuse the other old formats of Office."""
    with OleFileIO(io.BytesIO(content)) as file:
        streams = {"/".join(parts) for parts in file.listdir()}
    if "EncryptedPackage" in streams:
        raise FileLocked
    if "WordDocument" in streams:
        raise FileIsOldWord
    if "__properties_version1.0" not in streams:
        raise FileUnknown
    _add(Message.load(content), page, depth=depth, attached_too=attached_too)


def is_workbook(content: bytes) -> bool:
    """Tell whether a compound file is a workbook of the old kind."""
    with OleFileIO(io.BytesIO(content)) as file:
        names = {"/".join(parts) for parts in file.listdir()}
    return bool({"Workbook", "Book"} & names) and "EncryptedPackage" not in names


def _add(message: Message, page: Page, *, depth: int, attached_too: AddsMessage) -> None:
    if depth > LIMITS["messages_within_at_most"]:
        raise TooHeavy
    within = [_within(storage) for storage in message._storage.iter_attachment_storages()]
    files = list(zip(message.attachments, within, strict=True))
    add_headers(page, _headers(message), [_named(file, inner) for file, inner in files])
    if message.body and message.body.strip():
        page.add(message.body if message.body.endswith("\n") else message.body + "\n")
    elif message.html_body:
        add_html(message.html_body, page)
    elif message.properties.binary_prop_value(_RICH_TEXT):
        if not depth:
            raise RichTextOnly
        page.line(_ONLY_RICH)
    page.say(NOT_READ, "; ".join(_unread(files)))
    for file, inner in files:
        held = file.file_bytes or b""
        if inner is not None:
            page.line()
            _add(inner, page, depth=depth + 1, attached_too=attached_too)
        elif is_message(held, name=file.file_name or ""):
            page.line()
            attached_too(held, page, depth=depth + 1)


def _unread(files: Sequence[tuple[Attachment, Message | None]]) -> list[str]:
    return [
        file.file_name or "a file without a name"
        for file, inner in files
        if inner is None and not is_message(file.file_bytes or b"", name=file.file_name or "")
    ]


def _within(attachment: StorageT) -> Message | None:
    """Return the message that an attachment holds as an object of Outlook."""
    assert isinstance(attachment, Storage)  # as all that are loaded from a file
    found = next((each for each in attachment.storages if each.name == _OBJECT), None)
    if found is None or not any(each.name == _TABLE for each in found.streams):
        return None  # an object of another kind, as a picture in the text
    # A message within has a header shorter by eight bytes than one in a file of its own.
    streams = tuple(
        Stream(each.path, each.bytes_[:24] + bytes(8) + each.bytes_[24:]) if each.name == _TABLE else each
        for each in found.streams
    )
    return Message(Storage("", streams, found.storages))


def _named(file: Attachment, inner: Message | None) -> str:
    if inner is None:
        return named(file.file_name or "", file.mime_type or "", file.size or 0)
    subject = file.file_name or inner.properties.str_prop_value(constants.PID_SUBJECT) or "without a name"
    return f"{subject} (message)"


def _headers(message: Message) -> list[tuple[str, str]]:
    """Return its headers; those the message lacks are made of what Outlook knows."""
    known = [("From", message.sender or message.properties.str_prop_value(_SENDER_NAME) or "")]
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
