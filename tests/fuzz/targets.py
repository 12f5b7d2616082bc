"""What is fuzzed and what must hold: readers fail only by refusing, no place is wrong, no interval empty."""

import sys
from datetime import date

import atheris

# Only what is ours is instrumented: with the libraries a target would begin after a minute.
with atheris.instrument_imports(include=["junction.record.files", "junction.record.rules"]):
    from junction.record.files import CannotOpen
    from junction.record.files.kinds import FileKind, kind_of
    from junction.record.files.readers import READERS
    from junction.record.files.readers.texts import read_delimited, read_text
    from junction.record.rules.dates import dates_in

from junction.record.tests import made_files as made

from . import correspondence, documents

# What a library may raise on a broken file is caught in the child process (`files/child.py`), whatever it is;
# here it may be anything but a hang, a crash of the interpreter or the end of memory.
FROM_LIBRARIES = {"docx", "outlook", "pdf", "hidden", "workbook"}


def dates(data: bytes) -> None:
    """Any text, written on any day."""
    given = atheris.FuzzedDataProvider(data)
    day = given.ConsumeIntInRange(0, 3_652_059)
    text = given.ConsumeUnicodeNoSurrogates(2_000)
    reached = 0
    for said in dates_in(text, written_on=date.fromordinal(day) if day else None, year_hint=2020):
        assert text[said.span.start : said.span.end] == said.raw != ""
        assert said.span.start >= reached
        reached = said.span.end
        assert not (said.from_on and said.until_on) or said.from_on < said.until_on


def opening(data: bytes) -> None:
    """Any bytes, by the reader that their kind names."""
    try:
        kind = kind_of(data, name="a.csv" if data[:1] == b"," else "a")
        if kind is FileKind.TEXT:
            page = read_text(data).as_dict()
        elif kind is FileKind.DELIMITED:
            page = read_delimited(data).as_dict()
        else:
            page = _read(str(kind), data)
    except CannotOpen as refusal:
        assert str(refusal)
    else:
        assert all(0 <= start < end <= len(page["text"]) for start, end in page["bold"])
        assert page["page_starts"] == sorted(page["page_starts"])
        for at, start, end in page["joined"]:
            assert 0 <= start < end <= at <= len(page["text"])  # the words stand above the cell


def _read(kind: str, data: bytes) -> dict:
    try:
        return READERS[kind](data)
    except CannotOpen:
        raise
    except Exception:
        if kind in FROM_LIBRARIES:
            return {"text": "", "bold": [], "page_starts": [], "joined": []}
        raise


TARGETS = {"dates": dates, "opening": opening} | correspondence.TARGETS | documents.TARGETS
SEEDS = {
    "dates": [
        b"\x00\x00\x00w/c 2 November, by the end of April, 05/03/2020, from 8 December to 4 January 2021"
    ],
    "opening": [
        b"one\ttwo\n",
        made.pdf(made.said("Winter plan"), made.box()),
        made.letter(html="<p>Hello <b>all</b>").as_bytes(),
        b"<!doctype html><table><tr><td>a<td>b</table>",
        made.docx(),
        made.workbook([["Ref", "Item"], ["1", "Ring"]]),
    ],
}

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
