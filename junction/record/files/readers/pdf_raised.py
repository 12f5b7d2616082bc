"""Says which small figures of a PDF's page are raised, as marks of footnotes are: "2020¹", not 20201."""

from collections.abc import Iterable
from typing import Any

Word = dict[str, Any]
_FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALLER, _NEAR, _MOST_FIGURES = 0.8, 1.5, 3


def with_raised(words: list[Word]) -> list[Word]:
    """Return the words with raised figures as such, each on the line of the word that it stands at."""
    small = [word for word in words if word["text"].isdecimal() and word["text"].isascii()
             and len(word["text"]) <= _MOST_FIGURES]  # fmt: skip
    hosts = {id(word): host for word in small if (host := _host(word, words))}
    return [_raised(word, hosts[id(word)]) if id(word) in hosts else word for word in words]


def _host(word: Word, words: Iterable[Word]) -> Word | None:
    """Return the larger word that a figure is set against, with its foot higher than that one's."""
    for other in words:
        if word["size"] > _SMALLER * other["size"] or not other["top"] - other["size"] / 2 < word["bottom"]:
            continue
        is_raised = other["top"] - 3 <= word["bottom"] < other["bottom"] - 0.1 * other["size"]
        behind = -_NEAR <= word["x0"] - other["x1"] <= _NEAR
        before = -_NEAR <= other["x0"] - word["x1"] <= 4 * _NEAR
        if is_raised and (behind or before):
            return other
    return None


def _raised(word: Word, host: Word) -> Word:
    return word | {"text": word["text"].translate(_FIGURES), "top": host["top"], "bottom": host["bottom"]}
