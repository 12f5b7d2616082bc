"""Says which organisations a cell names: canonical names, whatever the spelling, and how sure that is.

Known spellings are found whole first, the longest before the shorter, so that "NHS" inside "NHS
Improvement" is not a second organisation. What is left is compared by likeness, for print that is garbled.
What is like nothing known is kept as printed, with low confidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from junction.record.rules.actors import actor_types

from .books import plain, values

AS_PRINTED = 0.4
BETWEEN = {
    "and",
    "or",
    "with",
    "the",
    "of",
    "for",
    "all",
    "local",
    "both",
    "plus",
    "via",
    "led",
    "lead",
    "by",
    "in",
}
MISREAD = 0.9
LEAST_TO_COMPARE = 5
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
HALF_FIGURES = re.compile(r"[a-z]\d|\d[a-z]")
OPEN_END = re.compile(r"(?:&|,|/|\+|\band|\bor|\bof|\bthe|\bfor|\()\s*$", re.I)
GOES_ON = re.compile(r"^(?:&|/|\+|,|and\b|or\b|of\b|[a-z(])")


@dataclass(frozen=True, slots=True)
class Named:
    """What a cell names."""

    names: tuple[str, ...]
    confidence: float
    note: str = ""

    @property
    def is_sure(self) -> bool:
        return bool(self.names) and self.confidence >= values("organisation-names")["certain"] / 100


@cache
def _spellings() -> dict[tuple[str, ...], str]:
    """Return every known spelling as words, with the name it stands for."""
    known = {}
    for actor in actor_types().values():
        for spelling in (actor.name, *actor.spellings, *actor.in_cells):
            words = tuple(_single(word) for word in plain(spelling).split())
            known[words] = actor.name
    return known


@cache
def _longest() -> int:
    return max(len(words) for words in _spellings())


@cache
def _joined() -> dict[str, str]:
    return {
        " ".join(words): name
        for words, name in _spellings().items()
        if len(" ".join(words)) >= LEAST_TO_COMPARE
    }


def _single(word: str) -> str:
    """Return a word without its plural, so that "CCGs" and "authorities" are found."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word


@lru_cache(maxsize=4096)
def named_in(text: str) -> Named:
    """Return the organisations that a cell of organisations names."""
    if plain(text) in values("organisation-names")["nobody"]:
        return Named((), 1.0, "names nobody")
    words, misread = _words_of(text)
    found: list[tuple[int, str, float]] = []
    rest: list[tuple[int, list[str]]] = []
    at = 0
    while at < len(words):
        length = _known_at(words, at)
        if length:
            sure = MISREAD if misread & set(range(at, at + length)) else 1.0
            found.append((at, _spellings()[tuple(words[at : at + length])], sure))
            rest.append((at, []))
            at += length
            continue
        if not rest or not rest[-1][1]:
            rest.append((at, []))
        rest[-1][1].append(words[at])
        at += 1
    left = [(start, run) for start, run in rest if set(run) - BETWEEN]
    if left and (whole := _whole(words)):
        return whole
    found += [like for start, run in left if (like := _like(start, run))]
    return _summed(text, sorted(found), unknown=[run for start, run in left if not _like(start, run)])


def _words_of(text: str) -> tuple[list[str], set[int]]:
    """Return a cell's words in the singular, figures read for letters put right, and which words had any."""
    text = DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    signs = str.maketrans(dict(values("organisation-names")["misread"]))
    words, misread = [], set()
    for at, word in enumerate(plain(text).split()):
        right = word.translate(signs) if HALF_FIGURES.search(word) else word
        misread |= {at} if right != word else set()
        words.append(_single(right))
    return words, misread


def _whole(words: list[str]) -> Named | None:
    """Return the one name that a cell with a garbled word is like from end to end."""
    best = process.extractOne(
        " ".join(words), _joined().keys(), scorer=fuzz.ratio,
        score_cutoff=values("organisation-names")["whole_likeness"],
    )  # fmt: skip
    if best is None:
        return None
    name = _joined()[best[0]]
    return Named((name,), round(min(best[1] / 100, MISREAD), 2), f"garbled in print: taken for {name}")


def _known_at(words: list[str], at: int) -> int:
    lengths = range(min(_longest(), len(words) - at), 0, -1)
    return next((length for length in lengths if tuple(words[at : at + length]) in _spellings()), 0)


def _like(start: int, run: list[str]) -> tuple[int, str, float] | None:
    """Return the known name that garbled words are like."""
    text = " ".join(word for word in run if word not in {"and", "or", "the"})
    if len(text) < LEAST_TO_COMPARE:
        return None
    best = process.extractOne(
        text, _joined().keys(), scorer=fuzz.ratio, score_cutoff=values("organisation-names")["likeness"]
    )
    return (start, _joined()[best[0]], round(best[1] / 100 - 0.05, 2)) if best else None


def _summed(text: str, found: list[tuple[int, str, float]], *, unknown: list[list[str]]) -> Named:
    names = tuple(dict.fromkeys(name for _, name, _ in found))
    confidence = min((sure for *_, sure in found), default=0.0)
    garbled = [name for _, name, sure in found if sure < 1]
    note = f"garbled in print: taken for {', '.join(garbled)}" if garbled else ""
    lost = [" ".join(run) for run in unknown if re.search(r"[^\W\d_]{2}", " ".join(run))]
    if not lost:
        return Named(names, confidence, note)
    if not names:
        return Named(tuple(_as_printed(text)), AS_PRINTED, "not a name the record knows")
    return Named(names, min(confidence, 0.7), f"also printed: {'; '.join(lost)}")


def _as_printed(text: str) -> Iterator[str]:
    parts = re.split(r"\s*(?:[;,/&+]|\band\b)\s*", " ".join(text.split()))
    return (part for part in parts if re.search(r"[^\W\d_]{2}", part))


def is_whole(text: str) -> bool:
    """Tell whether a cell names organisations from end to end, and nothing suggests that it goes on."""
    return not OPEN_END.search(text) and not GOES_ON.match(text) and named_in(text).is_sure
