"""The directory's dated rules: needs that services answer, how fresh an entry must be, limits of a search."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "directory.toml")


FROM_HOME = "from-home"  # every way for which nobody need leave home, as one choice of a search


@dataclass(frozen=True, slots=True)
class Way:
    """How a service can be had, and the words by which a feed says so."""

    title: str
    words: tuple[str, ...]
    from_home: bool


@dataclass(frozen=True, slots=True)
class DirectoryBook:
    """The rules in force on a day."""

    reference: str
    stale_after_days: int
    chase_again_after_days: int
    escalate_after_chases: int  # letters that a keeper left without an answer, before the council gets one
    show_no_result_days: int
    small_numbers_below: int
    keep_addresses_days: int
    keep_no_result_days: int
    longest_term: int
    most_words: int
    miles_offered: tuple[int, ...]
    usual_miles: int
    most_considered: int
    alike_from: tuple[float, ...]  # how like words must be, of 1; the next when nothing was found
    page_size: int
    searches_a_minute: int  # of one address
    searches_at_once: int
    feed_page_size: int
    most_of_feed_page: int
    most_services_in_a_file: int
    needs: Mapping[str, str]  # code to title
    words: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, str]  # category of a stated need to the code of what services are for
    ways: Mapping[str, Way]  # how services can be had; none where the version does not say

    def assured_before(self, today: date) -> date:
        """What was last assured before this day is stale."""
        return today - timedelta(days=self.stale_after_days)

    def needs_of(self, terms: Iterable[str]) -> list[str]:
        """Return the needs that these terms of a taxonomy speak of."""
        text = " | ".join(terms).lower()
        return [code for code, words in self.words.items() if any(word in text for word in words)]

    def ways_of(self, said: Iterable[str]) -> list[str]:
        """Return the ways that words of a feed speak of."""
        text = " | ".join(said).lower()
        return [code for code, way in self.ways.items() if any(word in text for word in way.words)]

    def ways_sought(self, code: str) -> tuple[str, ...]:
        """Return the ways any of which fits what was chosen; none for any way at all."""
        if code == FROM_HOME:
            return tuple(one for one, way in self.ways.items() if way.from_home)
        return (code,) if code in self.ways else ()

    def is_from_home(self, ways: Iterable[str]) -> bool:
        """Tell whether some ways are chosen and nobody need leave home for any of them."""
        chosen = list(ways)
        return bool(chosen) and all(code in self.ways and self.ways[code].from_home for code in chosen)

    @property
    def ways_offered(self) -> list[tuple[str, str]]:
        """The choices of a search, by code."""
        one_by_one = [(code, way.title) for code, way in self.ways.items()]
        return [("", "Any way"), (FROM_HOME, "Without leaving home"), *one_by_one] if one_by_one else []

    def way_titles(self, codes: Iterable[str]) -> list[str]:
        """Return how ways are called; one of another day by its code."""
        return [self.ways[code].title if code in self.ways else code for code in codes]

    def term(self, typed: str) -> str:
        """Return what is kept of words searched for: letters alone, a few short words, no number."""
        words = re.findall(r"[a-z]+", typed.lower())[: self.most_words]
        return " ".join(words)[: self.longest_term].rstrip()


@cache
def directory_book(day: date) -> DirectoryBook:
    """Return the rules of the directory in force on a day."""
    version = BOOK.on(day)
    values = dict(version.values)
    needs = values.pop("needs")
    ways = {code: Way(one["title"], tuple(one["words"]), one["from_home"])
            for code, one in values.pop("ways", {}).items()}  # fmt: skip
    return DirectoryBook(
        reference=version.reference,
        ways=ways,
        needs={code: need["title"] for code, need in needs.items()},
        answers={one: code for code, need in needs.items() for one in need["answers"]},
        words={code: tuple(need["words"]) for code, need in needs.items()},
        **values,
    )
