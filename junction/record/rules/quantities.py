"""Numbers as a text says them: how much, of what, over what; and whether what is "included" adds up.

"34 million items of PPE across 38 LRFs, including 8 million aprons …" is one quantity, and
others that are parts of it. Dates, paragraph numbers and names that end in a figure are no quantities.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .source import Span

TWO_TO_TWELVE = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WORDS = {word: value for value, word in enumerate(TWO_TO_TWELVE, start=2)}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
}
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
NUMBER = re.compile(
    r"(?<![\w/.\-–])(?P<money>[£€$]\s?)?"
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:" + "|".join(WORDS) + r")\b)"
    r"(?![\d,]*\d)(?:\s?(?P<scale>hundred|thousand|million|billion|bn|m|k)\b)?"
    r"(?P<percent>\s?%|\s?per\s?cent\b)?(?!\s?(?:st|nd|rd|th)\b|[/:.]\d|[^\W\d_])",
    re.IGNORECASE,
)
QUALIFIED = re.compile(
    r"(?P<word>up to|at least|more than|no more than|less than|fewer than|over|under|almost|nearly|near|"
    r"about|around|approximately|some|an estimated|a further|another|the first|only)\s+(?:the\s+)?\**$",
    re.IGNORECASE,
)
# A figure after these is a name, a reference or a part of a date, not an amount.
NAMED = re.compile(
    r"\b(?:paragraphs?|paras?\.?|priority|objective|action|commitment|recommendation|goal|chapters?|sections?|annexe?|appendix|table|figure|article|page|category|version|phase|stage|"
    r"tier|level|step|part|act|no\.|note|form|covid|week|day|"
    + MONTHS
    + r")\s*(?:\d{1,3} (?:and|or|to|–) )?$",
    re.IGNORECASE,
)
DATED = re.compile(rf"\s*(?:{MONTHS})\b|\s*(?:am|pm)\b", re.IGNORECASE)
STOPS = frozenset(
    re.findall(
        r"\w+",
        """across including include includes included into to for in with at on from over within through
        by until per and or but who that which whom where when while have has had having are is was
        were be been being will would should must may might can could now then than as so if each every
        all a an the this these those their its our not no only also already after before during
        between since under via worth living aged provide provides need needs die dies know expect want""",
    )
)
UNIT = re.compile(r"[\s*¹²³⁴⁵⁶⁷⁸⁹⁰]*(?P<word>[^\W\d_][\w’'/-]*)")
OF_THEM = re.compile(r"\s*of (?:its|our|the|their|these|all)\b", re.IGNORECASE)
# At the start of a line, before a capital, a figure is a number of the text itself.
LABEL = re.compile(r"(?:^|\n)[ \t]*(?:[-*•][ \t]+)?§?\s?$")
SHARES = ("third", "thirds", "quarter", "quarters", "half", "halves")
SCOPE = re.compile(
    r"\s*(?P<scope>(?:across|into|to|for|in|with|at|on|from|over|within|through|by|until|per|each|"
    r"a (?:day|week|month|year))\b[^,;:.()\n]*)",
    re.I,
)
SCOPE_ENDS = re.compile(
    r"\s*\b(?:including|and|which|who|that|to be|as well as|whilst|while)\b", re.IGNORECASE
)
INCLUDING = re.compile(
    r"\b(?P<word>including|includes?|included|of which|comprising|comprises?|made up of|"
    r"consisting of|consists of)\b",
    re.I,
)
EXACT = frozenset({"comprising", "comprises", "comprise", "made up of", "consisting of", "consists of"})
SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
MEASURES = frozenset({"GBP", "EUR", "USD", "%"})
UNIT_WORDS = 5
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of what, as said: `unit` "GBP" for pounds and "%" for shares; `qualifier` "up to", "over" …"""

    amount: Decimal
    unit: str
    scope: str
    qualifier: str
    raw: str
    span: Span

    @property
    def said(self) -> str:
        """Return it in the words of the text."""
        return " ".join(part for part in (self.qualifier, self.raw, self.scope) if part)


@dataclass(frozen=True, slots=True)
class PartsSum:
    """A whole and what it includes. `complete`: the text says that the parts are all there is."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    complete: bool

    @property
    def sum(self) -> Decimal:
        return sum((part.amount for part in self.parts), Decimal(0))

    @property
    def rest(self) -> Decimal:
        """What no part accounts for; below nothing if the parts are more than the whole."""
        return self.whole.amount - self.sum

    @property
    def agrees(self) -> bool:
        return self.rest == 0 if self.complete else self.rest >= 0


def quantities_in(text: str, *, offset: int = 0) -> tuple[Quantity, ...]:
    """Return every quantity of `text`, in order; spans are moved by `offset`."""
    return tuple(_quantities(text, offset))


def _quantities(text: str, offset: int) -> Iterator[Quantity]:
    for found in NUMBER.finditer(text):
        if not _counts(text, found):
            continue
        unit, end = (
            ("GBP", found.end())
            if found["money"]
            else ("%", found.end())
            if found["percent"]
            else _unit(text, found.end())
        )
        if not unit:
            continue
        if found["money"] and not found["money"].startswith("£"):
            unit = "EUR" if found["money"].startswith("€") else "USD"
        before = QUALIFIED.search(text, max(0, found.start() - 24), found.start())
        yield Quantity(
            _amount(found), unit, _scope(text, end), before["word"].lower() if before else "",
            " ".join(text[found.start() : end].replace("*", " ").split()),
            Span(offset + found.start(), offset + end),
        )  # fmt: skip


def _counts(text: str, found: re.Match[str]) -> bool:
    """Tell an amount from a year, a day, a reference or a name."""
    figure, before = found["figure"], text[max(0, found.start() - 16) : found.start()]
    if found["money"] or found["percent"] or found["scale"]:
        return True
    follows = text[found.end() : found.end() + 3].lstrip(" .)\t*")
    if LABEL.search(before) and (follows[:1].isupper() or "." in figure):
        return False
    if (
        NAMED.search(before)
        or DATED.match(text, found.end())
        or (found.end() < len(text) and text[found.end()] in "-–")
    ):
        return False
    return not (figure.isdigit() and len(figure) == 4 and int(figure) in YEARS)


def _amount(found: re.Match[str]) -> Decimal:
    figure = found["figure"].lower().replace(",", "")
    amount = Decimal(WORDS[figure]) if figure in WORDS else Decimal(figure)
    return amount * SCALES[found["scale"].lower()] if found["scale"] else amount


def _unit(text: str, end: int) -> tuple[str, int]:
    """Return the words after a number that say what is counted, up to one that cannot be part of them."""
    words: list[str] = []
    of = OF_THEM.match(text, end)
    end = of.end() if of else end
    while len(words) < UNIT_WORDS and (found := UNIT.match(text, end)):
        word = found["word"]
        if word.lower() in STOPS or (not words and word.lower() == "of") or "\n" in found[0]:
            break
        words.append(word)
        end = found.end()
    while words and words[-1].lower() == "of":
        end -= len(words.pop())
    return ("", end) if words and words[0].lower() in SHARES else (" ".join(words), end)


def _scope(text: str, end: int) -> str:
    found = SCOPE.match(text, end)
    if not found:
        return ""
    words = found["scope"]
    stop = SCOPE_ENDS.search(words)
    return " ".join(words[: stop.start() if stop else len(words)].replace("*", " ").split())


def sums_in(text: str, *, offset: int = 0) -> tuple[PartsSum, ...]:
    """Return each whole that the text says includes others, with them: to the end of the sentence."""
    found = []
    quantities = quantities_in(text)
    for including in INCLUDING.finditer(text):
        before = [one for one in quantities if one.span.end <= including.start()]
        end = SENTENCE_END.search(text, including.end())
        until = end.start() if end else len(text)
        parts = [one for one in quantities if including.end() <= one.span.start < until]
        whole = _whole(text, before, including)
        if whole is None:
            continue
        alike = tuple(_moved(one, offset) for one in parts if _is_measured(one) == _is_measured(whole))
        if len(alike) > 1:
            found.append(PartsSum(_moved(whole, offset), alike, including["word"].lower() in EXACT))
    return tuple(found)


def _whole(text: str, before: list[Quantity], including: re.Match[str]) -> Quantity | None:
    """Return the largest quantity of the sentence before "including", or before "This includes"."""
    ends = [found.end() for found in SENTENCE_END.finditer(text, 0, including.start())]
    start = ends[-1] if ends else 0
    if text[start : including.start()].strip().lower() in ("this", "these", "it", "which"):
        start = ends[-2] if len(ends) > 1 else 0
    return max((one for one in before if one.span.start >= start), key=lambda one: one.amount, default=None)


def _is_measured(one: Quantity) -> bool:
    """Tell money and shares from what is counted: neither adds up to the other."""
    return one.unit in MEASURES


def _moved(one: Quantity, offset: int) -> Quantity:
    span = Span(one.span.start + offset, one.span.end + offset)
    return Quantity(one.amount, one.unit, one.scope, one.qualifier, one.raw, span)
