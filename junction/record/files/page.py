"""What a reader of files builds: text that grows, with the places of pages and of what is bold."""

import re
from dataclasses import dataclass, field

from ..rules.source import Source, Span
from .limits import LIMITS
from .refusals import TooHeavy

# A database cannot hold these and nobody can see them; each becomes a space, so that places stay.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")


@dataclass
class Page:
    """A text in the making. `length` is the offset at which the next piece begins."""

    pieces: list[str] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    beside_from: int | None = None  # where the text ends and what stands beside it begins
    joined: list[tuple[int, int, int]] = field(default_factory=list)  # a cell's place, and that of its words
    later: list[str] = field(default_factory=list)  # lines that stand beside the text, once it is whole
    length: int = 0
    only_spaces_since: bool = False  # the last stretch in bold

    def add(self, text: str, *, is_bold: bool = False) -> None:
        """Add a piece of text; pieces in bold that follow each other are one stretch."""
        text = _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
        start, self.length = self.length, self.length + len(text)
        if self.length > LIMITS["characters_at_most"]:
            raise TooHeavy
        self.pieces.append(text)
        if is_bold and text.strip():
            if self.bold and self.only_spaces_since:
                start = self.bold.pop()[0]
            self.bold.append((start, self.length))
            self.only_spaces_since = True
        elif text.strip(" "):
            self.only_spaces_since = False

    def line(self, text: str = "", *, is_bold: bool = False) -> None:
        """Add a whole line."""
        self.add(text, is_bold=is_bold)
        self.add("\n")

    def begin_page(self) -> None:
        """Let a page begin here, once."""
        if not self.page_starts or self.page_starts[-1] != self.length:
            self.page_starts.append(self.length)

    def join(self, above: tuple[int, int] | None) -> None:
        """Say that the empty cell that stands here is joined with one above that says something."""
        if above and above[0] < above[1]:
            self.joined.append((self.length, *above))

    def begin_beside(self) -> None:
        """Let what stands beside the text begin here."""
        self.beside_from = self.length

    def end(self) -> None:
        """Add what stands beside the text, after all of it."""
        self.begin_beside()
        for line in self.later:
            self.line(line)

    def say(self, name: str, value: object) -> None:
        """Keep what the file says of itself."""
        text = _UNSEEN.sub(" ", str(value)).strip() if value is not None else ""
        if text:
            self.properties.append((name, text))

    def as_dict(self) -> dict[str, object]:
        return {
            "text": "".join(self.pieces),
            "page_starts": self.page_starts,
            "bold": self.bold,
            "properties": self.properties,
            "joined": self.joined,
            "beside_from": self.beside_from if self.beside_from != self.length else None,
        }

    def source(self, name: str) -> Source:
        return source_of(self.as_dict(), name=name)


def source_of(answer: dict[str, object], *, name: str) -> Source:
    """Return the document that a reader in a process of its own has handed over."""
    starts, bold, said = answer["page_starts"], answer["bold"], answer["properties"]
    beside, joined = answer.get("beside_from"), answer["joined"]
    assert isinstance(joined, list)
    assert beside is None or isinstance(beside, int)
    assert isinstance(starts, list) and isinstance(bold, list) and isinstance(said, list)
    return Source(
        text=str(answer["text"]),
        name=name,
        page_starts=tuple(starts),
        bold=tuple(Span(start, end) for start, end in bold),
        properties=tuple((key, value) for key, value in said),
        beside_from=beside,
        joined_cells=tuple((at, Span(start, end)) for at, start, end in joined),
    )


def cell_of(text: str) -> str:
    """Return a cell's text on one line: its line ends and tabs become spaces, one for one."""
    return text.replace("\r\n", "\n").translate({10: " ", 13: " ", 9: " "})
