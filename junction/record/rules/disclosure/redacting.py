"""Take out of a text what the rules say, and keep where everything else went. The one function that redacts.

All rules look at the text as it is, so their order does not matter; what overlaps is taken out as one, with
every reason printed. What is printed in place of something is never looked into: redacting twice is redacting
once.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..source import Span
from .finding import BARRIER, hidden, places
from .rules import PLACE, Patterns, Rule


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch that was taken out: by which rules, and what is printed there."""

    span: Span  # in the text as it was
    rules: tuple[int, ...]
    reasons: tuple[str, ...]
    printed: str
    at: int  # where what is printed begins in the text that leaves


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text as it may leave."""

    text: str
    cuts: tuple[Cut, ...]

    def moved(self, offset: int) -> int:
        """Return where a place of the original stands now; within what was taken out: where that begins."""
        index = bisect_right([cut.span.start for cut in self.cuts], offset) - 1
        if index < 0:
            return offset
        cut = self.cuts[index]
        if offset < cut.span.end:
            return cut.at
        return cut.at + len(cut.printed) + offset - cut.span.end

    def moved_end(self, offset: int) -> int:
        """Return the same for an end: within what was taken out, the end of what is printed."""
        for cut in self.cuts:
            if cut.span.start < offset <= cut.span.end:
                return cut.at + len(cut.printed)
        return self.moved(offset)

    def quote(self, spans: Iterable[Span]) -> str:
        """Return what stretches of the original say now, white space made single."""
        said = (
            self.text[self.moved(span.start) : self.moved_end(span.end)]
            for span in spans
            if span.end > span.start
        )
        return " ".join(" ".join(said).split())


def redact(
    text: str,
    rules: Sequence[Rule],
    patterns: Patterns,
    *,
    document: int | None = None,
    is_body: bool = False,
) -> Redacted:
    """Return a text without what the rules take out of it.

    `is_body`: it is the document's own text, in which places have their offsets; anywhere else the rule of
    a place does not hold (who shows a part of the text shows a part of the redacted body).
    """
    holding = [rule for rule in rules if rule.holds_in(document)]
    found = [
        (rule.start, min(rule.end, len(text)), rule) for rule in holding if is_body and rule.scope == PLACE
    ]
    sought = [rule for rule in holding if rule.scope != PLACE]
    seen = _without(hidden(text, frozenset(rule.printed for rule in rules)), found)
    while more := [(span.start, span.end, rule) for rule in sought for span in places(seen, rule, patterns)]:
        found += more  # what is left beside a cut may be words of its own now: look again
        seen = _without(seen, more)
    return _cut(text, found)


def _without(text: str, found: list[tuple[int, int, Rule]]) -> str:
    """Return a text of the same length in which nothing that was found can be found again."""
    for start, end, _ in found:
        text = text[:start] + BARRIER * (end - start) + text[end:]
    return text


def _cut(text: str, found: list[tuple[int, int, Rule]]) -> Redacted:
    cuts: list[Cut] = []
    parts: list[str] = []
    reached, length = 0, 0
    for start, end, by in _merged(found):
        printed = " ".join(sorted({rule.printed for rule in by}))
        parts += [text[reached:start], printed]
        at = length + start - reached
        numbers = tuple(sorted({rule.number for rule in by}))
        reasons = tuple(sorted({rule.reason for rule in by}))
        cuts.append(Cut(Span(start, end), numbers, reasons, printed, at))
        reached, length = end, at + len(printed)
    return Redacted("".join([*parts, text[reached:]]), tuple(cuts))


def _merged(found: list[tuple[int, int, Rule]]) -> list[tuple[int, int, list[Rule]]]:
    """Return stretches in order, those that overlap as one."""
    merged: list[tuple[int, int, list[Rule]]] = []
    for start, end, rule in sorted(found, key=lambda one: (one[0], one[1], one[2].number)):
        if end <= start:
            continue
        if merged and start < merged[-1][1]:
            low, high, by = merged[-1]
            merged[-1] = (low, max(high, end), [*by, rule])
        else:
            merged.append((start, end, [rule]))
    return merged
