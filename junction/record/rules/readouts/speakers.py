"""Who speaks in a point, sentence by sentence: the initials, office or name with which each begins.

A sentence that begins with "She asked" goes on with the speaker before. What begins with no speaker
belongs to the turn before it. Where a mark stands for the speaker, somebody spoke and it is not said who.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..redactions import is_redacted, redactions_in
from ..source import Source, Span, trimmed
from .words import INITIALS, is_role, is_speech, values

_SENTENCE = re.compile(r".+?(?:[.?!][\"'”’)*]*(?=\s+[\"'“‘(*]*[A-Z█\[])|$)", re.DOTALL)
_TOKEN = rf"[\[(]?(?:{INITIALS})[\])]?|█+|\[[Rr]edacted\]"
_BEGINS = re.compile(
    rf"[\"'“‘*_]*(?P<who>(?:{_TOKEN})(?:\s*(?:/|&|\+|,|and)\s*(?:{_TOKEN}))*)[*_]*(?P<colon>\s?[:–—-]\s)?\s*(?P<next>[a-z]+)?"
)
_PRONOUN = re.compile(rf"(?P<who>{values()['pronouns']})\s+(?:also |then )?(?P<next>[a-z]+)", re.IGNORECASE)
KNOWN, BY_VERB, CARRIED = 1.0, 0.6, 0.8


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said: where, who (nothing: not said), where the speaker is named, how sure that is."""

    span: Span
    who: str
    named: Span | None = None
    confidence: float = KNOWN
    carried: bool = False
    redacted: bool = False


def turns_in(source: Source, words: Span, known: Iterable[str]) -> list[Turn]:
    """Return the turns of a point in order; together they are the whole of it."""
    known = frozenset(known)
    turns: list[Turn] = []
    for match in _SENTENCE.finditer(source.text, words.start, words.end):
        span = trimmed(source.text, Span(match.start(), match.end()))
        turn = _turn(source, span, known, turns[-1] if turns else None)
        if turn is None and turns:
            turns[-1] = replace(turns[-1], span=Span(turns[-1].span.start, span.end))
        elif span.end > span.start:
            turns.append(turn or Turn(span, "", confidence=0.0))
    return turns


def _turn(source: Source, span: Span, known: frozenset[str], before: Turn | None) -> Turn | None:
    """Return the turn that a sentence begins, None where it begins none."""
    found = _BEGINS.match(source.text, span.start, span.end)
    if found and (confidence := _sure(found, known)):
        who = " ".join(found["who"].split())
        out = bool(redactions_in(who))
        named = Span(found.start("who"), found.end("who"))
        return Turn(span, "" if out else bare(who), named, confidence, redacted=out)
    for name in sorted(known, key=len, reverse=True):
        if " " in name and source.text.startswith(name, span.start, span.end):
            return Turn(span, name, Span(span.start, span.start + len(name)))
    first = re.compile(r"([^\W\d_][\w'’-]+) ([a-z]+)").match(source.text, span.start, span.end)
    forenames = [name.split()[0] for name in known if " " in name]
    if first and forenames.count(first[1]) == 1 and is_speech(first[2]):
        return Turn(span, first[1], Span(first.start(1), first.end(1)), CARRIED)
    pronoun = _PRONOUN.match(source.text, span.start, span.end)
    if pronoun and before and (before.who or before.redacted) and is_speech(pronoun["next"]):
        named = Span(pronoun.start("who"), pronoun.end("who"))
        return Turn(span, before.who, named, CARRIED, carried=True, redacted=before.redacted)
    return None


def bare(who: str) -> str:
    """Return initials without brackets around the whole of them: "(AB)" is AB, "MS(C)" itself."""
    return who[1:-1] if who[:1] + who[-1:] in ("()", "[]") and "(" not in who[1:] else who


def _sure(found: re.Match[str], known: frozenset[str]) -> float:
    """Return how sure it is that what a sentence begins with speaks; 0 where it does not."""
    goes_on = bool(found["colon"] or (found["next"] and found["next"] not in ("to", "will")))
    parts = [bare(part) for part in re.split(r"\s*(?:/|&|\+|,|\band\b)\s*", found["who"])]
    if not goes_on:
        return 0.0
    if all(part in known or is_redacted(part) or (is_role(part) and part.endswith(")")) for part in parts):
        return KNOWN
    if found["colon"] or is_speech(found["next"] or ""):
        return BY_VERB
    return 0.0
