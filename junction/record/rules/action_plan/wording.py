"""The words of a cell that is printed over several lines, as one text that knows where each word stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from junction.record.rules.source import Source, Span


@dataclass(frozen=True)
class Wording:
    """Pieces of a source joined by one space each."""

    source: Source
    spans: Sequence[Span]

    @cached_property
    def text(self) -> str:
        return " ".join(self.source.quote(span) for span in self.spans)

    def spans_of(self, start: int, end: int) -> tuple[Span, ...]:
        """Return where the words from `start` to `end` of the joined text stand, piece by piece."""
        found, begins = [], 0
        for span in self.spans:
            low, high = max(start, begins), min(end, begins + span.end - span.start)
            if low < high:
                found.append(Span(span.start + low - begins, span.start + high - begins))
            begins += span.end - span.start + 1
        return tuple(found)
