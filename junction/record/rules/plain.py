"""Any text without a form of its own: its paragraphs, one by one, with the dates in them."""

import re
from datetime import date

from .reading import Kind, Read, Reading
from .source import Source, Span, joined, trimmed

BETWEEN = re.compile(r"\n[ \t\f]*\n|\f")


def read_plain(source: Source, *, written_on: date | None = None) -> Read:
    """Read a text as paragraphs parted by blank lines or page breaks."""
    edges = [0, *(edge for found in BETWEEN.finditer(source.text) for edge in found.span()), len(source.text)]
    stretches = (trimmed(source.text, Span(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True))
    readings = tuple(
        Reading(Kind.PARAGRAPH, (span,), joined(source.text, (span,)))
        for span in stretches
        if span.end > span.start
    )
    return Read(source, readings)
