"""Proposes facts taken out in one place that stand in another: the same words about a mark and a name."""

import re
from collections.abc import Iterator, Sequence

from junction.record.rules.redactions import redactions_in

from .statements import Proposal, Statement

SURE = 0.7
LEAST_WORDS, MOST_BESIDE, MOST_NAMED = 5, 8, 5
WORD = re.compile(r"[\w'’£%-]+")


def named_elsewhere(said: Sequence[Statement]) -> Iterator[Proposal]:
    """Return pairs: a statement with a mark, and one with words in its place and the same words about it."""
    for one in said:
        for mark in redactions_in(one.text):
            before = WORD.findall(one.text[: mark.span.start])[-MOST_BESIDE:]
            after = WORD.findall(one.text[mark.span.end :])[:MOST_BESIDE]
            if len(before) + len(after) < LEAST_WORDS or redactions_in(" ".join(before + after)):
                continue
            found = _named(_pattern(before, after), one, said)
            if len(found) == 1:  # words that stand about many things are a form's, and tell nothing
                why = f"What is withheld here by “{mark.mark}” stands there in the same words."
                yield Proposal("withheld-and-named", one.place, found[0].place, why, SURE)


def _named(pattern: re.Pattern[str], one: Statement, said: Sequence[Statement]) -> list[Statement]:
    """Return the statements with the same words about something that is no mark."""
    return [
        other
        for other in said
        if other is not one and (match := pattern.search(other.text)) and not redactions_in(match["named"])
    ]


def _pattern(before: Sequence[str], after: Sequence[str]) -> re.Pattern[str]:
    """The words before, a few others, the words after; at an end of the statement where a side has none."""
    gap = r"[^\w]+"
    left = gap.join(map(re.escape, before)) + gap if before else r"^\W*"
    right = gap + gap.join(map(re.escape, after)) if after else r"\W*$"
    return re.compile(rf"{left}(?P<named>[\w'’.-]+(?:\s+[\w'’.-]+){{0,{MOST_NAMED - 1}}}){right}", re.I)
