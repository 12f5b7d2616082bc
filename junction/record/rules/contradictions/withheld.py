"""Proposes facts taken out in one place that stand in another: the same words about a mark and a name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from junction.record.rules.redactions import redactions_in

from .statements import Proposal, Statement

SURE = 0.7
LEAST_WORDS, MOST_BESIDE, MOST_NAMED, IN_A_KEY = 5, 8, 5, 3
WORD = re.compile(r"[\w'’£%-]+")
LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A mark, and the words on both sides of it: so many that they tell what was taken out."""

    mark: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return three words next to each other on one side; none where neither side has as many."""
        before, after = (LETTERS.findall(" ".join(side).lower()) for side in (self.before, self.after))
        known = before[-IN_A_KEY:] if len(before) >= IN_A_KEY else after[:IN_A_KEY]
        return f"withheld:{' '.join(known)}" if len(known) == IN_A_KEY else ""


def withheld_in(statement: Statement) -> list[Withheld]:
    """Return what is taken out of a statement, where the words about it tell it from anything else."""
    found = []
    for mark in redactions_in(statement.text):
        before = WORD.findall(statement.text[: mark.span.start])[-MOST_BESIDE:]
        after = WORD.findall(statement.text[mark.span.end :])[:MOST_BESIDE]
        if len(before) + len(after) >= LEAST_WORDS and not redactions_in(" ".join(before + after)):
            found.append(Withheld(mark.mark, tuple(before), tuple(after)))
    return found


def withheld_keys(statement: Statement) -> frozenset[str]:
    """Return the keys under which a statement with a mark is listed."""
    return frozenset(one.key for one in withheld_in(statement) if one.key)


def near_keys(statement: Statement) -> frozenset[str]:
    """Return the keys of every mark whose words a statement may hold."""
    words = LETTERS.findall(statement.text.lower())
    threes = zip(words, words[1:], words[2:], strict=False)
    return frozenset(f"withheld:{' '.join(three)}" for three in threes)


def named_elsewhere(said: Sequence[Statement], *, new: int | None = None) -> Iterator[Proposal]:
    """Return pairs: a statement with a mark, and one with words in its place and the same words about it."""
    marked = [(one, taken) for one in said for taken in withheld_in(one)]
    near = _near({taken.key for _, taken in marked}, said)
    for one, taken in marked:
        found = _named(_pattern(taken), one, near[taken.key] if taken.key else said)
        if len(found) != 1 or (new is not None and new not in (one.place.read, found[0].place.read)):
            continue  # words that stand about many things are a form's, and tell nothing
        why = f"What is withheld here by “{taken.mark}” stands there in the same words."
        yield Proposal("withheld-and-named", one.place, found[0].place, why, SURE)


def _near(keys: set[str], said: Sequence[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in said if keys else ():
        for key in near_keys(one) & keys:
            found[key].append(one)
    return found


def _named(pattern: re.Pattern[str], one: Statement, said: Sequence[Statement]) -> list[Statement]:
    """Return the statements with the same words about something that is no mark."""
    return [
        other
        for other in said
        if other is not one and (match := pattern.search(other.text)) and not redactions_in(match["named"])
    ]


def _pattern(taken: Withheld) -> re.Pattern[str]:
    """The words before, a few others, the words after; at an end of the statement where a side has none."""
    gap = r"[^\w]+"
    left = gap.join(map(re.escape, taken.before)) + gap if taken.before else r"^\W*"
    right = gap + gap.join(map(re.escape, taken.after)) if taken.after else r"\W*$"
    return re.compile(rf"{left}(?P<named>[\w'’.-]+(?:\s+[\w'’.-]+){{0,{MOST_NAMED - 1}}}){right}", re.I)
