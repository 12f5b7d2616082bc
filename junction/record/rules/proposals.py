"""What a document proposes: the promises, actions and asks in its readings, for a person to judge.

Nothing is concluded that is not written: who is not named is "not told", a promise without a day has none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from junction.core.calendar import LOCAL, local_day

from .invitations import MeetingSaid, meetings_in
from .messages import asks_in
from .messages.asks import Ask
from .reading import STANDING, Cell, DateSaid, Kind, Read, Reading

OF_A_MEETING = {Kind.POINT, Kind.ATTENDEE}  # a read-out by e-mail tells who asked; it asks nothing itself
NOT_TOLD = "Not told"
UNSURE = 0.5
BASES = {"bold": "Set in bold as a commitment", "footnote": "Said to be one by a footnote"}


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as it was read; `reading` is its place in the document."""

    reading: int
    words: str
    by: str
    to: str
    made_on: date
    from_on: date | None
    until_on: date | None
    certainty: str
    measure: str
    why: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ToDo:
    """An action as it was read."""

    reading: int
    words: str
    owner: str
    asked_on: date
    from_on: date | None
    until_on: date | None
    why: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask as it was read, with the message that seems to answer it."""

    ask: Ask
    at: datetime
    answered_at: datetime | None
    why: str


def promises_in(read: Read, *, written_on: date) -> Iterator[Promised]:
    """Return the promises of a document in their order."""
    for place, one in enumerate(read.readings):
        if one.kind != Kind.COMMITMENT:
            continue
        said, basis = _term(one), one.cells.get("basis")
        yield Promised(
            reading=place,
            words=one.text,
            by=_text(one.cells, "who") or ", ".join(one.organisations) or NOT_TOLD,
            to=_text(one.cells, "to_whom"),
            made_on=_day(one, written_on),
            from_on=said.from_on if said else None,
            until_on=said.until_on if said else None,
            certainty=str(said.certainty) if said else "",
            measure=_text(one.cells, "measure"),
            why=BASES.get(basis.text, "By its words") if basis else "By its words",
            confidence=basis.confidence if basis else UNSURE,
        )


def actions_in(read: Read, *, written_on: date) -> Iterator[ToDo]:
    """Return the actions of a document in their order."""
    for place, one in enumerate(read.readings):
        if one.kind != Kind.ACTION:
            continue
        said = _term(one)
        owner, name = _text(one.cells, "owner"), _text(one.cells, "owner_name")
        yield ToDo(
            reading=place,
            words=_text(one.cells, "what") or one.text,
            owner=f"{owner} ({name})" if owner and name and name != owner else owner or name,
            asked_on=_day(one, written_on),
            from_on=said.from_on if said else None,
            until_on=said.until_on if said else None,
            why="Listed as an action",
            confidence=min((cell.confidence for cell in one.cells.values()), default=UNSURE),
        )


def asked_in(read: Read, *, written_on: date) -> Iterator[Asked]:
    """Return the asks of a chat or of e-mails; what bears no time stands at that of the message before."""
    kinds = {one.kind for one in read.readings}
    if Kind.MESSAGE not in kinds and (Kind.EMAIL not in kinds or kinds & OF_A_MEETING):
        return
    times = _times(read, written_on)
    for ask in asks_in(read):
        asked_at, answer = times[ask.reading], ask.answer
        why = f"{ask.kind.value.capitalize()}, sure to {ask.confidence:.0%}"
        if answer:
            why += f"; the answer to {answer.confidence:.0%}"
        answered_at = max(times[answer.reading], asked_at) if answer else None
        yield Asked(ask, asked_at, answered_at, why)


def gatherings_in(read: Read, asks: Sequence[Asked], *, written_on: date) -> list[MeetingSaid]:
    """Return the meetings of a document, with who is to go or was there; `asks` is what `asked_in` found."""
    kinds = {one.kind for one in read.readings}
    if not kinds & {Kind.MESSAGE, Kind.EMAIL, Kind.ATTENDEE}:
        return []
    is_readout = Kind.MESSAGE not in kinds and bool(kinds & OF_A_MEETING)
    times = _times(read, written_on)
    return meetings_in(read, times, [one.ask for one in asks], is_readout=is_readout)


def _times(read: Read, written_on: date) -> list[datetime]:
    """Return the moment of each reading; what bears none stands at that of the one before."""
    at, times = datetime.combine(written_on, time(), tzinfo=LOCAL), []
    for one in read.readings:
        at = one.at or at
        times.append(at)
    return times


def _term(one: Reading) -> DateSaid | None:
    """Return when it is to be kept: the days read as its term, else the first that end, else begin."""
    due = one.cells.get("due")
    dates = [replace(said, until_on=None) if STANDING in said.warnings else said for said in one.dates]
    chosen = [said for said in dates if due and said.span in due.spans]
    ending = [said for said in dates if said.until_on]
    beginning = [said for said in dates if said.from_on]
    return next(iter([*chosen, *ending, *beginning, *dates]), None)


def _day(one: Reading, written_on: date) -> date:
    return local_day(one.at) if one.at else written_on


def _text(cells: Mapping[str, Cell], name: str) -> str:
    return cells[name].text if name in cells else ""
