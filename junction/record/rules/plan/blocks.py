"""Lines put together: headings, paragraphs with their lists, footnotes.

A paragraph that a page's end, a footnote or a list breaks stays one: what begins with a small letter, or
comes after a sentence that did not end, goes on with what was there before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..source import Source, Span
from .headings import Headings
from .labels import Label, Style
from .lines import MARKDOWN, Line, is_set


@dataclass
class Part:
    """Some of a paragraph: its own text, or one item of its list (`ref` is the item's)."""

    lines: list[Line]
    ref: str = ""
    label: Label | None = None


@dataclass
class Block:
    """A heading, a paragraph or a footnote."""

    role: str
    parts: list[Part]
    label: Label | None = None
    ref: str = ""
    kind: str = ""  # "quotation", or how a heading was told
    level: int = 0
    chain: tuple[str, ...] = ()
    section: str = ""  # "case study", "box", "annex" …
    items: list[Part] = field(default_factory=list)  # of its parts, those that are items

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    def spans_of(self, source: Source, part: Part | None = None) -> tuple[Span, ...]:
        """Return its places; lines that follow one another are one place."""
        return together(source, (line.span for line in (part or self).lines))


def together(source: Source, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Make one of spans with no more than a line's end between them."""
    found: list[Span] = []
    for span in spans:
        between = source.text[found[-1].end : span.start] if found else ""
        if found and not between.strip() and between.count("\n") < 2:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


@dataclass
class Assembly:
    """Takes one line after another."""

    lines: Sequence[Line]
    footnotes: Mapping[int, str]
    titles: set[str]
    blocks: list[Block] = field(default_factory=list)
    current: Block | None = None
    last: Line | None = None
    listed: int = 0  # the number of the last item of a numbered list
    plain: int = 0  # the last paragraph numbered by a single number
    furnished: bool = False  # a footnote stood between the last line and this one

    def __post_init__(self) -> None:
        self.set = is_set(self.lines)
        self.width = max((len(line.raw) for line in self.lines), default=0)
        self.headings = Headings(self.lines, self.titles, self.set, self.width)

    def run(self) -> list[Block]:
        for at, line in enumerate(self.lines):
            if line.number in self.footnotes:
                self._footnote(line)
            else:
                self._take(at, line)
                self.last, self.furnished = line, False
        return self.blocks

    def _footnote(self, line: Line) -> None:
        ref, before = self.footnotes[line.number], self.blocks[-1] if self.blocks else None
        if before and before.role == "footnote" and before.ref == ref:
            before.parts[0].lines.append(line)
        else:
            self.blocks.append(Block("footnote", [Part([line])], ref=ref))
        self.furnished = True

    def _take(self, at: int, line: Line) -> None:
        apart = self._apart(line)
        if self._is_list_number(at, line):
            self._item(line, line.numbered)
        elif self._quoted(line, apart):
            self._quotation(line)
        elif kind := self.headings.kind(at, self.last if self.current else None, self._in_item, apart):
            self._heading(line, kind)
        elif line.numbered and self._is_number(at, line, apart):
            self._paragraph(line)
        elif line.label and line.label.style in (Style.BULLET, Style.LETTER) and self._is_item(line, apart):
            self._item(line, line.label)
        elif line.link or self.headings.in_a_run(at):
            self._item(line, None)
        else:
            self._text(line, apart)

    @property
    def _in_item(self) -> bool:
        return bool(self.current and self.current.parts[-1].ref)

    def _apart(self, line: Line) -> bool:
        """Tell whether something parts this line from the last."""
        last = self.last
        if (
            last is None
            or not self.set
            or line.blank_before
            or self.furnished
            or line.number != last.number + 1
        ):
            return True
        return line.upper and last.ended and len(last.raw) < self.width * 0.75

    # What a number is -------------------------------------------------------------------------------

    def _is_list_number(self, at: int, line: Line) -> bool:
        """Tell whether "1." begins a list that the paragraph announced, or goes on with it."""
        label = line.label
        if self.current is None or self.last is None or label is None or label.style is not Style.PLAIN:
            return False
        number = int(label.path[0])
        if self._in_item and self.listed and number == self.listed + 1:
            return line.ended or not line.blank_before
        after = self.headings.after(at)
        more = bool(after and after.label and after.label.style is Style.PLAIN and after.label.path == ("2",))
        announced = number == 1 and self.last.text.endswith(":")
        return announced and (line.ended if not self.plain else line.ended or more)

    def _is_number(self, at: int, line: Line, apart: bool) -> bool:
        label = line.label
        if label is None:
            return False
        free = apart or self.last is None or self.last.ended or self.current is None
        if label.style in (Style.PLAIN, Style.BARE):
            number = int(label.path[0])
            if self.plain == 0 and apart and number > 1 and self.headings.later_number(number):
                return True
            if number == self.plain + 1:
                return free and (label.style is Style.PLAIN or number > 1 or self.headings.later_number(1))
            near = number == 1 or self.plain <= number <= self.plain + 3
            begins = apart or (number == 1 and self.last is not None and self.last.ended and line.upper)
            return label.style is Style.PLAIN and begins and near
        return free and label.style is not Style.PART

    def _is_item(self, line: Line, apart: bool) -> bool:
        """Tell a list's mark from a dash at the start of a line that goes on."""
        return (
            apart
            or self._in_item
            or self.last is None
            or self.last.ended
            or line.raw.lstrip()[0] not in "-–—*o"
        )

    # What is made of it -----------------------------------------------------------------------------

    def _heading(self, line: Line, kind: str) -> None:
        before = self.blocks[-1] if self.blocks else None
        if kind == "goes on" and before:
            before.parts[0].lines.append(line)
            return
        label = line.numbered
        if label and label.style is Style.PLAIN:
            self.plain = 0 if self.headings.has_child(line) else int(label.path[0])
        level = len(found[0].strip()) if (found := MARKDOWN.match(line.raw.lstrip())) else 0
        ref = label.ref if label else ""
        self.blocks.append(Block("heading", [Part([line])], label=label, ref=ref, kind=kind, level=level))
        self.current, self.listed = None, 0

    def _paragraph(self, line: Line) -> None:
        label = line.label
        if label and label.style in (Style.PLAIN, Style.BARE):
            self.plain = int(label.path[0])
        self.current = Block("paragraph", [Part([line])], label=label, ref=label.ref if label else "")
        self.blocks.append(self.current)
        self.listed = 0

    def _item(self, line: Line, label: Label | None) -> None:
        if self.current is None:
            self.current = Block("paragraph", [])
            self.blocks.append(self.current)
        self.listed = int(label.path[0]) if label and label.path else 0
        item = Part([line], ref=_item_ref(label, self.current.items), label=label)
        self.current.parts.append(item)
        self.current.items.append(item)

    def _quoted(self, line: Line, apart: bool) -> bool:
        if self.current and self.current.kind == "quotation":
            closed = self.current.lines[-1].text.endswith(("”", '"', "’"))
            return not closed or (line.short and not line.label and line.text not in self.titles)
        if not apart or line.label or (self.current and self.last and not self.last.ended):
            return False
        text = line.text
        return text.startswith(("“", '"')) and (
            text.endswith(("”", '"')) or not ("”" in text or text.count('"') > 1)
        )

    def _quotation(self, line: Line) -> None:
        if self.current and self.current.kind == "quotation":
            closed = self.current.lines[-1].text.endswith(("”", '"', "’"))
            self.current.parts[-1].lines.append(line)
            self.current = None if closed else self.current
            return
        self.current = Block("paragraph", [Part([line])], kind="quotation")
        self.blocks.append(self.current)

    def _text(self, line: Line, apart: bool) -> None:
        current, last = self.current, self.last
        if current is None or last is None or not current.parts:
            self.current = Block("paragraph", [Part([line])])
            self.blocks.append(self.current)
        elif not apart or not line.upper or not (last.ended or self._in_item):
            current.parts[-1].lines.append(line)
        elif current.label:
            current.parts.append(Part([line]))
        else:
            self.current = Block("paragraph", [Part([line])])
            self.blocks.append(self.current)


def _item_ref(label: Label | None, items: Sequence[Part]) -> str:
    """Return the item's own mark, nested under the letter above it when it is a small Roman number."""
    if label is None or label.style is Style.BULLET:
        return f"/{len(items) + 1}"
    if label.style is not Style.LETTER:
        return f"({label.path[0]})"
    bare = label.raw.strip("().")
    letters = [
        part.label.raw.strip("().") for part in items if part.label and part.label.style is Style.LETTER
    ]
    roman = (
        set(bare) <= set("ivx") and letters and not (len(bare) == 1 and ord(bare) == ord(letters[-1][0]) + 1)
    )
    above = next((mark for mark in reversed(letters) if not set(mark) <= set("ivx")), "")
    return f"({above})({bare})" if roman and above else f"({bare})"
