"""Who is meant by initials: an office, somebody who attended, or somebody the e-mail went to.

A name that a scanner broke is mended only as far as something proves it: the initials printed behind it,
and the recipients of the e-mail. How sure that is stands with it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from .words import values

AS_PRINTED, BY_RECIPIENTS, CLOSED_UP, CUT, UNPROVED = 1.0, 0.9, 0.8, 0.7, 0.3
_ALIKE = 60.0
_NOT_LATIN = re.compile(r"\([^A-Za-z)]*(?=[\s(]|$)|[^\x00-\u024f\u2010-\u201f]+|[|\\_()\[\]{}]")
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.-]+|[A-Z]\.?(?= [A-ZÀ-Þ][\w'’-]{2}))"
    r"(?: (?:[A-ZÀ-Þ][\w'’.-]*|de|van|von|der|la|bin|al|(?:al|el)-[A-Z][\w'’-]+))+"
)


@dataclass(frozen=True, slots=True)
class Recovered:
    """A name, how sure it is, and why it is not certain."""

    name: str
    confidence: float
    note: str = ""


def initials_of(name: str) -> frozenset[str]:
    """Return what a name's initials may be: Dr Anne-Marie Rao is AR or AMR, Rob O'Neill is RO or RON."""
    words = [word for word in re.split(r"\s+", re.sub(r"\([^)]*\)", "", name)) if word[:1].isalpha()]
    words = words[1:] if words and words[0].rstrip(".") in values()["titles"] else words
    plain = "".join(word[0] for word in words).upper()
    split = "".join(part[0] for word in words for part in re.split("[-'’]", word) if part).upper()
    return frozenset(
        one for one in (plain, split, plain[:1] + plain[-1:] if len(plain) > 2 else plain) if one
    )


def is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


def recovered(chunk: str, initials: str, known: Iterable[str]) -> Recovered:
    """Return the name that `chunk` prints before `initials`, mended where that can be proved."""
    tidy = " ".join(chunk.replace("\t", " ").split())
    if is_name(tidy) and initials.upper() in initials_of(tidy):
        return Recovered(tidy, AS_PRINTED)
    if found := _by_recipients(chunk, initials, known):
        return found
    latin = _NOT_LATIN.sub("", chunk)
    for text, confidence, note in (
        (
            re.sub(r"\s*\t\s*[a-z]\s+", " ", latin),
            CUT,
            "a stray letter was left out; the initials prove the rest",
        ),
        (
            re.sub(r"\s*\t\s*", "", latin),
            CLOSED_UP,
            "a gap within the name was closed; its initials prove it",
        ),
        (re.sub(r"\s[a-z|]\s", " ", latin), CUT, "a stray letter was left out; the initials prove the rest"),
    ):
        name = " ".join(text.split())
        if is_name(name) and initials.upper() in initials_of(name):
            return Recovered(name, confidence, note)
    return Recovered(" ".join(latin.split()), UNPROVED, "garbled on the page; nothing proves the name")


def person_of(initials: str, known: Iterable[str]) -> str:
    """Return the one person whose initials these are; nothing where there is none or more."""
    found = {name for name in known if initials.upper() in initials_of(name)}
    return found.pop() if len(found) == 1 else ""


def _by_recipients(chunk: str, initials: str, known: Iterable[str]) -> Recovered | None:
    letters = re.sub(r"[^a-z]", "", chunk.casefold())
    likely = [
        (fuzz.ratio(letters, re.sub(r"[^a-z]", "", name.casefold())), name)
        for name in known
        if initials.upper() in initials_of(name)
    ]
    best = max(likely, default=None)
    if best is None or best[0] < _ALIKE:
        return None
    return Recovered(best[1], BY_RECIPIENTS, "garbled on the page; told by the recipients and the initials")
