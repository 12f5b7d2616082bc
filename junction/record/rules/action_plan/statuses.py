"""Says how far a thing is, by what its evidence claims of the thing itself.

A text claims a state where it opens with it ("Underway, supported by …"), where an early clause says it of
its subject ("Formal reviews being undertaken"), or where a word that means nothing else stands anywhere.
Words that only sound so ("providing ongoing support") are blotted out first. What is complete in one part
and open or going on in another is underway. No claim, no status.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from junction.record.rules.reading import StatusClass

from .books import values

LEAD, ANYWHERE, EARLY, LATE_LEAD = 0.95, 0.8, 0.6, 0.5
SENTENCE = re.compile(r"(?<=[.;!?])\s+|\s+[-–—]\s+|\n|\s*[•▪●]\s*")
GOING_ON = re.compile(r"\b(?:on-?going|under ?way|in progress|to follow)\b", re.I)
PENDING = re.compile(r"\bpending\b|\bawaiting\b|\bstill to\b|\bremain(?:s|ing)? to\b", re.I)


@dataclass(frozen=True, slots=True)
class Claim:
    """A state claimed, the words that claim it, where they start, and how sure that is."""

    status: StatusClass
    words: str
    at: int
    confidence: float


@cache
def _patterns(status: StatusClass, place: str) -> tuple[re.Pattern[str], ...]:
    book: Mapping[str, Any] = values("status-words")[status]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in book[place])


@cache
def _never() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in values("status-words")["never"])


def blotted(text: str) -> str:
    """Return the text with what only sounds like a status made unreadable, every other word where it was."""
    for pattern in _never():
        text = pattern.sub(lambda match: re.sub(r"\w", "#", match[0]), text)
    return text


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in SENTENCE.finditer(text):
        yield start, text[start : gap.start()]
        start = gap.end()
    yield start, text[start:]


def claims_in(text: str) -> list[Claim]:
    """Return every state that the text claims, the surest first and the earlier of two alike."""
    found: list[Claim] = []
    readable = blotted(text)
    for place, (start, sentence) in enumerate(_sentences(readable)):
        inside = sentence.lstrip(" \t–—•·*-\"“'‘")
        at = start + len(sentence) - len(inside)
        found += _claimed(inside, at, first=place == 0)
    return sorted(found, key=lambda claim: (-claim.confidence, claim.at))


def _claimed(sentence: str, at: int, *, first: bool) -> Iterator[Claim]:
    for status in StatusClass:
        for pattern in _patterns(status, "lead"):
            if match := pattern.match(sentence):
                yield Claim(status, match[0], at, LEAD if first else LATE_LEAD)
        for pattern in _patterns(status, "anywhere"):
            if match := pattern.search(sentence):
                yield Claim(status, match[0], at + match.start(), ANYWHERE)
        for pattern in _patterns(status, "early"):
            match = pattern.search(sentence)
            if (
                match
                and len(sentence[: match.start()].split()) <= values("status-words")["subject_most_words"]
            ):
                yield Claim(status, match[0], at + match.start(), EARLY if first else EARLY - 0.2)


LEAST = 0.55  # what a later sentence says of a part is not the state of the whole


def status_of(text: str) -> Claim | None:
    """Return the state that the text claims for the thing, if it claims any."""
    claims = [claim for claim in claims_in(text) if claim.confidence >= LEAST]
    if not claims:
        return None
    best = _best(claims)
    others = {claim.status for claim in claims_in(text)} - {best.status}
    open_part = PENDING.search(text) or GOING_ON.search(blotted(text))
    unfinished = StatusClass.UNDERWAY in others or open_part
    if best.status is StatusClass.COMPLETE and unfinished:
        return Claim(StatusClass.UNDERWAY, best.words, best.at, round(best.confidence - 0.2, 2))
    return best


def _best(claims: list[Claim]) -> Claim:
    """Return the first of the surest; a condition outweighs a plan, a plan what is in place from then."""
    top = [claim for claim in claims if claim.confidence == claims[0].confidence]
    order = [StatusClass.CONDITIONAL, StatusClass.NOT_STARTED, StatusClass.UNDERWAY, StatusClass.PLANNED]
    first = min(top, key=lambda claim: claim.at)
    alike = [claim for claim in top if claim.at == first.at or claim.status is StatusClass.CONDITIONAL]
    return min(alike, key=lambda claim: order.index(claim.status) if claim.status in order else len(order))


def opens_with_status(text: str) -> bool:
    """Tell whether a text's first words claim a state."""
    claim = status_of(text)
    return claim is not None and claim.at <= 2 and claim.confidence >= LEAD - 0.2
