"""Fuzz the readers of chats, e-mails and read-outs: any text is read, nothing is lost, every quote is exact.

`python -m tests.fuzz.correspondence messages -max_total_time=60` tries one of them (or `emails`, `readouts`).
"""

import sys

import atheris

with atheris.instrument_imports(include=["junction.record.rules"]):
    from junction.record.rules.emails import read_emails
    from junction.record.rules.messages import asks_in, read_messages
    from junction.record.rules.reading import Read
    from junction.record.rules.readouts import read_readout
    from junction.record.rules.source import Source

# Pieces of the forms that are looked for, so that they are met soon.
PIECES = (
    "[27/02/2020, 19:26:02] A B: Can you?\n", "27/02/2020, 19:26 - NR: ", "I&S", "\n", "\n\n- ",
    "[/o=x/cn=1 NR", "From: A B\nSent: 6 April 2020 10:00\nTo: C, D; NR\n\n",
    "On 6 Apr 2020, at 08:00, B wrote:\n> ", "Kind regards\n",
    "Attendees: A B (AB) NR\n", "Actions\n- AB to ", "AB said by Friday. ", "MS(C) asked ", "\u200e",
)  # fmt: skip


def messages(data: bytes) -> None:
    read = _held(read_messages(Source(_text(data))))
    for ask in asks_in(read):
        assert read.source.quote(ask.span) == ask.quote


def emails(data: bytes) -> None:
    _held(read_emails(Source(_text(data))))


def readouts(data: bytes) -> None:
    _held(read_readout(Source(_text(data))))


def _text(data: bytes) -> str:
    given = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while given.remaining_bytes() and len(parts) < 60:
        pick = given.ConsumeIntInRange(0, 2 * len(PIECES))
        parts.append(PIECES[pick] if pick < len(PIECES) else given.ConsumeUnicodeNoSurrogates(12))
    return "".join(parts)


def _held(read: Read) -> Read:
    """Assert what must hold of whatever was read."""
    assert read.not_read() == []
    for reading in read.readings:
        assert all(read.source.quote(mark.span) == mark.mark for mark in reading.redactions)
        assert all(read.source.quote(said.span) == said.raw for said in reading.dates)
        if reading.part_of is not None:
            outer = read.readings[reading.part_of].spans
            assert all(any(span.holds(one) for span in outer) for one in reading.spans)
    return read


TARGETS = {"messages": messages, "emails": emails, "readouts": readouts}

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
