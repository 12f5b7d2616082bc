"""Finds what an evidence text leaves open, and where it points to another row."""

import re
from collections.abc import Iterator
from functools import cache

from junction.record.rules.reading import Cell, CrossReference
from junction.record.rules.source import Source

from .books import values
from .wording import Wording

SURE = 0.8
END = re.compile(r"[.;!?](?=\s|$)|\s[-–—]\s")
ROW_WORD = (
    r"(?:row|ref(?:erence)?|item|action|no|number|point|recommendation|rec|line|requirement)s?\.?"
    r"\s*(?:no\.?\s*)?"
)
POINTING = (
    r"(?:see(?: also)?|as (?:per|in|at|for|under)|refer to|same as|cf\.?|cross[- ]ref(?:erence)?:?"
    r"|(?:covered|addressed|reported|picked up) (?:in|by|at|under)|link(?:s|ed) to)"
)
ONE = r"[A-Za-z]{0,3}\d{1,4}(?:\.\d{1,3})*[a-z]?\b(?![/:%])"
SPAN = rf"{ONE}(?:(?:[-–]|\s+(?:to|through)\s+){ONE})?"  # "40–42": each of them
MANY = rf"(?P<to>{SPAN}(?:\s*(?:,|&|and|or)\s*{SPAN})*)"
LONGEST = 20  # rows: "see 1-400" is a page's or a law's
TO_NUMBER = re.compile(
    rf"\b{POINTING}\s+{ROW_WORD}{MANY}|\b(?:under|at|in|by)\s+{ROW_WORD}{MANY.replace('<to>', '<there>')}"
    rf"|\b{POINTING}\s+{MANY.replace('<to>', '<bare>')}(?=\s*(?:$|[.,;)\]]|above\b|below\b))",
    re.I,
)
# In what is asked for, only what says that it is a row: "see section 3" there is of another paper.
TO_ROW = re.compile(rf"\b{POINTING}\s+{ROW_WORD}{MANY}", re.I)
ABOVE = re.compile(
    r"\b(?:(?:same )?as (?:set out |stated |noted |detailed )?above|see above|ditto"
    r"|as (?:the )?previous(?: row| action)?)\b",
    re.I,
)
BELOW = re.compile(r"\b(?:as (?:set out |stated )?below|see below)\b", re.I)


@cache
def _issues() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(values("status-words")["open_issue"]["patterns"]) + ")", re.I)


@cache
def _next_clause() -> re.Pattern[str]:
    """A new clause in a text without full stops: a starter with a capital, after a word without one."""
    words = "|".join(values("status-words")["open_issue"]["starters"])
    return re.compile(rf"(?<=[a-z0-9)])\s+(?=(?:{words})\b)")


def open_issue(source: Source, evidence: Cell) -> Cell | None:
    """Return the clauses of an evidence text that say something is not settled, as one cell."""
    wording = Wording(source, evidence.spans)
    clauses = list(dict.fromkeys(_clauses(wording.text)))
    if not clauses:
        return None
    words = " … ".join(" ".join(wording.text[start:end].split()) for start, end in clauses)
    spans = tuple(span for clause in clauses for span in wording.spans_of(*clause))
    return Cell(words, spans, min(SURE, evidence.confidence))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    for match in _issues().finditer(text):
        begin = max((gap.end() for gap in END.finditer(text, 0, match.start())), default=0)
        begin = max([begin, *(gap.end() for gap in _next_clause().finditer(text, begin, match.start() + 1))])
        ends = (END.search(text, match.end()), _next_clause().search(text, match.end()))
        begin += len(text[begin:]) - len(text[begin:].lstrip())
        yield begin, min((gap.start() for gap in ends if gap), default=len(text))


def _each(said: str) -> Iterator[str]:
    """Yield each row that is said: "3, 7a and 40–42" are 3, 7a, 40, 41 and 42."""
    for span in re.finditer(SPAN, said):
        ends = re.findall(ONE, span[0])
        first, last = ends[0], ends[-1]
        if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < LONGEST:
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield from ends


def pointers_in_item(source: Source, item: Cell) -> tuple[CrossReference, ...]:
    """Return where what is asked for points to another row by its number: "Test all staff (see row 1)"."""
    wording = Wording(source, item.spans)
    return tuple(
        CrossReference(match[0], wording.spans_of(*match.span())[0], one)
        for match in TO_ROW.finditer(wording.text)
        for one in _each(match["to"])
    )


def pointers(source: Source, evidence: Cell, *, above: str, below: str) -> tuple[CrossReference, ...]:
    """Return where the text points to another row: by its number, or as the one above or below."""
    wording = Wording(source, evidence.spans)
    found = [
        (match, one)
        for match in TO_NUMBER.finditer(wording.text)
        for one in _each(match["to"] or match["there"] or match["bare"])
    ]
    found += [(match, above) for match in ABOVE.finditer(wording.text)]
    found += [(match, below) for match in BELOW.finditer(wording.text)]
    return tuple(
        CrossReference(match[0], wording.spans_of(*match.span())[0], to)
        for match, to in sorted(found, key=lambda pair: pair[0].start())
    )
