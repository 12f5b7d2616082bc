"""How an exported chat is read: each message with sender, moment and body, in the order of the file.

What stands between two heads belongs to the first, blank lines and all; lines of a printer are set apart.
What a chat's program wrote is an event, not a message. A mark in place of a name is no person: such a
message has no sender. Messages stay where they stand even where their times run backwards; that is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from junction.core.imports import Finding, Severity
from junction.core.tables.days import DayOrder

from ..dates import dates_in
from ..moments import NEVER, aware, is_order_told
from ..reading import Cell, DateSaid, Kind, Read, Reading, Redaction
from ..redactions import redactions_in
from ..source import Source, Span, trimmed
from . import oddities
from .heads import MARKS, Head, heads_in
from .senders import Sender, long_names, sender_of
from .words import body_event, edited_at, is_furniture, system_event


@dataclass(frozen=True, slots=True)
class _Entry:
    """A head with what follows it up to the next: stretches of lines, without a printer's."""

    head: Head
    spans: tuple[Span, ...]
    sender: Sender | None

    @property
    def body(self) -> int:
        return self.head.rest + (self.sender.body if self.sender else 0)


def read_messages(source: Source, *, time_zone: str = "Europe/London") -> Read:
    """Return every message of an exported chat; a chat's times are those of `time_zone`."""
    heads, pasted, order = heads_in(source)
    furniture = [number for number, line in enumerate(source.lines) if is_furniture(source.quote(line))]
    starts = [*(head.line for head in heads), len(source.lines)]
    readings = [_preface(source, _stretches(source, range(starts[0]), furniture))]
    readings += [_furniture(source, number) for number in furniture]
    entries = _entries(source, heads, starts, furniture)
    moments, findings = _moments(source, heads, order, ZoneInfo(time_zone))
    told = is_order_told(head.day for head in heads)
    readings += [_reading(source, entry, at, told=told) for entry, at in zip(entries, moments, strict=True)]
    in_place = sorted((one for one in readings if one is not None), key=lambda one: one.spans[0])
    findings += oddities.of_file(source, in_place, heads, pasted)
    findings += [_unsure(source, entry) for entry in entries if entry.sender and not entry.sender.certain]
    return Read(source, tuple(in_place), tuple(sorted(findings, key=lambda one: one.row)))


def _entries(
    source: Source, heads: Sequence[Head], starts: Sequence[int], furniture: Iterable[int]
) -> list[_Entry]:
    rests = {head.line: source.text[head.rest : source.lines[head.line].end] for head in heads}
    spoken = [rest for rest in rests.values() if not system_event(rest)]
    names = long_names(spoken)
    found = {line: sender_of(rest, names=names) for line, rest in rests.items() if not system_event(rest)}
    known = frozenset(sender.name for sender in found.values() if sender and sender.certain and sender.name)
    return [
        _Entry(
            head,
            _stretches(source, range(head.line, starts[place + 1]), furniture),
            found.get(head.line) or _uncertain(source, rests[head.line], head.line, known),
        )
        for place, head in enumerate(heads)
    ]


def _uncertain(source: Source, rest: str, line: int, known: frozenset[str]) -> Sender | None:
    """Return the sender of a line whose name no colon ends, as far as the other lines tell."""
    below = line + 1 < len(source.lines) and bool(source.quote(source.lines[line + 1]).strip())
    return None if system_event(rest) else sender_of(rest, known=known, below=below)


def _stretches(source: Source, lines: Iterable[int], furniture: Iterable[int]) -> tuple[Span, ...]:
    """Return the lines as stretches that no printer's line interrupts, white space at their ends left out."""
    left_out = set(furniture)
    runs: list[list[int]] = [[]]
    for number in lines:
        if number in left_out:
            runs.append([])
        else:
            runs[-1].append(number)
    spans = [Span(source.lines[run[0]].start, source.lines[run[-1]].end) for run in runs if run]
    return tuple(span for span in (trimmed(source.text, one) for one in spans) if span.end > span.start)


def _moments(
    source: Source, heads: Sequence[Head], order: DayOrder, zone: ZoneInfo
) -> tuple[list[datetime | None], list[Finding]]:
    moments: list[datetime | None] = []
    findings: list[Finding] = []
    before: datetime | None = None
    for head in heads:
        naive = head.moment(order)
        at, odd = (
            aware(naive, zone, not_before=before) if naive and _on_calendar(naive.date()) else (None, "")
        )
        if at is None or odd:
            findings.append(oddities.of_time(source, head, odd))
        elif before and at.astimezone(UTC) < before.astimezone(UTC):
            findings.append(oddities.out_of_order(source, head))
        moments.append(at)
        before = at if odd != NEVER and at else before
    return moments, findings


def _on_calendar(day: date) -> bool:
    return 1970 <= day.year < 9999


def _reading(source: Source, entry: _Entry, at: datetime | None, *, told: bool) -> Reading:
    body = tuple(_from(entry.body, span) for span in entry.spans if span.end > entry.body)
    body = tuple(span for span in (trimmed(source.text, one) for one in body) if span.end > span.start)
    body, edited = _without_edited(source, body)
    text = "\n".join(source.quote(span) for span in body)
    bare = text.translate(dict.fromkeys(map(ord, MARKS))).strip()
    cells = {"at": _when(source, entry.head, told=told), "body": Cell(text, body)}
    if edited:
        cells["edited"] = Cell(source.quote(edited), (edited,))
    event = system_event(bare) if entry.sender is None or text.startswith("\u200e") else ""
    if entry.sender is None or event:
        cells["event"] = Cell(event or "other", body, 1.0 if event else 0.5)
        return Reading(Kind.EVENT, entry.spans, text, cells=cells, at=at, redactions=_marks(source, body))
    if what := body_event(bare):
        cells["event"] = Cell(what, body)
    name = Span(entry.head.rest + entry.sender.start, entry.head.rest + entry.sender.end)
    cells["sender"] = Cell(entry.sender.printed, (name,), 1.0 if entry.sender.certain else 0.7)
    cells["sender_kind"] = Cell(entry.sender.kind, (name,))
    marks = (*redactions_in(source.text, name, place="name"), *_marks(source, body))
    return Reading(
        Kind.MESSAGE, entry.spans, text, cells=cells, at=at, sender=entry.sender.name, redactions=marks,
        dates=_dates(source, body, at),
    )  # fmt: skip


def _when(source: Source, head: Head, *, told: bool) -> Cell:
    note = "" if told else "no day of the chat tells whether days or months come first"
    return Cell(source.quote(head.when), (head.when,), 1.0 if told else 0.9, note=note)


def _without_edited(source: Source, body: tuple[Span, ...]) -> tuple[tuple[Span, ...], Span | None]:
    """Return what was written, and apart from it the mark that it was changed later."""
    last = body[-1] if body else Span(0, 0)
    at = last.start + edited_at(source.quote(last))
    if at == last.end:
        return body, None
    kept = trimmed(source.text, Span(last.start, at))
    return (*body[:-1], *([kept] if kept.end > kept.start else [])), trimmed(source.text, Span(at, last.end))


def _dates(source: Source, body: Iterable[Span], at: datetime | None) -> tuple[DateSaid, ...]:
    """Return the dates of which a message speaks: "tomorrow" is the day after it was sent."""
    sent_on = at.date() if at else None
    return tuple(
        said for span in body for said in dates_in(source.quote(span), offset=span.start, written_on=sent_on)
    )


def _from(start: int, span: Span) -> Span:
    return Span(max(start, span.start), span.end)


def _marks(source: Source, body: Iterable[Span]) -> tuple[Redaction, ...]:
    return tuple(mark for span in body for mark in redactions_in(source.text, span))


def _preface(source: Source, spans: tuple[Span, ...]) -> Reading | None:
    if not spans:
        return None
    text = "\n".join(source.quote(span) for span in spans)
    return Reading(Kind.PARAGRAPH, spans, text, redactions=_marks(source, spans))


def _furniture(source: Source, number: int) -> Reading | None:
    line = trimmed(source.text, source.lines[number])
    return Reading(Kind.FURNITURE, (line,), source.quote(line)) if line.end > line.start else None


def _unsure(source: Source, entry: _Entry) -> Finding:
    message = "No colon ends the sender's name; it was told by the other messages."
    return oddities.at_line(source, entry.head.rest, "no-colon", message, severity=Severity.NOTE)
