"""Which actions stand in e-mails: under a heading that says so, or in a line that says so of itself."""

from collections.abc import Iterator, Sequence

from ..reading import Kind, Read, Reading
from .items import items_in
from .owners import has_action_label
from .page import Page, action, day_of_email


def with_actions(read: Read) -> Read:
    """Return what was read in e-mails with their actions, each a part of its e-mail."""
    found = [one for at, one in enumerate(read.readings) if one.kind == Kind.EMAIL for one in _of(read, at)]
    return Read(read.source, (*read.readings, *found), read.findings)


def _of(read: Read, at: int) -> Iterator[Reading]:
    email = read.readings[at]
    people = _people(read.readings, at)
    page = Page(read.source, day_of_email(email), people, [], part_of=at)
    for item in items_in(read.source, email.cells["said"].spans):
        words = read.source.quote(item.words)
        if item.what == "heading" or not words:
            continue
        if has_action_label(words) or (item.section == "actions" and item.what == "item"):
            yield action(page, item)


def _people(readings: Sequence[Reading], at: int) -> tuple[str, ...]:
    """Return who is named in the headers of an e-mail."""
    return tuple(
        one.text for one in readings if one.part_of == at and one.kind == Kind.CORRESPONDENT and one.text
    )
