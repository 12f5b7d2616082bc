"""Messages as files, of either kind, each with the messages that are attached to it.

A file attached that turns out to be no message after all is named like any other and not read.
"""

from contextlib import suppress

from ..limits import LIMITS
from ..page import Page
from ..refusals import CannotOpen, TooHeavy
from .letters import add_letter
from .outlook import add_outlook, is_workbook
from .workbooks import read_workbook

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_letter(content: bytes) -> Page:
    """Read one e-mail with all it holds."""
    page = Page()
    add_letter(content, page, depth=0, attached_too=_add)
    page.end()
    return page


def read_outlook(content: bytes) -> Page:
    """Read a compound file: a message with all it holds, or a workbook of the old kind."""
    if is_workbook(content):
        return read_workbook(content)
    page = Page()
    add_outlook(content, page, depth=0, attached_too=_add)
    page.end()
    return page


def _add(content: bytes, page: Page, *, depth: int) -> None:
    if depth > LIMITS["messages_within_at_most"]:
        raise TooHeavy
    if not content.startswith(_COMPOUND):
        add_letter(content, page, depth=depth, attached_too=_add)
        return
    try:
        with suppress(OSError):  # what olefile says of a damaged file; its name is in the list
            add_outlook(content, page, depth=depth, attached_too=_add)
    except TooHeavy:
        raise
    except CannotOpen as refused:
        page.line(f"[An attached message is not read. {refused}]")
