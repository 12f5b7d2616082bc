"""Which reader reads which kind of document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Protocol

from .action_plan import read_action_plan
from .emails import read_emails
from .messages import read_messages
from .opened import findings_of
from .other_kind import other_kind
from .plain import read_plain
from .plan import read_plan
from .reading import Cell, Kind, Read, Reading
from .readouts import read_readout, with_actions
from .redactions import redactions_in
from .source import Source, trimmed

BESIDE = re.compile(
    r"\[(?P<what>header|footer|comment|deleted|field|drawing|html|title|author|description|keywords|subject"
    r"|creator|shown on pointing)\b"
)


class Reader(Protocol):
    """Takes a source and the day it was written on, if known."""

    def __call__(self, source: Source, *, written_on: date | None = None) -> Read: ...


def _messages(source: Source, *, written_on: date | None = None) -> Read:
    return read_messages(source)  # each message bears its own day


def _emails(source: Source, *, written_on: date | None = None) -> Read:
    return with_actions(read_emails(source))  # so does each e-mail


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "action-plan": read_action_plan,
        "plan": read_plan,
        "messages": _messages,
        "email": _emails,
        "readout": read_readout,
        "letter": read_plain,
    }
)


def read_as(kind: str, source: Source, *, written_on: date | None = None) -> Read:
    """Read a source as a document of a kind. Raise `KeyError` for a kind that nothing reads."""
    reader = READERS[kind]
    if not source.text.strip():
        return Read(source, (), tuple(findings_of(source)))
    text = source
    if source.beside_from is not None:
        text = replace(source, text=source.text[: source.beside_from], beside_from=None)
    read = reader(text, written_on=written_on)
    beside = _beside(source) if source.beside_from is not None else ()
    found = (*findings_of(source), *read.findings, *other_kind(kind, text, read.readings))
    return Read(source, (*read.readings, *beside), found)


def _beside(source: Source) -> Iterator[Reading]:
    """Give what stands beside the text: a reading for each line, which says what it is."""
    for line in source.lines:
        span = trimmed(source.text, line)
        if span.start < (source.beside_from or 0) or span.start == span.end:
            continue
        said = BESIDE.match(source.quote(span))
        what = said["what"] if said else "beside"
        kind = Kind.FURNITURE if what in {"header", "footer"} else Kind.PARAGRAPH
        marks = tuple(redactions_in(source.text, span))
        yield Reading(kind, (span,), source.quote(span), cells={"beside": Cell(what)}, redactions=marks)
