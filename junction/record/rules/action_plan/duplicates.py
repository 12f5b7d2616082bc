"""Proposes rows whose evidence is the same, or nearly: for somebody to look at, never merged.

Only texts that share a run of words are compared, so that a table of thousands of rows takes no longer than
its reading.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz, utils

from .books import values

RUN = 4  # words in a row that two texts must share to be compared


def alike(texts: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Return pairs of places whose texts say the same; True when one holds the other and says more."""
    limits = values("action-tables")["limits"]
    long = {
        at: utils.default_process(text)
        for at, text in enumerate(texts)
        if len(text) >= limits["duplicate_least_characters"]
    }
    said: set[int] = set()
    for one, other in sorted(_sharing(long)):
        a, b = long[one], long[other]
        if other in said:
            continue  # like an earlier one already, which is enough to find them all
        if fuzz.ratio(a, b, score_cutoff=limits["duplicate_likeness"]):
            said.add(other)
            yield one, other, False
        elif a in b or b in a:
            said.add(other)
            yield one, other, True


def _sharing(texts: dict[int, str]) -> set[tuple[int, int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, text in texts.items():
        words = text.split()
        for run in {tuple(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1))}:
            places[run].append(at)
    return {pair for shared in places.values() for pair in combinations(shared, 2)}
