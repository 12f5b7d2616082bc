"""What the words of a requirement say: its strength, its kind, its theme; by lists that are data.

The strength is the word of duty that stands first ("will continue to" before "will"). A kind is told by the
first list, in the playbook's order, of which a word stands in the text; a day makes it a one-off. A theme is
the list of which most words stand in it, those of its printed category counting thrice.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "requirement-words.toml")
OF_CATEGORY = 3


@dataclass(frozen=True, slots=True)
class WordList:
    """A code, its title, and a pattern of its words, the longest first."""

    code: str
    title: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RequirementWords:
    """The lists in force on a day."""

    reference: str
    strengths: Mapping[str, WordList]
    kinds: Mapping[str, WordList]
    themes: Mapping[str, WordList]
    least_words: int
    most_letters: int

    def strength_of(self, text: str) -> str:
        """Return the strength that the first word of duty has; empty when there is none."""
        found = [
            (match.start(), -len(match[0]), code)
            for code, one in self.strengths.items()
            if (match := one.pattern.search(text))
        ]
        return min(found)[2] if found else ""

    def kind_of(self, text: str, *, has_day: bool) -> str:
        """Return the kind of duty."""
        said = next((code for code, one in self.kinds.items() if one.pattern.search(text)), "")
        return "one-off" if has_day and said in ("", "standing") else said or "standing"

    def theme_of(self, text: str, category: str = "") -> str:
        """Return the theme of which most is said; the last one, where nothing is."""
        hits = {
            code: len(one.pattern.findall(text)) + OF_CATEGORY * len(one.pattern.findall(category))
            for code, one in self.themes.items()
        }
        best = max(hits, key=lambda code: hits[code])
        return best if hits[best] else list(self.themes)[-1]


@cache
def requirement_words(day: date) -> RequirementWords:
    """Return the lists in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return RequirementWords(
        version.reference,
        _lists(said["strengths"]),
        _lists(said["kinds"]),
        _lists(said["themes"]),
        said["least_words"],
        said["most_letters"],
    )


def _lists(said: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[str, WordList]:
    return {code: WordList(code, str(one["title"]), _pattern(one["words"])) for code, one in said.items()}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"\b(?:{joined})\b" if joined else r"(?!)", re.IGNORECASE)
