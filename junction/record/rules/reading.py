"""What a reader hands over, the same shape whatever was read: readings, each with its exact places.

A reader takes a `Source` and gives a `Read`. Its readings on the first layer (no `part_of`) cover the
text: each character that is not white space stands in one of them, if only in one of kind "furniture" (a
heading, a page number, a column's title). So nothing is dropped, and the document can be rebuilt from
what was read. Readings with `part_of` (a commitment in a paragraph, an attendee in a line) lie within
what they are part of.

What a reader concluded and did not see (a reference that is missing on the page, a year that is not
written) is marked as inferred, and every cell carries a confidence from 0 (guessed) to 1 (as printed).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from junction.core.imports import Finding

from .source import Source, Span, uncovered

NOTHING: Mapping[str, "Cell"] = MappingProxyType({})


class Kind(StrEnum):
    """What a reading is."""

    ROW = "row"  # of a table of actions or requirements
    MESSAGE = "message"  # of a chat
    EVENT = "event"  # a line that a chat's program wrote: who was added, what was renamed
    EMAIL = "email"  # one message of a thread of e-mails, headers and body
    CORRESPONDENT = "correspondent"  # who an e-mail is from, to or copied to
    ATTENDEE = "attendee"
    POINT = "point"  # what was said in a meeting, by whom
    ACTION = "action"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list in a paragraph: a bullet, "(a)"
    COMMITMENT = "commitment"
    HEADING = "heading"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # printed, and says nothing: column titles, page numbers, contents


class StatusClass(StrEnum):
    """What an evidence text claims of how far a thing is."""

    COMPLETE = "complete"
    UNDERWAY = "underway"  # begun, or done all the time
    PLANNED = "planned"
    CONDITIONAL = "conditional"  # will be done if something happens
    NOT_STARTED = "not-started"


class Certainty(StrEnum):
    """How sure a date is."""

    EXACT = "exact"  # day, month and year are written
    INFERRED = "inferred"  # a part of it (mostly the year) follows from the document's own date
    VAGUE = "vague"  # words that stretch: "early next week", "shortly"
    OPEN = "open"  # one end is not said: "from November"


STANDING = "standing"  # a warning of dates: a span in which something holds, and no day to be ready by


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date as it was said: the words, their place, and the days they may mean.

    `from_on` is the first day, `until_on` the day after the last (None: open at that end). `warnings` are
    codes such as "weekend", "bank-holiday", "weekday-mismatch".
    """

    raw: str
    span: Span
    from_on: date | None
    until_on: date | None
    certainty: Certainty
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "raw": self.raw,
            "from": self.from_on and self.from_on.isoformat(),
            "until": self.until_on and self.until_on.isoformat(),  # exclusive
            "certainty": str(self.certainty),
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class Redaction:
    """A mark that says that something was taken out. Never a person, whatever it stands in place of."""

    mark: str  # as printed: "NR", "I&S", "Irrelevant & Sensitive"
    code: str  # one code for all spellings: "NR", "IS"
    span: Span
    place: (
        str  # "whole" paragraph, "prefix", "within" a sentence, or "name" where a person's name would stand
    )

    def as_dict(self) -> dict[str, Any]:
        return {"mark": self.mark, "code": self.code, "place": self.place,
                "start": self.span.start, "end": self.span.end}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A named part of a reading: what it says, where, and how sure that is."""

    text: str
    spans: tuple[Span, ...] = ()  # none: not on the page, but carried on or inferred
    confidence: float = 1.0
    inferred: bool = False
    note: str = ""  # why it is not certain

    def as_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "confidence": self.confidence,
            "inferred": self.inferred,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class CrossReference:
    """One reading that points to another: "see row 56", "as above"."""

    raw: str
    span: Span
    to_ref: str  # the reference pointed to; empty when it could not be told


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was read."""

    kind: Kind
    spans: tuple[Span, ...]
    text: str
    ref: str = ""
    ref_inferred: bool = False
    part_of: int | None = None  # the place in `Read.readings` of what this is a part of
    cells: Mapping[str, Cell] = field(default_factory=lambda: NOTHING)
    organisations: tuple[str, ...] = ()
    status: StatusClass | None = None
    dates: tuple[DateSaid, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    references: tuple[CrossReference, ...] = ()
    at: datetime | None = None
    sender: str = ""

    @property
    def sought(self) -> str:
        """Everything it says, for search: its text and what its parts say beside it."""
        said = [self.text, self.sender, *(cell.text for cell in self.cells.values())]
        return "\n".join(dict.fromkeys(text for text in said if text))

    def as_dict(self, source: Source) -> dict[str, Any]:
        """Return the record as an import answers with it; `lines` are all the lines it stands on."""
        return {
            "kind": str(self.kind),
            "ref": self.ref,
            "ref_inferred": self.ref_inferred,
            "part_of": self.part_of,
            "text": self.text,
            "organisations": list(self.organisations),
            "status_class": self.status and str(self.status),
            "dates": [said.as_dict() for said in self.dates],
            "redactions": [mark.as_dict() for mark in self.redactions],
            "references": [pointer.to_ref for pointer in self.references],
            "at": self.at and self.at.isoformat(),
            "sender": self.sender,
            "cells": {name: cell.as_dict() for name, cell in self.cells.items()},
            "spans": [[span.start, span.end] for span in self.spans],
            "lines": source.lines_of(self.spans),
            "page": source.page_of(self.spans[0].start) if self.spans else None,
        }


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in one document. A finding's `row` is the line of the source."""

    source: Source
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...] = field(default=())

    def not_read(self) -> list[Span]:
        """Return what stands in no reading of the first layer: nothing, if the reader is sound."""
        spans = [span for reading in self.readings if reading.part_of is None for span in reading.spans]
        return uncovered(self.source.text, spans)
