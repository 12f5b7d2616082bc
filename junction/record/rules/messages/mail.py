"""What is other in e-mails than in chats where somebody is asked something: lines are wrapped and quoted, the
newest message is printed first, and the headers say whom it went to.
"""

import re
from collections.abc import Sequence
from datetime import UTC

from ..reading import Kind, Read, Reading
from ..source import Source, Span, trimmed
from .vocabulary import values

LETTERS = {Kind.MESSAGE, Kind.EMAIL}
# A sentence goes on over the end of a line that small letters follow, quoted or not.
_WRAP = r"\n(?=[ \t>]*[a-z(£\d])(?![ \t>]*(?:[a-z\d]{1,2}[.)]\s|[-*•]))"
_IN = rf"(?:[^.?!\n]|{_WRAP})"
IN_MAIL = re.compile(rf"{_IN}*(?:[.?!](?!\s|$){_IN}*)*(?:[.?!]+|\n|$)")
_QUOTED = re.compile(r"[ \t>]*")


def quoted(text: str) -> int:
    """Return how many characters the marks of a quotation take before a sentence."""
    found = _QUOTED.match(text)
    return found.end() if found and ">" in found.group() else 0


def recipients_of(read: Read, place: int) -> set[str]:
    """Return the names of those an e-mail went to, and whoever wrote it."""
    to = {
        one.text for one in read.readings
        if one.part_of == place and one.kind == Kind.CORRESPONDENT
        and one.cells["field"].text == "to" and one.text
    }  # fmt: skip
    return to | {read.readings[place].sender}


def answers_to(readings: Sequence[Reading], place: int) -> list[int]:
    """Return the e-mails by others that were sent later, the first first, as many as are looked at."""
    ask = readings[place]
    if ask.at is None:
        return []
    later = [
        (one.at.astimezone(UTC), there) for there, one in enumerate(readings)
        if one.kind == Kind.EMAIL and one.at and one.sender != ask.sender
        and one.at.astimezone(UTC) > ask.at.astimezone(UTC)
    ]  # fmt: skip
    return [there for _, there in sorted(later)][: values()["looks_at_messages"]]


def first_of_mail(source: Source, reading: Reading) -> Span | None:
    """Return the first sentence of an e-mail that is more than a greeting; None where it says nothing."""
    for span in reading.cells["said"].spans:
        for match in IN_MAIL.finditer(source.text, span.start, span.end):
            found = trimmed(source.text, Span(match.start() + quoted(match.group()), match.end()))
            if found.start < found.end and not source.quote(found).endswith(","):
                return found
    return None
