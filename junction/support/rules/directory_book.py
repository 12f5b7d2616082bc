"""The directory's dated rules: needs that services answer, how fresh an entry must be, limits of a search."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "directory.toml")


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

    def assured_before(self, today: date) -> date:
        """What was last assured before this day is stale."""
        return today - timedelta(days=self.stale_after_days)

    def needs_of(self, terms: Iterable[str]) -> list[str]:
        """Return the needs that these terms of a taxonomy speak of."""
        text = " | ".join(terms).lower()
        return [code for code, words in self.words.items() if any(word in text for word in words)]

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
    return DirectoryBook(
        reference=version.reference,
        needs={code: need["title"] for code, need in needs.items()},
        answers={one: code for code, need in needs.items() for one in need["answers"]},
        words={code: tuple(need["words"]) for code, need in needs.items()},
        **values,
    )
