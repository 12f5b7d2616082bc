"""Proposes rows whose evidence is the same, or nearly: for somebody to look at, never merged."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process, utils

from .books import values


def alike(texts: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Return pairs of places whose texts say the same; True when one holds the other and says more."""
    limits = values("action-tables")["limits"]
    least, likeness = limits["duplicate_least_characters"], limits["duplicate_likeness"]
    long = [(at, utils.default_process(text)) for at, text in enumerate(texts) if len(text) >= least]
    for number, (at, text) in enumerate(long):
        later = dict(long[number + 1 :])
        same = {other for _, _, other in process.extract(
            text, later, scorer=fuzz.ratio, processor=None, score_cutoff=likeness, limit=None)}  # fmt: skip
        for other, words in later.items():
            if other in same:
                yield at, other, False
            elif words in text or text in words:
                yield at, other, True
