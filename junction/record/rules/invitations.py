"""Which meetings a document speaks of: who is asked to go or sent instead, who answered, who was there.

All is proposed from what is written, with its words and a confidence; the patterns are data
(`playbook/attendance.toml`). Whom a page does not name is nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .attendance import BOOK, What
from .messages.asks import Ask, AskKind, owner_of, sentences_of
from .messages.mail import LETTERS, recipients_of
from .patterns import one_of
from .reading import Kind, Read, Reading
from .redactions import without_marks
from .source import Span

IN_ORDER = (What.DELEGATED, What.NOBODY, What.ASKED, What.INVITED)


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step as it was read; `reading` is its place in the document."""

    reading: int
    what: What
    who: str
    at: datetime
    instead_of: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeetingSaid:
    """A meeting as it was read: the words that told of it, and what happened."""

    reading: int
    words: str
    group: str
    held_on: date | None
    asked_by: str
    asked_at: datetime
    steps: tuple[StepSaid, ...]
    why: str
    confidence: float


def _values() -> Mapping[str, Any]:
    return BOOK.versions[-1].values


def meetings_in(
    read: Read, times: Sequence[datetime], asks: Sequence[Ask], *, is_readout: bool
) -> list[MeetingSaid]:
    """Return the meetings of a document; `times` has the moment of each reading, `asks` what was asked."""
    found = [] if is_readout else _of_letters(read, times, {(one.reading, one.span): one for one in asks})
    return [*found, *_of_readout(read, times)]


def _of_letters(
    read: Read, times: Sequence[datetime], asks: Mapping[tuple[int, Span], Ask]
) -> list[MeetingSaid]:
    found: list[MeetingSaid] = []
    senders = {one.sender for one in read.readings if one.kind == Kind.MESSAGE}
    for place, reading in enumerate(read.readings):
        if reading.kind not in LETTERS:
            continue
        people = senders if reading.kind == Kind.MESSAGE else recipients_of(read, place)
        for span in sentences_of(read.source, reading):
            quote = read.source.quote(span)
            if found and _offers(quote):
                found[-1] = _offered(found[-1], quote, place, reading, times)
                continue
            what = _what(without_marks(quote).strip().replace("’", "'"))
            if not what:
                continue
            ask = asks.get((place, span))
            who = ask.owner if ask else owner_of(quote, AskKind.REQUEST, reading.sender, people)
            steps = tuple(_steps(what, who, place, reading, times, ask))
            said = _meeting(reading, quote, span, place, steps)
            if found and _goes_on(found[-1], said):
                found[-1] = replace(found[-1], steps=(*found[-1].steps, *steps))
            else:
                found.append(said)
    return found


def _offers(quote: str) -> bool:
    sentence = without_marks(quote).strip().replace("’", "'")
    return not sentence.endswith("?") and bool(one_of(_values()["offered"]).search(sentence))


def _offered(
    meeting: MeetingSaid, quote: str, place: int, reading: Reading, times: Sequence[datetime]
) -> MeetingSaid:
    """Add with its quote that whoever wrote this offers to go, where the meeting was spoken of before.

    What was read already as their answer says the same.
    """
    apart = times[place].astimezone(UTC) - meeting.steps[-1].at.astimezone(UTC)
    is_said = any(one.reading == place and one.who == reading.sender for one in meeting.steps)
    if is_said or not reading.sender or not timedelta() <= apart <= _joins_within():
        return meeting
    said = StepSaid(place, What.OFFERED, reading.sender, times[place], note=quote)
    return replace(meeting, steps=(*meeting.steps, said))


def _joins_within() -> timedelta:
    return timedelta(hours=_values()["joins_within_hours"])


def _what(sentence: str) -> What | None:
    return next((what for what in IN_ORDER if one_of(_values()[what]).search(sentence)), None)


def _steps(
    what: What, who: str, place: int, reading: Reading, times: Sequence[datetime], ask: Ask | None
) -> Iterator[StepSaid]:
    """Yield what a sentence says happened, and its answer; to nobody told, nobody goes yet."""
    if what == What.NOBODY or not who:
        yield StepSaid(place, What.NOBODY, reading.sender, times[place])
        return
    yield StepSaid(place, what, who, times[place], reading.sender if what == What.DELEGATED else "")
    answer = ask.answer if ask else None
    if not answer or answer.by != who:
        return
    for said, kind in ((What.DECLINED, "declines"), (What.ACCEPTED, "accepts")):
        if one_of(_values()[kind]).search(answer.quote.strip().replace("’", "'")):
            yield StepSaid(answer.reading, said, who, max(times[answer.reading], times[place]))
            return


def _meeting(
    reading: Reading, quote: str, span: Span, place: int, steps: tuple[StepSaid, ...]
) -> MeetingSaid:
    named = one_of(_values()["meeting"]).search(quote)
    days = [
        one.from_on for one in reading.dates
        if span.holds(one.span) and one.from_on and one.until_on == one.from_on + timedelta(days=1)
    ]  # fmt: skip
    return MeetingSaid(
        place, quote, named[1] if named else "", days[0] if days else None, reading.sender, steps[0].at,
        steps, f"{_values()['steps'][steps[0].what]}, as a message says",
        _values()["sure_named" if named else "sure"],
    )  # fmt: skip


def _goes_on(before: MeetingSaid, now: MeetingSaid) -> bool:
    """Tell whether a sentence that names no meeting is of the one spoken of shortly before."""
    apart = now.asked_at.astimezone(UTC) - before.asked_at.astimezone(UTC)
    return not now.group and timedelta() <= apart <= _joins_within()


def _of_readout(read: Read, times: Sequence[datetime]) -> Iterator[MeetingSaid]:
    """Yield one meeting for each read-out: an e-mail, or the whole document."""
    rooms: dict[int | None, list[int]] = {}
    for place, one in enumerate(read.readings):
        if one.kind == Kind.ATTENDEE and _who(one):
            rooms.setdefault(_mail_of(read, place), []).append(place)
    for mail, places in rooms.items():
        first = read.readings[places[0]].part_of
        line, letter = (
            places[0] if first is None else first,
            read.readings[mail] if mail is not None else None,
        )
        subject = letter.cells["subject"].text if letter and "subject" in letter.cells else ""
        at = times[places[0] if mail is None else mail]
        yield MeetingSaid(
            line, read.readings[line].text, subject, None, letter.sender if letter else "", at,
            tuple(StepSaid(there, What.ATTENDED, _who(read.readings[there]), at) for there in places),
            "A read-out names who was there", _values()["sure_of_readout"],
        )  # fmt: skip


def _mail_of(read: Read, place: int | None) -> int | None:
    while place is not None:
        if read.readings[place].kind == Kind.EMAIL:
            return place
        place = read.readings[place].part_of
    return None


def _who(one: Reading) -> str:
    """Return how an attendee is named: the name with its initials, else the office."""
    said = {name: one.cells[name].text for name in ("name", "initials", "role") if name in one.cells}
    name, initials = said.get("name", ""), said.get("initials", "")
    if name:
        return f"{name} ({initials})" if initials else name
    return said.get("role", "") or initials
