"""Who is named in the headers of a message, or in "On …, … wrote:", and in which header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..moments import end_of_moment
from ..source import Source, Span, trimmed
from .addresses import Party, parties_in
from .threads import Part
from .words import pattern, values

_FIELDS = ("from", "to", "cc", "bcc", "sender", "reply-to")
_WROTE = re.compile(r",?\s*wrote\s?:\s*$", re.IGNORECASE)
_LEAD = re.compile(r"[\s,:>]*(?:(?:GMT|UTC|BST)?\s?[+-]\d{1,2}:?\d{0,2}|GMT|UTC|BST)?[\s,>]*(?:by\s)?")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, and the header that names them."""

    field: str
    party: Party


def named_in(source: Source, part: Part) -> tuple[Named, ...]:
    """Return everybody named, in the order of the page."""
    if part.attribution:
        return tuple(Named("from", one) for one in parties_in(source.text, _author(source, part.attribution)))
    return tuple(_of_headers(source, part))


def _of_headers(source: Source, part: Part) -> Iterator[Named]:
    for header in part.block.headers if part.block else ():
        if header.name not in _FIELDS:
            continue
        behalf = pattern("behalf").search(source.text, header.value.start, header.value.end)
        if header.name == "from" and behalf:
            first = Span(header.value.start, behalf.start())
            yield from (Named("from", one) for one in parties_in(source.text, first))
            rest = Span(behalf.end(), header.value.end)
            yield from (Named("on_behalf_of", one) for one in parties_in(source.text, rest))
        else:
            yield from (Named(header.name, one) for one in parties_in(source.text, header.value))


def _author(source: Source, attribution: Span) -> Span:
    """Return where the author stands in "On 7 Apr 2020, at 21:38, Asha Rao <…> wrote:"."""
    text = source.quote(attribution)
    for pattern_ in values()["authors"]:  # "Am … schrieb Asha Rao:", "Asha Rao wrote on …:"
        if found := re.search(pattern_, text, re.IGNORECASE | re.DOTALL):
            at = attribution.start + found.start("who")
            return trimmed(source.text, Span(at, at + len(found["who"])))
    begin = end_of_moment(text)
    begin += _LEAD.match(text, begin).end() - begin  # type: ignore[union-attr]  # it matches nothing too
    wrote = _WROTE.search(text)
    end = wrote.start() if wrote else len(text)
    return trimmed(source.text, Span(attribution.start + min(begin, end), attribution.start + end))
