"""What became of each requirement of a plan in its next version: same, reworded, split, merged, dropped, new.

First what is alike word for word; then one clause whose words are found in several of the other
version, each of which is contained in it; then pairs in other words, the likeliest first. What is
left over was dropped or is new. Every answer carries a score (0 to 100) and both texts, so that a
person can say that it is wrong.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from junction.core.playbook import RuleVersion, load

BOOK = load(Path(__file__).parents[1] / "playbook" / "requirements.toml")
WORD = re.compile(r"[^\W_]+")
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by for from have has in is it its of on or that the their they this "
        "to was were which will with",
    )
)


Grid = np.ndarray[tuple[int, int], np.dtype[np.float32]]


class Fate(StrEnum):
    """What became of it."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement of a version: its number and its words."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Descent:
    """What of the old version became what of the new, and how sure that is."""

    fate: Fate
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    score: float


def lineage(
    old: Sequence[Clause], new: Sequence[Clause], *, rules: RuleVersion | None = None
) -> tuple[Descent, ...]:
    """Match every clause of `old` and `new`, each once; the new in order, then what was dropped."""
    limits = (rules or BOOK.versions[-1]).values["lineage"]
    work = _Matching(old, new, limits)
    found = [*work.same(), *work.parted(), *work.reworded(), *work.left()]
    places = {id(clause): place for place, clause in enumerate(new)}
    later = {id(clause): len(new) + place for place, clause in enumerate(old)}
    return tuple(sorted(found, key=lambda one: places[id(one.new[0])] if one.new else later[id(one.old[0])]))


class _Matching:
    """The two versions, and which of their clauses are still free."""

    def __init__(self, old: Sequence[Clause], new: Sequence[Clause], limits: Mapping[str, float]) -> None:
        self.old, self.new, self.limits = old, new, limits
        self.old_words = [_words(clause.text) for clause in old]
        self.new_words = [_words(clause.text) for clause in new]
        self.free_old, self.free_new = set(range(len(old))), set(range(len(new)))
        self.alike = self._alike()

    def _alike(self) -> Grid:
        """Return how alike each pair is: in order, or with the words in any order, whichever is more."""
        if not self.old or not self.new:
            return np.zeros((len(self.old), len(self.new)), dtype=np.float32)
        ours = [" ".join(words) for words in self.old_words]
        theirs = [" ".join(words) for words in self.new_words]
        in_order: Grid = process.cdist(ours, theirs, scorer=fuzz.ratio, dtype=np.float32)
        in_any: Grid = process.cdist(ours, theirs, scorer=fuzz.token_sort_ratio, dtype=np.float32)
        likelier: Grid = np.maximum(in_order, in_any)
        return likelier

    def same(self) -> Iterator[Descent]:
        yield from self._pairs(self.limits["same"], Fate.SAME)

    def reworded(self) -> Iterator[Descent]:
        yield from self._pairs(self.limits["reworded"], Fate.REWORDED)

    def _pairs(self, least: float, fate: Fate) -> Iterator[Descent]:
        """Take the likeliest free pair again and again; of equals that of one number, then the nearest."""
        rows, columns = np.nonzero(self.alike >= least)
        pairs = sorted(
            zip(rows.tolist(), columns.tolist(), strict=True),
            key=lambda at: (
                -self.alike[at],
                self.old[at[0]].ref != self.new[at[1]].ref,
                abs(at[0] - at[1]),
                at,
            ),
        )
        for ours, theirs in pairs:
            if ours in self.free_old and theirs in self.free_new:
                self.free_old.discard(ours)
                self.free_new.discard(theirs)
                yield Descent(fate, (self.old[ours],), (self.new[theirs],), float(self.alike[ours, theirs]))

    def parted(self) -> Iterator[Descent]:
        """Find what was split into several, and what several were merged into."""
        for whole in sorted(self.free_old):
            parts, score = self._parts(
                self.old_words[whole], self.new_words, self.free_new, self.alike[whole, :]
            )
            if parts:
                self.free_old.discard(whole)
                self.free_new -= set(parts)
                yield Descent(Fate.SPLIT, (self.old[whole],), tuple(self.new[part] for part in parts), score)
        for whole in sorted(self.free_new):
            parts, score = self._parts(
                self.new_words[whole], self.old_words, self.free_old, self.alike[:, whole]
            )
            if parts:
                self.free_new.discard(whole)
                self.free_old -= set(parts)
                yield Descent(Fate.MERGED, tuple(self.old[part] for part in parts), (self.new[whole],), score)

    def _parts(
        self, whole: list[str], others: Sequence[list[str]], free: set[int],
        alike: np.ndarray[tuple[int], np.dtype[np.float32]],
    ) -> tuple[list[int], float]:  # fmt: skip
        """Return the others whose words are in `whole` and make it up together: two or more, or none."""
        words = set(whole)
        contained = [
            part for part in sorted(free)
            if len(others[part]) >= self.limits["fewest_words"]
            and 100 * len(words & set(others[part])) >= self.limits["contained"] * len(set(others[part]))
        ]  # fmt: skip
        needed: list[int] = []
        reached: set[str] = set()
        for part in sorted(contained, key=lambda one: (-len(words & set(others[one])), one)):
            adds = (words & set(others[part])) - reached
            # A part must bring something of its own: half of what it says.
            if 2 * len(adds) >= len(set(others[part])):
                needed.append(part)
                reached |= adds
        score = 100 * len(reached) / max(1, len(words))
        if (
            len(needed) < 2
            or score < self.limits["covered"]
            or any(score <= float(alike[part]) for part in needed)
        ):
            return [], 0.0
        return sorted(needed), score

    def left(self) -> Iterator[Descent]:
        for at in sorted(self.free_old):
            yield Descent(Fate.DROPPED, (self.old[at],), (), self._best(self.alike[at, :]))
        for at in sorted(self.free_new):
            yield Descent(Fate.NEW, (), (self.new[at],), self._best(self.alike[:, at]))

    @staticmethod
    def _best(alike: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
        """Say how sure it is that nothing answers to it: as unlike as the nearest is."""
        return 100 - float(alike.max(initial=0))


def _words(text: str) -> list[str]:
    words = [word.casefold() for word in WORD.findall(text)]
    return [word for word in words if word not in FUNCTION_WORDS] or words
