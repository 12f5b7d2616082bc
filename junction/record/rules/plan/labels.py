"""What a line begins with: a paragraph's number, a list's mark, or nothing.

A number counts as a number only where what follows begins as a sentence does: "1.5 million" at the start of
a wrapped line is a figure.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    DOTTED = "dotted"  # 1.1, 1.1.1, A.2, §4.1
    PLAIN = "plain"  # 12.
    BARE = "bare"  # 12 without a point: a number only where it is the next
    WORD = "word"  # Recommendation 5
    PART = "part"  # Chapter 2, Annex A: always a heading
    LETTER = "letter"  # (a), (iv)
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Label:
    """The number or mark, and how many characters of the line it takes with the white space after it."""

    raw: str
    style: Style
    path: tuple[str, ...]  # "1.2" is ("1", "2"); "A3" is ("A", "3")
    length: int

    @property
    def ref(self) -> str:
        """Return the number as one refers to it: "1.2", "§4", "A1", "Annex A"."""
        if self.style in (Style.PART, Style.WORD):
            return " ".join(self.raw.split())
        return "".join(self.raw.split())


BULLETS = "•·▪●○◦‣⁃∙*o–—-\uf0b7\uf0a7"
# A dash, star or hash before a number is how text made from a page marks lists and headings.
LEAD = r"(?P<lead>[ \t]*(?:(?:[-*•]|#{1,6})[ \t]+)?(?:\*\*)?)"
BEGINS = r"(?=[\"“‘'(\[£*<_]*[A-Z0-9£\[À-Þ]|[\"“‘'(\[*_]*\Z)"
DOTTED = re.compile(
    LEAD + r"(?P<raw>(?:§\s?)?(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){1,4})[.)]?(?:\*\*)?[ \t:–—-]+" + BEGINS
)
SIGNED = re.compile(LEAD + r"(?P<raw>§\s?\d{1,3})[.)]?(?:\*\*)?[ \t:]+" + BEGINS)
# "¶12": the sign says that a number follows, and is none of it.
PILCROW = re.compile(
    LEAD + r"¶\s?(?P<raw>(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){0,4})[.)]?(?:\*\*)?[ \t:]+" + BEGINS
)
LETTERED = re.compile(LEAD + r"(?P<raw>[A-Z]\.?\d{1,3})[.):]?(?:\*\*)?[ \t]+" + BEGINS)
PLAIN = re.compile(LEAD + r"(?P<raw>\d{1,3})[.)](?:\*\*)?[ \t]+(?=\S)")
MONTH = r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b\.?,?\s*(?:\d{4}|$))"
BARE = re.compile(LEAD + r"(?P<raw>\d{1,3})(?:\*\*)?[ \t]+" + MONTH + BEGINS)
WORD = re.compile(
    LEAD + r"(?P<raw>(?:Paragraph|Para|Recommendation|Action|Commitment|Objective|Priority|Goal|Measure|Step|"
    r"Article)\s+(?P<number>[A-Z]?\d{1,3}(?:\.\d{1,3})*))"
    r"(?:\*\*)?[ \t]*[.):–—-]?(?:\*\*)?(?:[ \t]+|\Z)" + BEGINS
)
PART = re.compile(
    LEAD + r"(?P<raw>(?P<word>Chapter|Part|Section|Annexe?|Appendix|Schedule|Box)\s+"
    r"(?P<number>\d{1,3}|[A-Z]|[IVX]+))"
    r"(?:\*\*)?[ \t]*(?:[.:–—-][ \t]*|\Z|[ \t](?=[A-Z\"“(]))(?:\*\*)?[ \t]*",
    re.IGNORECASE,
)
# "II. PREVENTION": a part; a lone initial ("I. Smith") goes on as a name does, with a comma or a verb.
ROMAN = re.compile(
    LEAD + r"(?P<raw>(?P<number>[IVX]{1,5}))\.(?:\*\*)?[ \t]+(?=[A-Z][A-Za-z ,&’'-]{2,80}(?:\*\*)?\Z)"
)
LETTER = re.compile(
    r"(?P<lead>[ \t]*(?:[-*•][ \t]+)?)(?P<raw>\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)|"
    r"(?:[a-z]|[ivx]{2,5})\)|(?:[a-h]|[ivx]{1,5})\.(?=[ \t]+[A-Z])|"
    r"(?:[abd-h]|[ivx]{1,5})\.(?=[ \t]+[a-z]{2}))[ \t]+(?=\S)"
)
BULLET = re.compile(
    rf"(?P<lead>[ \t]*)(?P<raw>[{re.escape(BULLETS)}])(?:[ \t]+|(?<=[•·▪●○◦‣⁃∙\uf0b7\uf0a7]))(?=\S)"
)
# In this order: what is more particular first.
SHAPES = (
    (PART, Style.PART),
    (ROMAN, Style.PART),
    (WORD, Style.WORD),
    (DOTTED, Style.DOTTED),
    (SIGNED, Style.DOTTED),
    (PILCROW, Style.DOTTED),
    (LETTERED, Style.DOTTED),
    (PLAIN, Style.PLAIN),
    (LETTER, Style.LETTER),
    (BULLET, Style.BULLET),
    (BARE, Style.BARE),
)


def label_of(line: str) -> Label | None:
    """Return what `line` is numbered or marked with."""
    for shape, style in SHAPES:
        found = shape.match(line)
        if found and not (style is Style.BULLET and found["raw"] == "*" and line.lstrip().startswith("**")):
            return Label(found["raw"].strip(), style, _path(found, style), found.end())
    return None


def _path(found: re.Match[str], style: Style) -> tuple[str, ...]:
    if style in (Style.BULLET, Style.LETTER):
        return ()
    number = found["number"] if style in (Style.PART, Style.WORD) else found["raw"]
    return tuple(re.findall(r"\d+|[A-Za-z]+", number))
