"""E-mails (.eml): the headers people know as lines, then the body, then each message within in the same form.

Nothing is discarded: every further header is kept among the properties, attachments are named with kind
and size. Of a body sent twice, as text and as HTML, the text is taken. A message attached as a file, of
this kind or of Outlook's, is read like one forwarded within (`attached.py`).
"""

import email
import re
from contextlib import suppress
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from typing import Protocol

from ..limits import LIMITS
from ..page import Page
from ..refusals import TooHeavy
from .html import add_html
from .texts import text_of

SHOWN = ("From", "Sent", "Date", "To", "Cc", "Bcc", "Subject")


class AddsMessage(Protocol):
    """Adds a message that came as a file."""

    def __call__(self, content: bytes, page: Page, *, depth: int) -> None: ...


def add_letter(content: bytes, page: Page, *, depth: int, attached_too: AddsMessage) -> None:
    """Add one e-mail with all it holds."""
    letter = email.message_from_bytes(content.lstrip(), policy=policy.compat32)
    _add(letter, page, depth=depth, attached_too=attached_too)


def add_headers(page: Page, headers: list[tuple[str, str]], attachments: list[str]) -> None:
    """Write the headers that are shown as lines, and keep the others."""
    for name in SHOWN:
        for key, value in headers:
            if key.lower() == name.lower():
                page.line(f"{name}: {value}")
    if attachments:
        page.line(f"Attachments: {'; '.join(attachments)}")
    for key, value in headers:
        if key.title() not in SHOWN:
            page.say(key, value)
    page.line()


def named(name: str, kind: str, size: int) -> str:
    """Return how an attachment is called in the list of them."""
    return f"{name or 'without a name'} ({kind}, {size} bytes)"


def _add(letter: Message, page: Page, *, depth: int, attached_too: AddsMessage) -> None:
    if depth > LIMITS["messages_within_at_most"]:
        raise TooHeavy
    bodies, within, attached = _parts(letter)
    add_headers(page, [(key, _decoded(value)) for key, value in letter.items()], attached)
    page.say("before the parts", letter.preamble)
    page.say("after the parts", letter.epilogue)
    for part in bodies:
        _add_body(part, page)
    for other in within:
        page.line()
        if isinstance(other, bytes):
            attached_too(other, page, depth=depth + 1)
        else:
            _add(other, page, depth=depth + 1, attached_too=attached_too)


def _parts(letter: Message) -> tuple[list[Message], list[Message | bytes], list[str]]:
    """Return what is to be read, the messages within, and the names of what is attached."""
    bodies: list[Message] = []
    within: list[Message | bytes] = []
    attached: list[str] = []
    for part in _leaves(letter):
        if part.get_content_type() == "message/rfc822":
            held = part.get_payload() if part.is_multipart() else None
            within += [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []
            if part.get_filename():
                attached.append(named(_decoded(part.get_filename()), part.get_content_type(), _size(held)))
        elif part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            bodies.append(part)
        else:
            name = _decoded(part.get_filename() or "")
            attached.append(named(name, part.get_content_type(), len(_bytes(part))))
            within += [_bytes(part)] if is_message(_bytes(part), name=name) else []
    return bodies, within, attached


def is_message(content: bytes, *, name: str) -> bool:
    """Tell whether an attached file is a message itself."""
    is_outlook = content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and name.lower().endswith(".msg")
    return is_outlook or (name.lower().endswith(".eml") and bool(content.strip()))


def _size(held: object) -> int:
    whole = [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []
    with suppress(MessageError, LookupError, UnicodeError, ValueError):
        return sum(len(each.as_bytes()) for each in whole)
    return 0


def _leaves(part: Message) -> list[Message]:
    held = part.get_payload() if part.is_multipart() else None  # else it fails on a NUL in a charset's name
    if part.get_content_type() == "message/rfc822" or not isinstance(held, list):
        return [part]
    parts = [each for each in held if isinstance(each, Message)]
    if part.get_content_type() == "multipart/alternative":
        plain = [each for each in parts if each.get_content_type() == "text/plain" and _bytes(each).strip()]
        others = [each for each in parts if each.get_content_maintype() != "text" or _is_calendar(each)]
        parts = [*(plain or [each for each in parts if each not in others])[:1], *others]
        if plain:
            parts = [each for each in parts if each.get_content_type() != "multipart/related"]
    return [leaf for each in parts for leaf in _leaves(each)]


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _add_body(part: Message, page: Page) -> None:
    content = _bytes(part)
    if not content.strip():
        return
    try:
        text = content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        text = text_of(content)
    if part.get_content_subtype() == "html":
        add_html(text, page)
    elif _is_calendar(part):
        page.add("\n" + _unfolded(text) + "\n")
    else:
        page.add(text if text.endswith("\n") else text + "\n")


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() == "text/calendar"


def _unfolded(text: str) -> str:
    """Return an invitation with its lines whole (RFC 5545, 3.1) and its commas as people write them."""
    whole = re.sub(r"\r?\n[ \t]", "", text).strip()
    return whole.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")


def _decoded(value: object) -> str:
    """Return a header as people see it; one that is not well formed as it stands."""
    text = str(value)
    with suppress(MessageError, LookupError, UnicodeError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())
