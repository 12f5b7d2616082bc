"""A promise as it was found, and its particulars: what is promised, to whom, and how much of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..actors import actors_in
from ..quantities import quantities_in
from ..reading import Cell, DateSaid
from ..source import Span
from .flow import Flow
from .wording import Promise

IN_BOLD, UNWORDED = 0.95, 0.7
TOWARDS = re.compile(
    r"\b(?:to|for|with|among|across|so that|so|enables?|enabling|helps?|helping|supports?|supporting|gives?|"
    r"giving|allows?|offers?|asking|ask)\s+(?P<between>(?:[\w’'-]+\s+){0,3})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A promise in a flow: what is set as one, the sentences around it, and its wording if it has any."""

    stretch: Span
    whole: Span
    basis: str
    wording: Promise | None
    who: Span | None = None  # in the flow
    stem: Span | None = None  # the words that open the list it is an item of

    @property
    def confidence(self) -> float:
        """Say how sure it is that this is a promise: bold is, the rest goes by its wording."""
        if self.basis == "bold":
            return IN_BOLD if self.wording else UNWORDED
        return self.wording.confidence if self.wording else UNWORDED


def particulars(flow: Flow, made: Made, dates: Sequence[DateSaid]) -> dict[str, Cell]:
    """Read what is promised, to whom, and how much of it."""
    cells = {}
    act = made.wording.act if made.wording else made.stretch
    if words := " ".join(flow.text[act.start : act.end].split()).rstrip(" .;"):
        words = re.sub(r"[;,]?\s+(?:and|or)$", "", words)
        cells["act"] = Cell(words, flow.spans(act.start, act.end), confidence=0.8)
    for one in actors_in(flow.text[act.start : act.end]):
        start = act.start + one.span.start
        towards = TOWARDS.search(flow.text, max(act.start, start - 60), start)
        # A single body far from the "to" is mostly named for something else.
        if towards and (not one.actor.one or len(towards["between"].split()) < 2):
            span = Span(start, act.start + one.span.end)
            cells["to_whom"] = Cell(
                flow.text[span.start : span.end], flow.spans(span.start, span.end), confidence=0.6
            )
            break
    whole = flow.text[made.whole.start : made.whole.end]
    dated = [one.span for one in dates]
    amounts = [
        one
        for one in quantities_in(whole, offset=made.whole.start)
        if not any(meet(day, place) for place in flow.spans(one.span.start, one.span.end) for day in dated)
    ]
    if amounts:
        spans = tuple(span for one in amounts for span in flow.spans(one.span.start, one.span.end))
        cells["measure"] = Cell("; ".join(one.said for one in amounts), spans, confidence=0.8)
    return cells


def trim(text: str, span: Span) -> Span:
    said = text[span.start : span.end]
    start = span.start + len(said) - len(said.lstrip())
    return Span(start, max(start, span.start + len(said.rstrip())))


def move(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None


def moved(found: Promise, by: int) -> Promise:
    return Promise(found.form, move(found.who, by), Span(found.act.start + by, found.act.end + by))


def meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
