"""How e-mails are read, whatever they were kept in: a mail file's text, a print, a scan, a quote.

Each message of a thread is a reading with its headers as cells, its place in the thread (0: printed
first) and what quotes it; who it is from and to are parts of it, one by one; so are signature and
disclaimer. Who was taken out is counted, and is no correspondent.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from junction.core.imports import Finding, Severity
from junction.core.tables.days import DayOrder

from ..dates import dates_in
from ..moments import moment_of, order_of
from ..reading import Cell, DateSaid, Kind, Read, Reading, Redaction
from ..redactions import redactions_in
from ..source import Source, Span, trimmed
from .endings import endings_in, without_endings
from .people import Named, named_in
from .threads import Part, Thread, thread_in
from .words import in_english

_PEOPLE = ("from", "to", "cc", "bcc", "sender", "reply-to")


def read_emails(source: Source, *, time_zone: str = "Europe/London") -> Read:
    """Return every message of a thread; a time that names no zone is one of `time_zone`."""
    thread = thread_in(source)
    order = order_of(source.quote(span) for part in thread.parts for span in _when(part))
    readings: list[Reading] = []
    findings: list[Finding] = []
    for place, part in enumerate(_told(source, thread)):
        at, odd = _moment(source, part, order, ZoneInfo(time_zone))
        email = len(readings)
        readings += _readings(source, part, place=place, email=email, at=at)
        findings += _oddities(source, part, readings[email], odd)
    readings += _furniture(source, thread)
    return Read(source, tuple(readings), tuple(findings))


def _told(source: Source, thread: Thread) -> list[Part]:
    return [part for part in thread.parts if part.spans(source)]


def _furniture(source: Source, thread: Thread) -> Iterator[Reading]:
    for number in thread.furniture:
        line = trimmed(source.text, source.lines[number])
        marks = redactions_in(source.text, line)
        yield Reading(Kind.FURNITURE, (line,), source.quote(line), redactions=marks)


def _when(part: Part) -> list[Span]:
    span = part.block.value("sent") if part.block else part.attribution
    return [span] if span else []


def _moment(source: Source, part: Part, order: DayOrder, zone: ZoneInfo) -> tuple[datetime | None, str]:
    for span in _when(part):
        return moment_of(in_english(source.quote(span)), order=order, zone=zone)
    return None, ""


def _readings(
    source: Source, part: Part, *, place: int, email: int, at: datetime | None
) -> Iterator[Reading]:
    """Yield the message, then its parts."""
    body = part.body_spans(source)
    named = named_in(source, part)
    endings = endings_in(source, body)
    cells = {"place": Cell(str(place), inferred=True), "depth": Cell(str(part.depth), inferred=True)}
    if place:
        cells["quoted_by"] = Cell(str(place - 1), inferred=True, confidence=0.9)
    cells |= dict(_headers(source, part))
    cells |= _who(named)
    cells["body"] = Cell(_lines(source, body), body)
    said = without_endings(source, body, endings)
    cells["said"] = Cell(_lines(source, said), said)
    marks = (
        *_marks_of_people(source, part, named),
        *(m for span in body for m in redactions_in(source.text, span)),
    )
    sender = next((_called(one) for one in named if one.field == "from" and not one.party.is_redacted), "")
    text = _lines(source, body)
    yield Reading(
        Kind.EMAIL, part.spans(source), text, cells=cells, at=at, sender=sender,
        redactions=tuple(sorted(marks, key=lambda mark: mark.span)),
        dates=tuple(said_on for span in said for said_on in _dates(source, span, at)),
    )  # fmt: skip
    yield from (_correspondent(one, email) for one in named if not one.party.is_redacted)
    for span, what in endings:
        yield Reading(
            Kind.FURNITURE, (span,), source.quote(span), part_of=email, cells={"is": Cell(what, (span,))}
        )


def _dates(source: Source, span: Span, at: datetime | None) -> tuple[DateSaid, ...]:
    return dates_in(source.quote(span), offset=span.start, written_on=at.date() if at else None)


def _headers(source: Source, part: Part) -> Iterator[tuple[str, Cell]]:
    if part.attribution:
        yield "attribution", Cell(source.quote(part.attribution), (part.attribution,))
    for header in part.block.headers if part.block else ():
        value = part.block.value(header.name) if part.block else None
        if value == header.value or (value is None and not header.value.end > header.value.start):
            plain = header.label.isascii()
            note = "" if plain else f"the label is printed “{header.label.strip()}”"
            text = " ".join(source.quote(header.value).split())
            yield header.name, Cell(text, (header.value,), 1.0 if plain else 0.9, note=note)


def _who(named: Iterable[Named]) -> dict[str, Cell]:
    """Return how many were taken out of each header, and on whose behalf it was written."""
    named = list(named)
    counts = Counter(one.field for one in named if one.party.is_redacted)
    cells = {
        f"{name}_redacted": Cell(str(count), tuple(one.party.span for one in named if _is_out(one, name)))
        for name, count in counts.items()
    }
    for one in named:
        if one.field == "on_behalf_of" and not one.party.is_redacted:
            cells["on_behalf_of"] = Cell(one.party.said, (one.party.name_span,))
    return cells


def _is_out(one: Named, name: str) -> bool:
    return one.field == name and one.party.is_redacted


def _correspondent(one: Named, email: int) -> Reading:
    party = one.party
    cells = {
        "field": Cell(one.field, inferred=True),
        "name": Cell(party.name, (party.name_span,) if party.name else ()),
        "person": Cell(
            party.said, (party.name_span,) if party.name else (), inferred=party.said != party.name
        ),
        "address": Cell(party.address, (party.span,) if party.address else ()),
        "address_kind": Cell(party.kind, inferred=True),
    }
    if party.organisation:
        cells["organisation"] = Cell(party.organisation, (party.span,))
    return Reading(Kind.CORRESPONDENT, (party.span,), _called(one), part_of=email, cells=cells)


def _called(one: Named) -> str:
    """Return the name; where there is none, the address."""
    return one.party.said or (one.party.address if one.party.kind == "smtp" else "")


def _marks_of_people(source: Source, part: Part, named: Iterable[Named]) -> Iterator[Redaction]:
    """Yield the marks among the people: one in a name is a name's, one printed over an address is not."""
    names = [one.party.name_span for one in named]
    for header in part.block.headers if part.block else ():
        for mark in redactions_in(source.text, header.value):
            is_name = header.name in _PEOPLE and any(span.holds(mark.span) for span in names)
            yield replace(mark, place="name" if is_name else "within")
    if part.attribution:
        yield from redactions_in(source.text, part.attribution, place="name")


def _lines(source: Source, spans: Iterable[Span]) -> str:
    return "\n".join(source.quote(span) for span in spans)


def _oddities(source: Source, part: Part, email: Reading, odd: str) -> Iterator[Finding]:
    line = source.line_of(email.spans[0].start)
    if odd:
        yield Finding(
            line, "sent", "", odd, Severity.WARNING, "The clocks changed then: this time was twice or never."
        )
    if part.block is None and part.attribution is None:
        message = "This message has no headers: who wrote it, to whom and when is not said."
        yield Finding(line, "", "", "no-headers", Severity.WARNING, message)
    elif email.at is None:
        yield Finding(line, "sent", "", "no-time", Severity.WARNING, "It is not said when this was sent.")
    if not email.sender and "from_redacted" not in email.cells and (part.block or part.attribution):
        yield Finding(line, "from", "", "no-sender", Severity.WARNING, "It is not said who sent this.")
