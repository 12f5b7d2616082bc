"""Which lines are headings: those the contents list, those set as headings are, and those that look like one.

A line that only looks like one must stand before text it can head, and must not be one of a row of its like.
"""

import re
from collections.abc import Sequence

from .labels import Style
from .lines import MARKDOWN, Line, key_of

NAMED = re.compile(
    r"(?:case stud(?:y|ies)|annexe?|appendix|foreword|introduction|conclusion|"
    r"glossary|executive summary|box)\b",
    re.I,
)
RUN = 4  # short lines in a row that are a list and no headings
NARROW = 0.6  # of the set width: a line that ends before this did not have to end there


class Headings:
    """What kind of heading a line is, if any, from what stands around it."""

    def __init__(self, lines: Sequence[Line], titles: set[str], is_set: bool, width: int) -> None:
        self.lines, self.titles, self.set, self.width = lines, titles, is_set, width
        self.paths = {line.numbered.path for line in lines if line.numbered}
        self.plains = {line.numbered.path for line in lines if line.numbered and len(line.numbered.path) == 1}

    def kind(self, at: int, last: Line | None, in_item: bool, apart: bool) -> str:
        """Return how the line at `at` is told to be a heading; nothing if it is none."""
        line = self.lines[at]
        if line.link or (line.label and not line.numbered):
            return ""
        if kind := self._strong(at, line, last):
            return kind
        if not line.short or not line.upper or self.after(at) is None:
            return ""
        if last and not last.ended and not in_item:
            return ""
        if line.numbered:
            return "shape" if self._numbered(at, line) else ""
        return "shape" if self._stands_alone(at, line, apart) and not self.in_a_run(at) else ""

    def _strong(self, at: int, line: Line, last: Line | None) -> str:
        if MARKDOWN.match(line.raw.lstrip()) and len(line.said) < 200 and not (line.numbered and line.ended):
            return "marked"
        if self.titles & {key_of(line.text), key_of(line.said)} and not line.ended:
            return "contents"
        before = self.lines[at - 1] if at else None
        if before and last is None and not line.label and key_of(f"{before.text} {line.text}") in self.titles:
            return "goes on"
        after = self.after(at)
        if after and not after.label and key_of(f"{line.text} {after.text}") in self.titles:
            return "contents"
        if line.bold and line.short and line.upper:
            return "bold"
        free = last is None or last.ended or line.blank_before
        part = line.numbered and line.numbered.style is Style.PART
        return (
            "named"
            if free
            and (line.short or (part and not line.said))
            and (part or (NAMED.match(line.said) and line.blank_before))
            else ""
        )

    def _numbered(self, at: int, line: Line) -> bool:
        """Tell a numbered title from a short numbered paragraph: it has text or numbers below it."""
        after = self.after(at)
        if after is None or line.numbered is None:
            return False
        if self.has_child(line):
            return True
        if after.numbered:
            # The next number belongs to another series: what it numbers stands below this title.
            return not after.short and after.numbered.path[:-1] != line.numbered.path[:-1]
        if self.set and not after.blank_before and len(line.raw) > self.width * NARROW:
            return False
        return after.upper and not after.label and not after.short

    def has_child(self, line: Line) -> bool:
        """Tell whether a number below the line's own is used: 1.1 below 1, 1.1.1 below 1.1."""
        path = line.numbered.path if line.numbered else ()
        return any((*path, first) in self.paths for first in ("1", "0", "2"))

    def _stands_alone(self, at: int, line: Line, apart: bool) -> bool:
        after = self.after(at)
        if after is None:
            return False
        heads = after.numbered or after.upper or (after.label and after.label.style is not Style.BULLET)
        if self.set and not after.blank_before:
            return bool(apart and after.upper and len(line.raw) < self.width * NARROW) or bool(
                after.numbered and not after.short and apart
            )
        return apart and bool(heads)

    def in_a_run(self, at: int) -> bool:
        """Tell whether the line is one of four or more short ones in a row."""
        first = at
        while first > 0 and at - first < RUN and self._plain(first - 1):
            first -= 1
        last = at
        while last + 1 < len(self.lines) and last - first < RUN and self._plain(last + 1):
            last += 1
        return self._plain(at) and last - first + 1 >= RUN

    def _plain(self, at: int) -> bool:
        line = self.lines[at]
        return line.short and line.upper and not line.label and not line.bold and not line.link and not (
            self.titles & {key_of(line.text)} or NAMED.match(line.said) or MARKDOWN.match(line.raw.lstrip())
        )  # fmt: skip

    def after(self, at: int) -> Line | None:
        return self.lines[at + 1] if at + 1 < len(self.lines) else None

    def later_number(self, number: int) -> bool:
        """Tell whether a number soon after this one is used, too."""
        return any((str(number + step),) in self.plains for step in (1, 2, 3))
