"""E-mails (.eml): the headers people know as lines, then the body, then each message within in the same form.

Nothing is discarded: every further header is kept among the properties, attachments are named with kind
and size, and those that are not read are said to be so. Of a body sent twice, as text and as HTML, the
text is taken, and beside it each line of the HTML with words that the text does not have. A message
attached as a file, of this kind or of Outlook's, is read like one forwarded within (`attached.py`).
"""

import email
import re
from contextlib import suppress
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from typing import Protocol

from ...rules.opened import NOT_READ
from ..limits import LIMITS
from ..page import Page
from ..refusals import TooHeavy
from .html import add_html
from .texts import text_of

_WORD = re.compile(r"\w{2,}")
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
    page.later += [f"[html: {line}]" for line in _only_in_html(letter)]
    page.say(NOT_READ, "; ".join(_unread(letter)))
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


def _unread(letter: Message) -> list[str]:
    """Return the names of the files that are not read; pictures shown in the text are none."""
    parts = [part for part in _leaves(letter) if part.get_content_maintype() not in ("text", "message")]
    parts += [part for part in _leaves(letter) if part.get_content_disposition() == "attachment"]
    names = {
        id(part): _decoded(part.get_filename() or part.get_content_type())
        for part in parts
        if part.get_content_type() != "message/rfc822"
        and not (part.get_content_maintype() == "image" and part.get("Content-ID"))
    }
    read = {id(part) for part in parts if is_message(_bytes(part), name=names.get(id(part), ""))}
    return [name for key, name in names.items() if key not in read]


def _only_in_html(letter: Message) -> list[str]:
    """Return the lines of a body's HTML that have words which the same body as text has not."""
    plain, html = "", Page()
    for part in _alternatives(letter):
        if part.get_content_type() == "text/plain":
            plain += _text(part) + "\n"
        elif part.get_content_subtype() == "html":
            add_html(_text(part), html)
    if not plain.strip():
        return []
    known = set(_WORD.findall(plain.casefold()))
    lines = (" ".join(line.split()) for line in "".join(html.pieces).split("\n"))
    return list(dict.fromkeys(line for line in lines if set(_WORD.findall(line.casefold())) - known))


def _alternatives(part: Message, *, within: bool = False) -> list[Message]:
    """Return the bodies that say the same in different forms."""
    held = part.get_payload() if part.is_multipart() else None
    if part.get_content_type() == "message/rfc822" or not isinstance(held, list):
        is_body = within and part.get_content_maintype() == "text"
        return [part] if is_body and part.get_content_disposition() != "attachment" else []
    within = within or part.get_content_type() == "multipart/alternative"
    return [leaf for each in held if isinstance(each, Message) for leaf in _alternatives(each, within=within)]


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


def _text(part: Message) -> str:
    content = _bytes(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return text_of(content)


def _add_body(part: Message, page: Page) -> None:
    if not _bytes(part).strip():
        return
    text = _text(part)
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
