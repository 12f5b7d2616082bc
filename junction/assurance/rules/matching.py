"""Which rows of an action plan answer which requirements: by reference, and by likeness of words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils


@dataclass(frozen=True, slots=True)
class Named:
    """A text with its reference."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """The place of what was found, how sure that is (0 to 1), and why."""

    place: int
    confidence: float
    why: str


def plain_ref(ref: str) -> str:
    """Return a reference as two spellings of it have in common: "Ref 4.12." and "4.12" are one."""
    return "".join(
        letter for letter in ref.lower().removeprefix("ref") if letter.isalnum() or letter == "."
    ).strip(".")


def matches(
    asked: Sequence[Named], among: Sequence[Named], limits: Mapping[str, float]
) -> list[Match | None]:
    """Return for each of `asked` what it is among the others, or none; one may be found twice.

    A reference counts in full only where the words are not altogether different, since numbering slips.
    """
    if not asked or not among:
        return [None] * len(asked)
    likeness = process.cdist(
        [one.text for one in asked], [one.text for one in among],
        scorer=fuzz.token_sort_ratio, processor=utils.default_process,
    )  # fmt: skip
    by_ref: dict[str, int] = {}
    for place, one in enumerate(among):
        if one.ref:
            by_ref.setdefault(plain_ref(one.ref), place)
    return [
        _match(by_ref.get(plain_ref(one.ref)) if one.ref else None, row, limits)
        for one, row in zip(asked, likeness.tolist(), strict=True)
    ]


def _match(by_ref: int | None, likeness: Sequence[float], limits: Mapping[str, float]) -> Match | None:
    best = max(range(len(likeness)), key=lambda place: likeness[place])
    if by_ref is not None and likeness[by_ref] >= limits["ref_least"]:
        sure = max(limits["ref"], likeness[by_ref] / 100)
        return Match(by_ref, round(sure, 2), "the same reference and like words")
    if likeness[best] >= limits["text_least"]:
        return Match(best, round(likeness[best] / 100, 2), "like words")
    if by_ref is not None:
        return Match(by_ref, limits["ref_alone"], "the same reference, but other words")
    return None


def bare_claim(text: str, bare: Sequence[str]) -> bool:
    """Tell whether an evidence text only claims: nothing is left without the words that show nothing."""
    longest_first = sorted(bare, key=len, reverse=True)
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return not re.search(r"\w", words.sub(" ", text))
