"""What does not fit between the documents of an extract: taken out here, left there. Pure.

Each finding names both places. Names are looked into more closely than other words: their last part,
their initials, e-mail addresses made of them, and marks in the source behind which another document tells
who it was. The documents are gone through twice, one at a time, since an extract may be larger than memory:
first for what is taken out and where marks stand, then for where any of it is left. The name of a person
whom a rule names but took out nowhere is sought as well: written otherwise it may stand all the same.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from ..redactions import redactions_in
from ..source import Source, Span
from .finding import initials_in, letters_of, places, standing
from .folding import folded
from .papers import Leaving, Paper, texts_of
from .redacting import Redacted
from .rules import EXTRACT, PLACE, Rule

AROUND = 40  # characters shown at each side
FEWEST = 3  # letters of what is looked for elsewhere
FEWEST_INSIDE = 4  # of what is looked for inside longer words
CONTEXT, FEWEST_CONTEXT = 4, 4  # words looked at on each side of a mark, and needed in all
WORD = re.compile(r"[^\W_]+")
MOST_OF_NAME = 4  # words
EMAIL = Rule(0, EXTRACT, "", "", pattern="email")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of an extract: the number of its document, what of it, the line, and what stands around."""

    paper: int
    where: str
    line: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Two places that do not fit; `many` are found at the other, which is the first of them."""

    kind: str
    words: str
    one: Spot
    other: Spot | None
    many: int = 1

    @property
    def key(self) -> str:
        """Return a name that the same finding has in every check."""
        said = (self.kind, self.words, self.one, self.other, self.many)
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Item:
    """One text of one document, as it is and as it would leave."""

    paper: int
    where: str
    text: str
    left: Redacted

    @cached_property
    def ends(self) -> list[int]:
        """Where each cut ends, in order."""
        return [cut.span.end for cut in self.left.cuts]

    @cached_property
    def source(self) -> Source:
        return Source(self.text)

    def spot(self, span: Span) -> Spot:
        around = self.text[max(0, span.start - AROUND) : span.end + AROUND]
        line = self.source.line_of(span.start) if self.where == "text" else None
        return Spot(self.paper, self.where, line, " ".join(around.split()))

    def is_cut(self, span: Span) -> bool:
        at = bisect_left(self.ends, span.start + 1)
        return at < len(self.ends) and self.left.cuts[at].span.start < span.end

    def remaining(self, spans: Iterable[Span]) -> list[Span]:
        return [span for span in spans if not self.is_cut(span)]


def inconsistencies(papers: Callable[[], Iterable[Paper]], leaving: Leaving) -> list[Inconsistency]:
    """Return what does not fit, in the order of documents; `papers` gives them anew, each time."""
    needles: dict[str, tuple[Rule, Spot | None]] = {}
    marks: list[Mark] = []
    for item in _all_items(papers(), leaving):
        _add_needles(needles, item, leaving)
        marks += _marks(item) if item.where == "text" else ()
    _add_unmet(needles, leaving.rules)
    left: dict[tuple[str, str, int, str], Inconsistency] = {}
    named: list[tuple[int, Inconsistency]] = []
    for item in _all_items(papers(), leaving):
        for words, (rule, first) in needles.items():
            for kind, spans in _left(item, words, rule, leaving):
                if spans:
                    here = item.spot(spans[0])
                    said = Inconsistency(kind, words, first or here, here if first else None, len(spans))
                    left.setdefault((kind, words, item.paper, item.where), said)
        named += _named_here(item, marks) if item.where == "text" else ()
    return [*left.values(), *(one for _, one in sorted(named, key=lambda pair: pair[0]))]


def _all_items(papers: Iterable[Paper], leaving: Leaving) -> Iterator[Item]:
    for paper in papers:
        yield from _items(paper, leaving)


def _items(paper: Paper, leaving: Leaving) -> Iterator[Item]:
    yield Item(paper.number, "text", paper.text, leaving.body(paper))
    for where, text in texts_of(paper).items():
        yield Item(paper.number, where, text, leaving.redacted(text, paper.document))


def _add_unmet(needles: dict[str, tuple[Rule, Spot | None]], rules: Iterable[Rule]) -> None:
    """Add the people whom rules name and whose name was found nowhere as the rule has it."""
    for rule in rules:
        words = " ".join(rule.words.split())
        if rule.is_personal and rule.scope != PLACE and words not in needles and len(words.split()) > 1:
            needles[words] = (rule, None)


def _add_needles(needles: dict[str, tuple[Rule, Spot | None]], item: Item, leaving: Leaving) -> None:
    """Add the words that are taken out of a text: by which rule, and where first."""
    by_number: Mapping[int, Rule] = {rule.number: rule for rule in leaving.rules}
    for cut in item.left.cuts:
        for number in cut.rules:
            rule = by_number[number]
            words = " ".join((rule.words or item.text[cut.span.start : cut.span.end]).split())
            if words not in needles and len(letters_of(words)) >= FEWEST:
                needles[words] = (rule, item.spot(cut.span))


def _left(item: Item, words: str, rule: Rule, leaving: Leaving) -> Iterator[tuple[str, list[Span]]]:
    """Yield what is left of some words in a text, by kind of finding."""
    whole = item.remaining(standing(item.text, words))
    yield "left-elsewhere", whole
    if len(letters_of(words)) >= FEWEST_INSIDE:
        inside = item.remaining(standing(item.text, words, inside_words=True))
        yield "inside-a-word", [span for span in inside if span not in whole]
    names = re.findall(r"[^\W\d_]+", words)
    if rule.is_personal and not rule.pattern and len(names) > 1:
        yield from _left_of_name(item, words, names, leaving)


def _left_of_name(
    item: Item, words: str, names: Sequence[str], leaving: Leaving
) -> Iterator[tuple[str, list[Span]]]:
    whole = item.remaining(standing(item.text, words))
    if len(names[-1]) >= FEWEST:
        part = [
            span for span in item.remaining(standing(item.text, names[-1])) if item.text[span.start].isupper()
        ]
        yield "part-of-name", [span for span in part if not any(one.holds(span) for one in whole)]
    yield "initials", item.remaining(initials_in(item.text, words))
    last = letters_of(names[-1])
    addresses = item.remaining(places(item.text, EMAIL, leaving.patterns)) if "@" in item.text else []
    yield (
        "email",
        [
            span
            for span in addresses
            if len(last) >= FEWEST and last in letters_of(item.text[span.start : span.end].split("@")[0])
        ],
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the source ("NR") that leaves, and the words about it."""

    mark: str
    spot: Spot
    before: list[str]
    after: list[str]


def _marks(item: Item) -> Iterator[Mark]:
    for mark in redactions_in(item.text):
        before, after = _context(item.text, mark.span)
        if len(before) + len(after) >= FEWEST_CONTEXT and not item.is_cut(mark.span):
            yield Mark(mark.mark, item.spot(mark.span), before, after)


def _named_here(item: Item, marks: Sequence[Mark]) -> Iterator[tuple[int, Inconsistency]]:
    """Yield the marks of other documents, by their place, behind which this one has other words."""
    words = Words.of(item) if marks else None
    for at, one in enumerate(marks):
        is_others = one.spot.paper != item.paper
        if words and is_others and (named := words.named(one.before, one.after)):
            yield at, Inconsistency("named-elsewhere", one.mark, one.spot, item.spot(named))


def _context(text: str, mark: Span) -> tuple[list[str], list[str]]:
    """Return the words before and after a mark on its line, as they are compared."""
    line = text.rfind("\n", 0, mark.start) + 1, (text + "\n").index("\n", mark.end)
    before = WORD.findall(folded(text[line[0] : mark.start]).text)[-CONTEXT:]
    return before, WORD.findall(folded(text[mark.end : line[1]]).text)[:CONTEXT]


@dataclass(frozen=True)
class Words:
    """The words of a text as they are compared, with their places, and where each pair of them stands."""

    item: Item
    words: list[str]
    spans: list[Span]
    pairs: Mapping[tuple[str, str], list[int]]

    @classmethod
    def of(cls, item: Item) -> "Words":
        comparable = folded(item.text)
        matches = list(WORD.finditer(comparable.text))
        words = [match.group() for match in matches]
        pairs: dict[tuple[str, str], list[int]] = {}
        for at, pair in enumerate(pairwise(words)):
            pairs.setdefault(pair, []).append(at)
        return cls(item, words, [Span(*comparable.span(*match.span())) for match in matches], pairs)

    def named(self, before: list[str], after: list[str]) -> Span | None:
        """Return where one to four other words stand between the same words; none where nothing does."""
        for start, end in self._between(before, after):
            span = Span(self.spans[start].start, self.spans[end - 1].end)
            if not self.item.is_cut(span) and not redactions_in(self.item.text[span.start : span.end]):
                return span
        return None

    def _between(self, before: list[str], after: list[str]) -> Iterator[tuple[int, int]]:
        lengths = range(1, MOST_OF_NAME + 1)
        if len(before) >= 2:
            starts = [at + 2 for at in self.pairs.get((before[-2], before[-1]), ())]
            found = ((start, start + length) for start in starts for length in lengths)
        else:
            ends = self.pairs.get((after[0], after[1]), ())
            found = ((end - length, end) for end in ends for length in lengths)
        for start, end in found:
            is_before = start >= len(before) and self.words[start - len(before) : start] == before
            if is_before and end <= len(self.words) and self.words[end : end + len(after)] == after:
                yield start, end
