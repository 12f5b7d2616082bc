"""Who was asked what in a chat or by e-mail, and which later message by another answers it, after how long.

An ask has an owner and an age. All is proposed from what is written, with the words quoted and a
confidence; the patterns and weights are data (`playbook/asks.toml`). A message that was wholly taken out
answers nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from ..reading import Kind, Read, Reading
from ..redactions import is_redacted, without_marks
from ..source import Source, Span, trimmed
from .mail import IN_MAIL, LETTERS, answers_to, first_of_mail, quoted, recipients_of
from .scores import Answered, score_of
from .vocabulary import pattern, values

_SENTENCE = re.compile(r"[^.?!\n]*(?:[.?!](?!\s|$)[^.?!\n]*)*(?:[.?!]+|\n|$)")


class AskKind(StrEnum):
    QUESTION = "question"
    REQUEST = "request"
    ELSEWHERE = "elsewhere"  # somebody else was or will be asked, which is told here


@dataclass(frozen=True, slots=True)
class Answer:
    """The message that seems to answer: its place in the readings, its words, and how long it took."""

    reading: int
    span: Span
    quote: str
    by: str
    at: datetime | None
    took: timedelta | None
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask: its message, its words, who asked, who is to answer (nothing: not told)."""

    reading: int
    span: Span
    quote: str
    kind: AskKind
    asked_by: str
    owner: str
    at: datetime | None
    confidence: float
    answer: Answer | None = None


def asks_in(read: Read) -> tuple[Ask, ...]:
    """Return all asks of a chat in the order of the file, each with its answer where one is likely."""
    senders = {one.sender for one in read.readings if one.kind == Kind.MESSAGE}
    found = []
    for place, reading in enumerate(read.readings):
        if reading.kind not in LETTERS:
            continue
        people = senders if reading.kind == Kind.MESSAGE else recipients_of(read, place)
        for span, kind in _asks_of(read.source, reading):
            quote = read.source.quote(span)
            owner = owner_of(quote, kind, reading.sender, people)
            answer = _answer(read, place, quote, kind=kind, owner=owner)
            found.append(
                Ask(place, span, quote, kind, reading.sender, owner, reading.at, _sure(kind, quote), answer)
            )
    return tuple(found)


def sentences_of(source: Source, reading: Reading) -> Iterator[Span]:
    """Yield the sentences of a message or an e-mail, in their order."""
    is_mail = reading.kind == Kind.EMAIL
    for body in reading.cells["said" if is_mail else "body"].spans:
        for match in (IN_MAIL if is_mail else _SENTENCE).finditer(source.text, body.start, body.end):
            yield trimmed(source.text, Span(match.start() + quoted(match.group()), match.end()))


def _asks_of(source: Source, reading: Reading) -> Iterator[tuple[Span, AskKind]]:
    for span in sentences_of(source, reading):
        if kind := _kind(without_marks(source.quote(span)).strip().replace("’", "'")):
            yield span, kind


def _kind(sentence: str) -> AskKind | None:
    if pattern("request").search(sentence):
        return AskKind.REQUEST
    if sentence.endswith("?") and any(letter.isalpha() for letter in sentence):
        return AskKind.QUESTION
    return AskKind.ELSEWHERE if pattern("elsewhere").search(sentence) else None


def owner_of(quote: str, kind: AskKind, sender: str, senders: set[str]) -> str:
    """Return who is to answer: who is named, or the other of two."""
    if kind == AskKind.ELSEWHERE:
        named = pattern("whom").search(quote)
        return named[1] if named and not is_redacted(named[1]) else ""
    others = sorted(senders - {sender})
    named_here = [
        other
        for other in others
        if other and re.search(rf"(?:^|@|, ?){re.escape(other.split()[0])}\b", quote)
    ]
    if len(named_here) == 1:
        return named_here[0]
    return others[0] if len(others) == 1 else ""


def _sure(kind: AskKind, quote: str) -> float:
    return 0.9 if quote.endswith("?") else 0.6 if kind == AskKind.ELSEWHERE else 0.75


def _answer(read: Read, place: int, quote: str, *, kind: AskKind, owner: str) -> Answer | None:
    ask = read.readings[place]
    best: Answer | None = None
    later = _later(read.readings, place) if ask.kind == Kind.MESSAGE else answers_to(read.readings, place)
    for rank, there in enumerate(later):
        reading = read.readings[there]
        took = reading.at.astimezone(UTC) - ask.at.astimezone(UTC) if reading.at and ask.at else None
        if is_redacted(reading.text) or not reading.text or "event" in reading.cells:
            continue
        if took is not None and not timedelta() <= took <= timedelta(hours=values()["looks_at_hours"]):
            continue
        elsewhere = kind == AskKind.ELSEWHERE and not pattern("concerns_reader").search(quote)
        candidate = Answered(quote, reading.text, rank, took, elsewhere, owner, reading.sender)
        confidence, reasons = score_of(candidate)
        if confidence >= values()["least"] and (best is None or confidence > best.confidence):
            span, words = _first_words(read.source, reading)
            best = Answer(there, span, words, reading.sender, reading.at, took, confidence, reasons)
    return best


def _later(readings: Sequence[Reading], place: int) -> list[int]:
    """Return the messages by others that follow, as many as are looked at."""
    asker = readings[place].sender
    later = [
        there
        for there in range(place + 1, len(readings))
        if readings[there].kind == Kind.MESSAGE and readings[there].sender != asker
    ]
    return later[: values()["looks_at_messages"]]


def _first_words(source: Source, reading: Reading) -> tuple[Span, str]:
    if reading.kind == Kind.EMAIL and (first := first_of_mail(source, reading)):
        return first, source.quote(first)
    span = reading.cells["body"].spans[0]
    match = _SENTENCE.match(source.text, span.start, span.end)
    first = trimmed(source.text, Span(span.start, match.end() if match else span.end))
    return first, source.quote(first)
