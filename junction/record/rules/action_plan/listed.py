"""Finds actions that stand as a list and in no table: numbered or bulleted, each with who acts or by when.

A list is one of actions where that is clear: two items at least under marks of one kind, and as large a share
of them as the playbook says with a label ("Owner: …") or a last day ("by 30 November"), or a heading that
says "Actions". A sub-item, a line that goes on and a label below belong to the item above. What is no such
list stays prose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from junction.record.rules.source import Source, Span, trimmed

from .books import values

MARK = re.compile(
    r"(?P<indent>[ ]*)(?:(?P<bullet>[-–—•·*▪●◦o])[ ]+|"
    r"(?:[Aa]ction[ ])?"
    r"(?P<number>\(?[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})*[.):]|\d{1,2}(?:\.\d{1,2})+|\(?[a-z][.)])[ ]+)(?=\S)"
)
LONG_LINE, LONG_HEADING = 60, 80
ROLES = ("organisation", "lead", "due", "status", "evidence", "category")  # what a label may name


@dataclass(slots=True)
class Item:
    """One item of a list: its mark, its lines from the mark on, and the kind and place of its mark."""

    mark: Span
    kind: str
    indent: int
    lines: list[Span]

    @property
    def pieces(self) -> list[Span]:
        """What it says, line by line, without its mark."""
        first, *more = self.lines
        return [Span(self.mark.end, first.end), *more]


@dataclass(slots=True)
class Run:
    """Items of one list, and the line above them."""

    heading: str = ""
    items: list[Item] = field(default_factory=list)


def runs_in(source: Source) -> list[Run]:
    """Return the lists of a text, in order."""
    lines = [trimmed(source.text, line) for line in source.lines]
    runs = [Run()]
    for at, line in enumerate(lines):
        if line.start == line.end:
            continue
        above = runs[-1].items[-1] if runs[-1].items else None
        is_apart = at > 0 and lines[at - 1].start == lines[at - 1].end
        mark = MARK.match(source.text, source.lines[at].start, line.end)
        if above and _goes_on(source, lines, at, mark, above, is_apart=is_apart):
            above.lines.append(line)
        elif mark:
            if above and _kind(mark) != runs[-1].items[0].kind:
                runs.append(Run())
            runs[-1].items.append(
                Item(Span(line.start, mark.end()), _kind(mark), len(mark["indent"]), [line])
            )
        else:
            runs.append(Run(source.quote(line)))
    return [run for run in runs if run.items]


def _kind(mark: re.Match[str]) -> str:
    if mark["bullet"]:
        return mark["bullet"]
    return "letter" if mark["number"].strip("().")[:1].islower() else "number"


def _goes_on(
    source: Source, lines: Sequence[Span], at: int, mark: re.Match[str] | None, above: Item, *, is_apart: bool
) -> bool:
    """Tell whether a line belongs to the item above it."""
    said = source.text[mark.end() if mark else lines[at].start : lines[at].end]
    if labels().match(said):
        return True
    if mark:
        deeper = len(mark["indent"]) > above.indent
        return deeper or (_kind(mark) != above.kind and not is_apart)
    if is_apart:
        return source.text[source.lines[at].start : lines[at].start] > " " * above.indent
    return not _heads(source, lines, at)


def _heads(source: Source, lines: Sequence[Span], at: int) -> bool:
    """Tell a heading right above the next list, in a file without empty lines, from a line that goes on."""
    said, before = source.quote(lines[at]), source.quote(lines[at - 1])
    following = next((line for line in lines[at + 1 :] if line.start < line.end), None)
    is_short = len(said) <= LONG_HEADING and said[0].isupper() and said[-1] not in ".,;)"
    is_ended = len(before) <= LONG_LINE or before[-1] in ".;)"
    return bool(is_short and is_ended and following and MARK.match(source.text, following.start))


@cache
def labels() -> re.Pattern[str]:
    """Return the pattern of a label: one of the titles a column of a table may have, and a colon."""
    titles = values("action-tables")["titles"]
    named = {title: role for role in ROLES for title in titles[role]}
    every = "|".join(re.escape(title) for title in sorted(named, key=len, reverse=True))
    return re.compile(rf"(?i)(?<![\w-])(?P<title>{every})[ ]?:[ ]*")


@cache
def role_of_label(title: str) -> str:
    """Return which cell a label names."""
    titles = values("action-tables")["titles"]
    return next(role for role in ROLES if title.casefold() in {one.casefold() for one in titles[role]})


def items_of_actions(source: Source) -> Iterator[Item]:
    """Yield the items of those lists that are clearly of actions."""
    rules = values("action-tables")["lists"]
    for run in runs_in(source):
        said = [says_who_or_when(source, item) for item in run.items]
        is_headed = bool(re.search(rules["headings"], run.heading, re.IGNORECASE))
        enough = is_headed or sum(said) >= rules["least_share"] * len(said)
        if len(run.items) >= rules["least_items"] and enough:
            yield from run.items


def says_who_or_when(source: Source, item: Item) -> bool:
    """Tell whether an item says by a label who acts or how far it is, or by which day."""
    last_day = values("action-tables")["lists"]["last_day"]
    texts = [source.quote(piece) for piece in item.pieces]
    return any(labels().search(text) or re.search(last_day, text, re.IGNORECASE) for text in texts)
