"""What is printed and says nothing: cover, contents, page numbers, running heads, imprint.

A running head is told by where it stands: at the edge of three pages or more, or, where pages are not known,
by breaking sentences in two while it keeps coming back.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .labels import Style
from .lines import Line, key_of

CONTENTS = re.compile(r"(?:table of )?contents(?: page)?$|index$", re.IGNORECASE)
ENTRY = re.compile(r"(?P<title>.*?\S)(?:\s*[.…_·]{2,}\s*|\s*\t\s*|\s{2,}|\s)(?P<page>\d{1,3}|[ivxl]{1,6})$")
PAGE = re.compile(
    r"(?:page\s+)?[-–—|\s]*(?:\d{1,3}|[ivxl]{1,5})[-–—|\s]*(?:(?:of|/)\s*\d{1,3})?$|\d{1,3}\s*\|\s*page$",
    re.IGNORECASE,
)
IMPRINT = re.compile(r"©|\(c\) crown|crown copyright|isbn\b", re.IGNORECASE)
RULE = re.compile(r"[-–—_=*~.·•\s]{2,}$")
EDGE = 2  # lines at the top and the foot of a page where a running head may stand
OFTEN = 3  # times that it comes back
LAST_PART = 0.85  # of the document: an imprint stands after this
ENTRY_WORDS, ENTRY_LETTERS = 24, 300


@dataclass
class Furniture:
    """What each line that says nothing is, by its number; and the titles that the contents list."""

    role: dict[int, str] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)


def furniture_of(lines: Sequence[Line]) -> Furniture:
    """Find all of it but the cover."""
    found = Furniture()
    _page_numbers(lines, found)
    _running_heads(lines, found)
    _contents(lines, found)
    _imprint(lines, found)
    return found


def _page_numbers(lines: Sequence[Line], found: Furniture) -> None:
    _counted(lines, found)
    for at, line in enumerate(lines):
        last = at + 1 == len(lines) or lines[at + 1].page != line.page
        first = at == 0 or lines[at - 1].page != line.page
        edge = first or last if line.page else line.blank_before
        if (edge and PAGE.match(line.text)) or RULE.match(line.raw):
            found.role[line.number] = "page number" if line.text.strip("-–—_=*~.·• ") else "rule"


def _counted(lines: Sequence[Line], found: Furniture) -> None:
    """Where pages are not known, lines that are nothing but figures and count up are page numbers."""
    alone = [line for line in lines if line.page is None and line.text.isdecimal() and len(line.text) <= 3]
    up = [int(line.text) for line in alone]
    if len(up) > 1 and all(0 < after - before <= OFTEN for before, after in pairwise(up)):
        found.role.update((line.number, "page number") for line in alone)


def _running_heads(lines: Sequence[Line], found: Furniture) -> None:
    rest = [line for line in lines if line.number not in found.role]
    numbers = {number for number, role in found.role.items() if role == "page number"}
    candidates = _at_edges(rest) if any(line.page for line in rest) else _breaking(rest, numbers)
    for line in candidates:
        found.role[line.number] = "running head"


def _shape(line: Line) -> str:
    """Return the line with its figures left out, since a running head may carry the page's number."""
    return re.sub(r"\d+", "#", line.text.casefold())


def _at_edges(lines: Sequence[Line]) -> list[Line]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page or 0].append(line)
    edges = {line.number: line for page in pages.values() for line in (*page[:EDGE], *page[-EDGE:])}
    shapes = Counter(
        shape for page in pages.values() for shape in {_shape(line) for line in page if line.number in edges}
    )
    return [
        line
        for line in edges.values()
        if shapes[_shape(line)] >= OFTEN and len(line.text) <= 120 and not (line.numbered and not line.short)
        and not (line.numbered and line.numbered.style is Style.DOTTED)
    ]  # fmt: skip


def _breaking(lines: Sequence[Line], numbers: set[int]) -> list[Line]:
    """Return the lines that come back and that part a sentence from its end, or stand by a page number."""
    alike: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        by_number = bool(numbers & {line.number - 1, line.number + 1})
        if (line.blank_before or by_number) and line.short and not line.label and len(line.text) <= 100:
            alike[line.text].append(at)
    return [
        lines[at]
        for places in alike.values()
        if len(places) >= OFTEN
        and any(
            _parts_a_sentence(lines, at) or numbers & {lines[at].number - 1, lines[at].number + 1}
            for at in places
        )
        for at in places
    ]


def _parts_a_sentence(lines: Sequence[Line], at: int) -> bool:
    if not 0 < at < len(lines) - 1:
        return False
    before, after = lines[at - 1], lines[at + 1]
    return not before.ended and not before.short and not after.upper and not after.label


def _contents(lines: Sequence[Line], found: Furniture) -> None:
    rest = [line for line in lines if line.number not in found.role]
    later = Counter(key_of(line.said) for line in rest if line.short)
    for at, line in enumerate(rest):
        if CONTENTS.match(line.said) and at < max(80, len(rest) * 0.3):
            found.role[line.number] = "contents"
            _entries(rest[at + 1 :], later, found)
            return


def _entries(lines: Sequence[Line], later: Counter[str], found: Furniture) -> None:
    """Take entries until one has no page number and comes not again as a title, nor goes on in the next."""
    listed: list[str] = []
    seen: set[str] = set()
    paged = False
    for at, line in enumerate(lines):
        entry = _entry(line)
        follows = at + 1 < len(lines) and bool(_entry(lines[at + 1])) and not lines[at + 1].blank_before
        if entry:
            paged = True
            listed.append(line.said[: len(line.said) - len(entry["page"])])
        elif not paged and line.short and later[key_of(line.said)] > 1 and key_of(line.said) not in seen:
            listed.append(line.said)
        elif not (paged and follows and line.short):
            break
        seen.add(key_of(line.said))
        found.role[line.number] = "contents"
    found.titles = {key_of(title.rstrip(" .…_·")) for title in listed} - {""}


def _entry(line: Line) -> re.Match[str] | None:
    raw = line.raw.strip()
    likely = len(raw) <= ENTRY_LETTERS and len(raw.split()) <= ENTRY_WORDS and not line.ended
    return ENTRY.match(raw) if likely else None


def _imprint(lines: Sequence[Line], found: Furniture) -> None:
    for at in range(int(len(lines) * LAST_PART), len(lines)):
        if IMPRINT.search(lines[at].text) and len(lines[at].text) < 200:
            found.role.update(
                (line.number, "imprint") for line in lines[at:] if line.number not in found.role
            )
            return
