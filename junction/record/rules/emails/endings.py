"""Where a message's signature and disclaimer stand: kept, and marked as what says nothing."""

from collections.abc import Iterable, Iterator, Sequence

from ..source import Source, Span, trimmed, uncovered
from .words import pattern, values

Ending = tuple[Span, str]


def endings_in(source: Source, body: Sequence[Span]) -> tuple[Ending, ...]:
    """Return signature and disclaimer of a message, with what each is."""
    return tuple(found for span in body for found in _in_stretch(source, span))


def without_endings(source: Source, body: Iterable[Span], endings: Iterable[Ending]) -> tuple[Span, ...]:
    """Return what of `body` is neither signature nor disclaimer."""
    out = [span for span, _ in endings]
    left = []
    for span in body:
        gaps = uncovered(source.quote(span), [_moved(one, -span.start) for one in out if span.holds(one)])
        left += [trimmed(source.text, _moved(gap, span.start)) for gap in gaps]
    return tuple(left)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _in_stretch(source: Source, span: Span) -> Iterator[Ending]:
    lines = [
        Span(max(line.start, span.start), min(line.end, span.end))
        for line in source.lines[
            source.line_of(span.start) - 1 : source.line_of(max(span.start, span.end - 1))
        ]
    ]
    texts = [source.quote(line).strip(" \t>*") for line in lines]
    disclaimer = next((at for at, text in enumerate(texts) if pattern("disclaimer").match(text)), len(texts))
    begin = _signature(texts[:disclaimer])
    if begin is not None:
        yield trimmed(source.text, Span(lines[begin].start, lines[disclaimer - 1].end)), "signature"
    if disclaimer < len(texts):
        yield trimmed(source.text, Span(lines[disclaimer].start, span.end)), "disclaimer"


def _signature(texts: Sequence[str]) -> int | None:
    """Return the line at which a signature begins that reaches to the end."""
    for at, text in enumerate(texts):
        rest = [one for one in texts[at + 1 :] if one]
        begins = pattern("signature_rule").fullmatch(text) or pattern("sign_off").fullmatch(text)
        short = all(len(one) <= values()["longest_line_of_a_signature"] for one in rest)
        if pattern("sent_from").fullmatch(text) and not rest:
            return at
        if begins and any(texts[:at]) and short and len(rest) <= values()["most_lines_of_a_signature"]:
            return at
    return None
