"""A plan's lines, and what each looks like before anything is decided about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..source import Source, Span, trimmed
from .flow import masked
from .labels import Label, Style, label_of

ENDED = re.compile(r"[.!?…;:][\"”’')\]*_¹²³⁴⁵⁶⁷⁸⁹⁰]*$")
SENTENCE_ENDED = re.compile(r"[.!?…:][\"”’')\]*_¹²³⁴⁵⁶⁷⁸⁹⁰\d]*$")
TWO_SENTENCES = re.compile(r"[a-z]{2}[.!?]\s+[A-Z]")
MARKDOWN = re.compile(r"#{1,6}\s+")
WHOLE_BOLD = re.compile(r"\*\*[^*]+\*\*$")
# A line that is nothing but one link, or one thing underlined as links are.
LINK = re.compile(r"<u>.*</u>$|\[[^\]]+\]\([^)]*\)$")
# Lines this long are whole paragraphs, as text from a word processor has them; shorter ones are set lines.
SET_LINE = 150
HEADING_WORDS, HEADING_LETTERS = 16, 120


@dataclass(frozen=True)
class Line:
    """One line that is not empty."""

    number: int  # its place among the lines of the source, from 0
    span: Span  # without white space at its ends
    raw: str  # with the white space it begins with
    page: int | None
    blank_before: bool
    bold: bool  # all of it is

    @cached_property
    def text(self) -> str:
        return " ".join(masked(self.raw).split())

    @cached_property
    def label(self) -> Label | None:
        return label_of(self.raw)

    @cached_property
    def said(self) -> str:
        """What stands after the number, marks left out."""
        rest = self.raw[self.label.length :] if self.label else MARKDOWN.sub("", self.raw.lstrip())
        return " ".join(masked(rest).split())

    @property
    def numbered(self) -> Label | None:
        """The number it has, if that is more than a bullet."""
        return self.label if self.label and self.label.style not in (Style.BULLET, Style.LETTER) else None

    @property
    def link(self) -> bool:
        return bool(LINK.match(self.raw.strip()))

    @property
    def ended(self) -> bool:
        return bool(SENTENCE_ENDED.search(self.text))

    @property
    def short(self) -> bool:
        """Whether it is as long as headings are, and ends as they do."""
        return (
            0 < len(self.said) <= HEADING_LETTERS
            and len(self.said.split()) <= HEADING_WORDS
            and not ENDED.search(self.said)
            and not TWO_SENTENCES.search(self.said)
            and not self.said.endswith((",", "–", "-"))
        )

    @property
    def upper(self) -> bool:
        """Whether its first letter is a capital (a figure or a quotation mark counts)."""
        return bool(re.match(r"[\"“‘'(\[£]*[A-Z0-9£À-Þ]", self.said))


def lines_of(source: Source) -> list[Line]:
    """Return the lines that hold anything."""
    found, blank = [], True
    bold = BoldText(source)
    for number, span in enumerate(source.lines):
        raw = source.quote(span)
        inside = trimmed(source.text, span)
        if inside.start == inside.end:
            blank = True
            continue
        whole = bool(WHOLE_BOLD.match(MARKDOWN.sub("", raw.strip()))) or bold.covers(inside)
        # White space before the text is kept for the label, a form feed is not.
        raw = raw.replace("\f", " ").rstrip()
        found.append(Line(number, inside, raw, source.page_of(inside.start), blank, whole))
        blank = False
    return found


class BoldText:
    """Which places are bold by fonts."""

    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.spans = sorted(source.bold)
        self.at = 0

    def covers(self, span: Span) -> bool:
        """Tell whether all of `span` is bold; ask in ascending order."""
        while self.at < len(self.spans) and self.spans[self.at].end <= span.start:
            self.at += 1
        reached = span.start
        for bold in self.spans[self.at :]:
            if bold.start > reached and self.text[reached : bold.start].strip():
                return False
            reached = max(reached, bold.end)
            if reached >= span.end:
                return True
        return False


def is_set(lines: Sequence[Line]) -> bool:
    """Tell whether the lines are lines as they were set on a page, not whole paragraphs."""
    return sum(len(line.raw) > SET_LINE for line in lines) * 10 < len(lines)


def key_of(text: str) -> str:
    """Return what two printings of one title have in common: letters and figures."""
    return re.sub(r"\W+", " ", text.casefold()).strip()
