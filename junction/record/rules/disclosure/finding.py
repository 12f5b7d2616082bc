"""Where a rule finds something in a text, however it is written.

Words are found across line breaks, hyphens, apostrophes and any run of spaces and points between them, in
capitals or not, with accents or not, with letters that look alike. They must stand as words (so "Ann" is not
taken out of "planning") unless the rule says otherwise; a figure after a name is no part of it. All matches
count, overlapping ones too, so that no part of one is left.
"""

import re
from collections.abc import Iterator
from functools import cache

from stdnum.exceptions import ValidationError
from stdnum.gb import nhs

from ..source import Span
from .folding import Folded, folded
from .rules import Patterns, Rule

WITHIN = r"(?:'|-?[ \t]*\n[ \t]*|-[ \t]*)?"  # between letters of one word
BARRIER = "\ue000"  # stands for what was taken out and for what is printed there: nothing matches it
BETWEEN = rf"(?:[^\w{BARRIER}]|_)*"  # between words


def letters_of(words: str) -> str:
    """Return the letters and digits of words, as they are compared."""
    return "".join(one for one in folded(words).text if one.isalnum())


def places(text: str, rule: Rule, patterns: Patterns) -> list[Span]:
    """Return every stretch of a text that a rule takes out by its words or pattern."""
    if rule.pattern:
        return list(_by_pattern(text, rule.pattern, patterns))
    found = list(_by_words(text, rule.words, inside_words=rule.inside_words))
    return found + list(initials_in(text, rule.words)) if rule.initials else found


def hidden(text: str, tokens: frozenset[str]) -> str:
    """Return a text with what is printed in place of something made untouchable; offsets stay."""
    for token in sorted(tokens):
        text = text.replace(token, BARRIER * len(token))
    return text


def standing(text: str, words: str, *, inside_words: bool = False) -> list[Span]:
    """Return where words stand in a text, however they are written."""
    return list(_by_words(text, words, inside_words=inside_words))


def initials_in(text: str, words: str) -> Iterator[Span]:
    """Yield where the initials of a name of two words or more stand, in capitals: "AL", "A.L.", "A. Lee"."""
    expression = _initials(words)
    if expression:
        yield from (Span(*match.span()) for match in _all(expression, text))


def _by_pattern(text: str, name: str, patterns: Patterns) -> Iterator[Span]:
    pattern = patterns[name]
    comparable = folded(text, as_scanned=False)
    for match in _compiled(pattern.expression).finditer(comparable.text):
        if not pattern.check or _is_nhs_number(match.group()):
            yield Span(*comparable.span(*match.span()))


def _is_nhs_number(said: str) -> bool:
    try:
        nhs.validate("".join(one for one in said if one.isdecimal()))
    except ValidationError:
        return False
    return True


def _by_words(text: str, words: str, *, inside_words: bool) -> Iterator[Span]:
    expression = _of_words(words)
    if expression is None:
        return
    comparable = folded(text)
    for match in _all(expression, comparable.text):
        if inside_words or _stands_alone(text, comparable, *match.span()):
            yield Span(*comparable.span(*match.span()))


def _stands_alone(text: str, comparable: Folded, start: int, end: int) -> bool:
    """Tell whether neither a letter goes on at a letter's side, nor a digit at a digit's."""
    origin = comparable.origin
    before = start > 0 and _go_on(text[origin[start - 1]], text[origin[start]])
    after = end < len(origin) and _go_on(text[origin[end - 1]], text[origin[end]])
    return not before and not after


def _go_on(one: str, other: str) -> bool:
    return (one.isalpha() and other.isalpha()) or (one.isdecimal() and other.isdecimal())


def _all(expression: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield matches from every place where one begins: those that overlap too."""
    at = 0
    while match := expression.search(text, at):
        yield match
        at = match.start() + 1


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def _of_words(words: str) -> re.Pattern[str] | None:
    """Return the expression that finds words in a folded text; none where they have no letter or digit."""
    parts = re.findall(r"[^\W_]+", folded(words).text)
    if not parts:
        return None
    return re.compile(BETWEEN.join(WITHIN.join(map(re.escape, part)) for part in parts))


@cache
def _initials(words: str) -> re.Pattern[str] | None:
    names = re.findall(r"[^\W\d_][\w'’-]*", words)
    if len(names) < 2:
        return None
    firsts = [re.escape(name[0].upper()) for name in names]
    every = r"\.?[ \t]?".join(firsts)
    last = re.escape(names[-1])
    before = r"\.?\s+".join(firsts[:-1])
    outer = r"\.?[ \t]?".join((firsts[0], firsts[-1]))
    return re.compile(
        rf"(?<![^\W_])(?:{every}|{outer}|{before}\.?\s+(?i:{last})|{firsts[0]}\.?\s+(?i:{last}))(?![^\W_])\.?"
    )
