"""How the record is searched: by words as they are written, then by words of the record that are like them.

Scans misread letters and people mistype them. So every word of a document is listed once, and a word that is
sought stands also for those listed words that have nearly all letters in common with it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "search.toml")
WORD = re.compile(r"[^\W\d_]+")
PLAIN = re.compile(r"\w+")
LEFT_OUT = re.compile(r"(?<!\S)-(?:\"[^\"]*\"?|\S+)")
LONGEST = 40
BEGIN, END = "\ue000", "\ue001"  # around a match, in a text from the database


@dataclass(frozen=True, slots=True)
class SearchRules:
    """The rules in force on a day."""

    least_letters: int
    likeness: int
    like_words: int
    sought_words: int
    ranked: int


@cache
def search_rules(day: date) -> SearchRules:
    """Return the rules in force on a day."""
    return SearchRules(**BOOK.on(day).values)


def listed_words(texts: Iterable[str], rules: SearchRules) -> set[str]:
    """Return the words of texts that can be found by words like them."""
    found = {word for text in texts for word in WORD.findall(text.lower())}
    return {word for word in found if rules.least_letters <= len(word) <= LONGEST}


def sought_words(typed: str, rules: SearchRules) -> list[str]:
    """Return the words that somebody seeks; what is after a minus is not among them."""
    return list(dict.fromkeys(PLAIN.findall(LEFT_OUT.sub(" ", typed.lower()))))[: rules.sought_words]


def likest(word: str, known: Iterable[str], rules: SearchRules) -> list[str]:
    """Return the word itself, then the listed words most like it."""
    found = process.extract(
        word, [one for one in known if one != word], scorer=fuzz.ratio, score_cutoff=rules.likeness,
        limit=rules.like_words,
    )  # fmt: skip
    return [word, *(one for one, _, _ in sorted(found, key=lambda each: (-each[1], each[0])))]


def left_out(typed: str) -> list[str]:
    """Return the words that must not be there: those after a minus."""
    return PLAIN.findall(" ".join(LEFT_OUT.findall(typed.lower())))


def asked_for(groups: Sequence[Sequence[str]], without: Sequence[str] = ()) -> str:
    """Return what the index of words is asked: one of each group must be there, and none of `without`."""
    wanted = ["(" + " | ".join(f"'{word}'" for word in group) + ")" for group in groups]
    return " & ".join([*wanted, *(f"!'{word}'" for word in without)])


def parts_of(headline: str) -> list[tuple[str, bool]]:
    """Return a text from the database in parts, each marked or not."""
    parts = []
    for at, stretch in enumerate(headline.split(BEGIN)):
        marked, end, rest = stretch.partition(END)
        if at and end:
            parts += [(marked, True), (rest.replace(END, ""), False)]
        else:
            parts.append((stretch.replace(END, ""), False))
    return [(text, is_marked) for text, is_marked in parts if text]


def marked(text: str, words: Iterable[str], *, most: int) -> list[tuple[str, bool]]:
    """Return so much of a text as is shown, with stretches marked that are quoted from it."""
    quoted = sorted({one for one in words if one}, key=len, reverse=True)
    shown = text if len(text) <= most else f"{text[: most - 1]}…"
    if not quoted:
        return [(shown, False)]
    parts = re.split(f"({'|'.join(map(re.escape, quoted))})", shown)
    return [(part, at % 2 == 1) for at, part in enumerate(parts) if part]
