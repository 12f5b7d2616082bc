"""What a plan says of itself before it begins: its title, who publishes it, when, which version."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ..dates import dates_in
from ..reading import Certainty
from ..source import Source, Span
from .furniture import Furniture
from .lines import Line

ISSUED = re.compile(
    r"\b(?:published|issued|dated|date of (?:issue|publication)|publication date|"
    r"last updated|updated|approved)\b[^\n]{0,80}",
    re.IGNORECASE,
)
VERSION = re.compile(
    r"(?:version|v|draft|edition|revision)\s*:?\s*\d+(?:\.\d+)*\b|"
    r"(?:first|second|third|final) (?:draft|edition)",
    re.I,
)
BODY = re.compile(
    r"\b(?:department|ministry|council|government|office|agency|authority|board|trust|partnership|forum|"
    r"commission|directorate|executive|service|secretariat|ministers)\b",
    re.IGNORECASE,
)
PLAN = re.compile(r"\b(?:plan|strategy|framework|programme|roadmap|policy|response)\b", re.IGNORECASE)
DAY = re.compile(r"(?:[A-Z]\w+day,? )?(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]+ \d{4}$|\d{1,2}/\d{1,2}/\d{4}$")
HEADS = re.compile(r"(?:introduction|foreword|preface|summary|executive summary|background)$", re.IGNORECASE)
PARTED = re.compile(r"\s*[|·•]\s*")
LONGEST_COVER = 40  # lines
TEXT_WORDS = 18  # a line of so many words is text, not cover


@dataclass
class Cover:
    """Where the cover stands (line numbers) and what it says."""

    role: dict[int, str] = field(default_factory=dict)
    title: str = ""
    publisher: str = ""
    publisher_spans: tuple[Span, ...] = ()
    published: date | None = None


def cover_of(source: Source, lines: Sequence[Line], furniture: Furniture, written_on: date | None) -> Cover:
    """Read the lines before the contents, or before the first text where there are none."""
    front = _front(lines, furniture)
    cover = Cover(published=written_on)
    for line in front:
        cover.role[line.number] = _role(line)
    _publisher(front, cover)
    titles = [line.text for line in front if cover.role[line.number] == "title"]
    cover.title = max(titles, key=len, default=front[0].text if front else source.name)
    if cover.published is None:
        cover.published = _published(source, front or lines[:LONGEST_COVER])
    return cover


def _front(lines: Sequence[Line], furniture: Furniture) -> list[Line]:
    contents = next(
        (n for n, line in enumerate(lines) if furniture.role.get(line.number) == "contents"), None
    )
    if contents is not None:
        front = [line for line in lines[:contents] if line.number not in furniture.role]
        return front if not any(len(line.text.split()) > 60 for line in front) else []
    rest = [line for line in lines if line.number not in furniture.role]
    front = []
    for line, after in zip(rest[:LONGEST_COVER], [*rest[1:], None], strict=False):
        if line.label or HEADS.match(line.text) or _is_text(line, after):
            break
        front.append(line)
    if len(front) == len(rest):
        return []
    # The last of them heads the text, unless it says what only covers say.
    while front and _role(front[-1]) == "cover":
        front.pop()
    return front


def _is_text(line: Line, after: Line | None) -> bool:
    """Tell a line of text from one of a cover: it is long, ends a sentence, or goes on in the next line."""
    words = len(line.text.split())
    if words >= TEXT_WORDS or (line.ended and not VERSION.search(line.text)):
        return True
    return words > 8 and after is not None and not after.blank_before and not after.upper


def _role(line: Line) -> str:
    if ISSUED.search(line.text) or DAY.match(line.text):
        return "published"
    if VERSION.match(line.text):
        return "version"
    return "title" if PLAN.search(line.text) else "publisher" if BODY.search(line.text) else "cover"


def _publisher(front: Sequence[Line], cover: Cover) -> None:
    """Take the first lines that stand together and name a body: a name may run over several."""
    groups: list[list[Line]] = []
    for line in front:
        if not groups or line.blank_before or cover.role[line.number] in ("title", "published", "version"):
            groups.append([])
        groups[-1].append(line)
    for group in groups:
        kinds = {cover.role[line.number] for line in group}
        if "publisher" in kinds and not kinds & {"title", "published", "version"}:
            cover.publisher = " ".join(line.text for line in group)
            cover.publisher_spans = tuple(line.span for line in group)
            cover.role.update((line.number, "publisher") for line in group)
            return
    for line in front:
        for part in PARTED.split(line.text):
            if BODY.search(part) and not ISSUED.search(part) and not PLAN.search(part):
                cover.publisher, cover.publisher_spans = part, (line.span,)
                return


def _published(source: Source, front: Sequence[Line]) -> date | None:
    """Return the day that a line says it was published on; else the only exact day of the cover."""
    days = []
    for line in front:
        dates = dates_in(source.quote(line.span), offset=line.span.start, written_on=None)
        said = [one.from_on for one in dates if one.certainty is Certainty.EXACT and one.from_on]
        if said and ISSUED.search(line.text):
            return said[0]
        days += said
    return days[0] if days else None
