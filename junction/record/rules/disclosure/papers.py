"""A document of an extract in plain values, and the same as it may leave. Nothing else may be shown of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from ..source import Source, Span
from .finding import letters_of
from .redacting import Cut, Redacted, redact
from .rules import DOCUMENT, EXTRACT, PLACE, Patterns, Rule

BETWEEN_CELLS = re.compile(r"[\t\n\f]+")  # in the text of a table
TELLING = 4  # letters: fewer, taken out at one place, say nothing elsewhere


@dataclass(frozen=True, slots=True)
class Said:
    """One statement; each cell, date and the whole have their places in the document's text."""

    number: int
    kind: str
    spans: tuple[Span, ...]
    ref: str = ""
    sender: str = ""
    status: str = ""
    at: datetime | None = None
    organisations: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was laid over a document."""

    number: int
    kind: str
    start: int
    end: int
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of an extract; `number` is its place in it, `document` its number in the record."""

    number: int
    document: int
    kind: str
    title: str
    file_name: str
    sha256: str
    text: str
    source: str = ""
    dated_on: date | None = None
    received_on: date | None = None
    properties: tuple[tuple[str, str], ...] = ()
    said: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """The rules of one extract: what every way out is put through."""

    rules: tuple[Rule, ...]
    patterns: Patterns

    def body(self, paper: Paper) -> Redacted:
        """Return the text of a document as it may leave."""
        return redact(paper.text, self.rules, self.patterns, document=paper.document, is_body=True)

    def words(self, text: str, document: int | None = None, *, near: tuple[Span, ...] = ()) -> str:
        """Return any other words as they may leave; what is taken out at a place `near` goes here too."""
        return self.redacted(text, document, near=near).text

    def redacted(self, text: str, document: int | None = None, *, near: tuple[Span, ...] = ()) -> Redacted:
        """Return the same with its cuts."""
        moved = tuple(_as_words(rule, document, near) for rule in self.rules)
        return redact(text, moved, self.patterns, document=document)


def _as_words(rule: Rule, document: int | None, near: tuple[Span, ...]) -> Rule:
    """Return a rule as it holds for words outside the texts of documents.

    Of what belongs to no document (a comment, a purpose, the log) every rule takes out its words.
    """
    if document is None:
        is_telling = rule.scope != PLACE or len(letters_of(rule.words)) >= TELLING
        return replace(rule, scope=EXTRACT) if is_telling else rule
    is_near = any(_meet(Span(rule.start, rule.end), span) for span in near)
    if rule.scope != PLACE or rule.document != document or not is_near:
        return rule
    return replace(rule, scope=DOCUMENT, inside_words=True)


class Leaf:
    """One document as it may leave: its words, names, statements and notes."""

    def __init__(self, paper: Paper, leaving: Leaving) -> None:
        self._paper, self._leaving = paper, leaving
        self.number, self.document = paper.number, paper.document
        self.kind, self.sha256 = paper.kind, paper.sha256

    @cached_property
    def body(self) -> Redacted:
        return self._leaving.body(self._paper)

    @cached_property
    def source(self) -> Source:
        return Source(self.body.text)

    def words(self, text: str, *near: Span) -> str:
        return self._leaving.words(text, self._paper.document, near=near)

    def _parted(self, near: tuple[Span, ...]) -> Leaving:
        """Return the rules with what they took out over several cells at places `near`: each part by itself.

        A first name and a surname in cells of their own are one stretch of the text, and none of any cell.
        """
        over = (cut for cut in self.body.cuts if any(_meet(cut.span, span) for span in near))
        more = tuple(rule for cut in over for rule in self._parts_of(cut))
        return replace(self._leaving, rules=self._leaving.rules + more) if more else self._leaving

    def _parts_of(self, cut: Cut) -> list[Rule]:
        said = self._paper.text[cut.span.start : cut.span.end]
        parts = [part for part in BETWEEN_CELLS.split(said) if letters_of(part)]
        by = [rule for rule in self._leaving.rules if rule.number in cut.rules]
        return [
            replace(
                rule, scope=DOCUMENT, document=self._paper.document, words=part, pattern="", initials=False
            )
            for rule in by
            for part in parts
            if len(parts) > 1
        ]

    @property
    def title(self) -> str:
        return self.words(self._paper.title)

    @property
    def file_name(self) -> str:
        return self.words(self._paper.file_name)

    @property
    def is_touched(self) -> bool:
        """Tell whether any rule takes anything out of it, its names or what it says of itself."""
        paper = self._paper
        others = [
            paper.title,
            paper.file_name,
            paper.source,
            *(word for pair in paper.properties for word in pair),
        ]
        return bool(self.body.cuts) or any(self.words(text) != text for text in others)

    def index(self) -> dict[str, Any]:
        """Return what is known of the document."""
        paper = self._paper
        return {
            "number": paper.number,
            "title": self.title,
            "kind": paper.kind,
            "source": self.words(paper.source),
            "file_name": self.file_name,
            "dated_on": _iso(paper.dated_on),
            "received_on": _iso(paper.received_on),
            "sha256_as_received": paper.sha256,
            "properties": named_apart(
                (self.words(name), self.words(said)) for name, said in paper.properties
            ),
            "redactions": len(self.body.cuts),
        }

    def statements(self, *, after: int = -1) -> list[dict[str, Any]]:
        """Return what was read in it behind a number; places are offsets into the text that leaves."""
        return [self._statement(one) for one in self._paper.said if one.number > after]

    def _statement(self, one: Said) -> dict[str, Any]:
        body = self.body
        places = [[body.moved(span.start), body.moved_end(span.end)] for span in one.spans]

        through = self._parted(one.spans)

        def words(text: str) -> str:
            return through.words(text, self._paper.document, near=one.spans)

        return {
            "document": self.number,
            "number": one.number,
            "kind": one.kind,
            "ref": words(one.ref),
            "text": body.quote(one.spans),
            "line": self.source.line_of(places[0][0]) if places else None,
            "places": places,
            "sender": words(one.sender),
            "at": one.at.isoformat() if one.at else None,
            "status": one.status,
            "organisations": [words(name) for name in one.organisations],
            "cells": named_apart((words(name), words(said)) for name, said in one.cells),
            "dates": [words(said) for said in one.dates],
        }

    def notes(self) -> list[dict[str, Any]]:
        """Return what was laid over it."""
        return [
            {
                "document": self.number,
                "number": one.number,
                "kind": one.kind,
                "line": self.source.line_of(self.body.moved(one.start)),
                "text": self.words(one.text, Span(one.start, one.end)),
                "at": one.at.isoformat(),
                "by": one.by,
            }
            for one in self._paper.notes
        ]


def texts_of(paper: Paper) -> Mapping[str, str]:
    """Return every text of a document beside its body, by where it stands."""
    named = {"title": paper.title, "file name": paper.file_name, "source": paper.source}
    named |= named_apart((f"property {name}", said) for name, said in paper.properties)
    return named | {f"note {one.number}": one.text for one in paper.notes}


def named_apart(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return texts by their names, none lost: of two that have one name, as when both names were taken out,
    the second is called "name (2)".
    """
    found: dict[str, str] = {}
    for name, said in pairs:
        free, times = name, 1
        while free in found:
            times += 1
            free = f"{name} ({times})"
        found[free] = said
    return found


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
