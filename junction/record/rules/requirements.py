"""What a paragraph or a row requires: how strongly, of whom, once or again and again, about what, by when.

The word that counts is the strongest that binds an actor ("local authorities must"). What things
should be ("these plans should") counts only where no actor is bound. What is quoted binds nobody;
"should they wish" is a condition; "are not required to" leaves it open; "must not" binds as "must".
The words are data.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import RuleVersion, load

from .actors import actors_in
from .dates import dates_in
from .reading import STANDING, DateSaid
from .source import Span

BOOK = load(Path(__file__).parents[1] / "playbook" / "requirements.toml")
QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|‘[^’\n]{12,}’(?!\w)")
# "Should they wish to": a condition, no advice. "May 2020", "will" as a noun.
INVERTED = re.compile(r"\bshould (?=(?:they|it|he|she|you|we|the|this|that|any|there|a|an)\b)", re.IGNORECASE)
NO_WORD = re.compile(
    r"\bMay(?=\s+\d)|(?<=\d )May\b|(?<=[a-z,] )May\b|"  # the month: no verb has a capital within a sentence
    r"\b(?:[Tt]he|free|good|living) will\b|\ba must\b"
)
CLAUSE = re.compile(
    r"[.;:!?•\n]|,(?=\s)|\b(?:and|but|which|who|that|where|when|if|so|while|whilst)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"[.!?](?=\s+[\"“‘(•]*[A-Z])|\n")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Duty:
    """A word of duty where it stands. `binds`: an actor is its subject. `negated`: it forbids."""

    strength: str
    words: str
    span: Span
    binds: bool
    negated: bool
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a text requires. `duty` is what counts (none: nothing is required); `rule` the words in force."""

    duty: Duty | None
    duties: tuple[Duty, ...]
    kind: str  # "one-off", "recurring", "standing" or "conditional"
    actors: tuple[str, ...]  # codes of the list of actors: those bound, else all that are named
    themes: tuple[str, ...]  # what it is about, best first
    due: tuple[DateSaid, ...]
    rule: str

    @property
    def strength(self) -> str:
        return self.duty.strength if self.duty else ""


@dataclass(frozen=True)
class Forms:
    """The words of one version as patterns."""

    reference: str
    order: tuple[str, ...]
    duty: re.Pattern[str]
    strength_of: Mapping[str, str]
    free: re.Pattern[str]
    bound: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]
    themes: tuple[tuple[str, re.Pattern[str]], ...]


def requirement_in(
    text: str, *, said_on: date | None = None, offset: int = 0, rules: RuleVersion | None = None
) -> Requirement:
    """Read what `text` requires; `said_on` is the day of the text: its dates and rules follow."""
    forms = _forms((rules or _version(said_on)).version)
    duties = tuple(_duties(text, offset, forms))
    binding = [duty for duty in duties if duty.binds] or list(duties)
    duty = min(binding, key=lambda one: (forms.order.index(one.strength), one.span), default=None)
    named = tuple(dict.fromkeys(said.actor.code for said in actors_in(text)))
    bound = tuple(dict.fromkeys(code for one in duties if one.binds for code in one.actors))
    dates = dates_in(text, offset=offset, written_on=said_on)
    ending = (one for one in dates if one.until_on and STANDING not in one.warnings)
    due = tuple(one for one in ending if not (said_on and one.until_on and one.until_on <= said_on))
    kind = _kind(text, duty.span.start - offset if duty else 0, bool(due), forms)
    return Requirement(duty, duties, kind, bound or named, _themes(text, forms), due, forms.reference)


def _version(day: date | None) -> RuleVersion:
    first = BOOK.versions[0]
    return BOOK.on(day) if day and day >= first.in_force_from else first


def _duties(text: str, offset: int, forms: Forms) -> Iterator[Duty]:
    said = text
    for pattern in (QUOTED, INVERTED, NO_WORD, forms.free):
        said = pattern.sub(lambda found: " " * len(found[0]), said)
    for free in forms.free.finditer(QUOTED.sub(lambda found: " " * len(found[0]), text)):
        yield _duty(text, said, free, "may", offset, forms)
    for found in forms.duty.finditer(said):
        strength = forms.strength_of[" ".join(found["words"].lower().split())]
        yield _duty(text, said, found, strength, offset, forms)


def _duty(text: str, said: str, found: re.Match[str], strength: str, offset: int, forms: Forms) -> Duty:
    subject = _subject(said, found.start())
    actors = tuple(dict.fromkeys(one.actor.code for one in actors_in(subject)))
    binds = bool(actors or forms.bound.search(subject) or not WORD.search(subject))
    negated = bool(re.match(r"\s+(?:not|never)\b", text[found.end() : found.end() + 8]))
    span = Span(offset + found.start(), offset + found.end())
    return Duty(strength, " ".join(found[0].split()), span, binds, negated, actors)


def _subject(text: str, end: int) -> str:
    """Return what stands before a word of duty, back to where its clause begins; a joined subject is one."""
    start = 0
    for found in CLAUSE.finditer(text, max(0, end - 240), end):
        between = text[found.end() : end]
        before = text[max(0, found.start() - 60) : found.start()]
        joins = found[0].lower() in ("and", ",") and actors_in(between) and actors_in(before)
        if not joins and WORD.search(between):
            start = found.end()
    return text[start:end]


def _kind(text: str, at: int, is_dated: bool, forms: Forms) -> str:
    """Tell the kind from the sentence that the duty stands in; a day by when makes it one-off in any case."""
    starts = [0, *(found.end() for found in SENTENCE.finditer(text, 0, at))]
    end = SENTENCE.search(text, at)
    sentence = text[starts[-1] : end.start() if end else len(text)].strip(" •-*")
    kinds = forms.kinds
    if kinds["recurring"].search(sentence):
        return "recurring"
    if kinds["condition"].search(sentence) or any(
        kinds["condition_first"].match(part.lstrip(" •-*"))
        for part in (sentence, *sentence.split(":", 1)[1:])
    ):
        return "conditional"
    if is_dated or (kinds["once"].search(sentence) and not kinds["standing"].search(sentence)):
        return "one-off"
    return "standing"


def _themes(text: str, forms: Forms) -> tuple[str, ...]:
    """Return the themes that words of the text speak for: the most said first, then the order of the list."""
    counted = [(len(shape.findall(text)), -place, name) for place, (name, shape) in enumerate(forms.themes)]
    return tuple(name for count, _, name in sorted(counted, reverse=True) if count)


@cache
def _forms(version: str) -> Forms:
    book = BOOK.version(version)
    values: Mapping[str, Any] = book.values
    strengths = values["strength"]
    strength_of = {word: each["code"] for each in strengths for word in each["words"]}
    return Forms(
        reference=book.reference,
        order=tuple(each["code"] for each in strengths),
        duty=_any(strength_of, r"(?P<words>{})"),
        strength_of=strength_of,
        free=_any(values["binding"]["free"], "(?:{})"),
        bound=_any(values["binding"]["bound"], "(?:{})"),
        kinds={name: _any(words, "(?:{})") for name, words in values["kind"].items()},
        themes=tuple((name, _any(words, "(?:{})s?")) for name, words in values["themes"].items()),
    )


def _any(words: Iterable[str], shape: str) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"\b{shape.format(inner)}\b", re.IGNORECASE)
