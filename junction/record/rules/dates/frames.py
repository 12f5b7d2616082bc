"""Words before a date that open one of its ends or join two: "w/c", "from", "until", "by", "between … and".

"By" and "until" include the day or the period they name (until March: to its last day); "before" and
"after" do not. A week commencing is Monday to Sunday: where the day named is no Monday it is the week
that holds the day, or for a Saturday or Sunday the week after it, with the warning "not-monday".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..reading import Certainty
from .intervals import UNKNOWN, Days, plus, week_of
from .meaning import OF_ONE_DAY, Asking, Meaning

_LOOK_BACK = 60
_FILL = (
    r"(?:(?:the|at least|about|around|approximately|circa|(?:close of play|cop|close|noon|midday|midnight)"
    r"(?: on)?|[0-9]{1,2}(?:[:.][0-9]{2})?[ ]?(?:am|pm|hrs|noon)?,?(?: on)?)\s+)*"
)
_BEGIN = r"(?:starting|commencing|beginning)(?:\s+(?:on|from|in))?"
_FROM = rf"from|since|{_BEGIN}|as\s+(?:of|from)|with\s+effect\s+from|effective(?:\s+from)?|after"
_UNTIL = r"until|untill|till?|['’]til|up\s+(?:to|until)|through\s+to"
_BY = r"by|not?\s+later\s+than|on\s+or\s+before|due\s+by|deadline:?"
_BEFORE = r"before|prior\s+to|ahead\s+of|in\s+advance\s+of"
_NOT_BEFORE = r"not\s+(?:before|until)|no\s+(?:earlier|sooner)\s+than"
WEEK = re.compile(
    r"(?i)(?<![\w/])(?P<word>w/?[cbe]\.?|(?:weeks?|wk)\s+(?:commencing|beginning|starting|of|ending)|"
    rf"commencing week):?\s*{_FILL}$"
)
LEAD = re.compile(rf"(?i)(?<![\w-])(?P<word>{_NOT_BEFORE}|{_FROM}|{_UNTIL}|{_BY}|{_BEFORE})\s+{_FILL}$")
_OPEN_AFTER = (
    *("from", "since", "starting", "commencing", "beginning", "as ", "with", "effective"),
    *("not before", "not until", "no earlier", "no sooner"),
)
BETWEEN = re.compile(r"(?i)\b(?P<word>between|from)\s+(?:the\s+)?$")
JOINER = re.compile(
    r"(?i)\s*(?:[-\u2010-\u2015]|/|\b(?:to|until|till|til|through(?:\s+to)?|up\s+to)\b)\s*(?:the\s+)?(?:end\s+of\s+)?"
)
AND = re.compile(r"(?i)\s*\b(?:and)\b\s*(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class Said:
    """A date with its words: where they stand, and how it is understood when more is known."""

    start: int
    end: int
    understand: Callable[[Asking], Meaning]
    has_year: bool
    is_stretch: bool = False  # both of its ends are said: "2 to 6 November"


def with_week(said: Said, text: str, floor: int) -> Said:
    """Return the week when "w/c" stands before the day and after `floor`, else what was given."""
    found = WEEK.search(text[_from(said, floor) : said.start])
    if not found:
        return said
    ends = found["word"].lower().endswith("ending") or found["word"].lower().strip(".").endswith("e")
    is_ending = ends and not found["word"].lower().startswith("commencing")
    inner = said.understand

    def understand(ask: Asking) -> Meaning:
        return _week_ending(inner(ask)) if is_ending else _week(inner(ask.on_monday()))

    return Said(_from(said, floor) + found.start("word"), said.end, understand, said.has_year)


def _from(said: Said, floor: int) -> int:
    """Return where to look for words before a date: not within the date before it."""
    return max(floor, said.start - _LOOK_BACK)


def _lasting(meaning: Meaning) -> tuple[str, ...]:
    return tuple(each for each in meaning.warnings if each not in OF_ONE_DAY)


def _week(meaning: Meaning) -> Meaning:
    day = meaning.days.from_on
    if day is None:
        return meaning
    odd = () if day.weekday() == 0 else ("not-monday",)
    days = week_of((plus(day, 2) or day) if day.weekday() >= 5 else day)
    return Meaning(days, meaning.certainty, (*_lasting(meaning), *odd))


def _week_ending(meaning: Meaning) -> Meaning:
    until = meaning.days.until_on
    return replace(meaning, days=Days(plus(until, -7), until), warnings=_lasting(meaning))


def joined(first: Said, second: Said, text: str, floor: int) -> Said | None:
    """Return one stretch when the words between say "to", or "and" after "between"; else None."""
    lead = BETWEEN.search(text[_from(first, floor) : first.start])
    between = text[first.end : second.start]
    is_pair = bool(lead and lead["word"].lower() == "between" and AND.fullmatch(between))
    if not (is_pair or JOINER.fullmatch(between)):
        return None

    def understand(ask: Asking) -> Meaning:
        return _stretch(*_both(first, second, ask))

    start = _from(first, floor) + lead.start("word") if lead else first.start
    return Said(start, second.end, understand, first.has_year or second.has_year)


def _both(first: Said, second: Said, ask: Asking) -> tuple[Meaning, Meaning]:
    if second.has_year and not first.has_year:
        last = second.understand(ask)
        return first.understand(ask.before(last.days.until_on)), last
    begin = first.understand(ask)
    return begin, second.understand(ask.after(begin.days.from_on))


def _stretch(begin: Meaning, last: Meaning) -> Meaning:
    warnings = tuple(dict.fromkeys((*_lasting(begin), *_lasting(last))))
    levels = {begin.certainty, last.certainty}
    known = [level for level in (Certainty.VAGUE, Certainty.OPEN, Certainty.INFERRED) if level in levels]
    certainty = known[0] if known else Certainty.EXACT
    from_on, until_on = begin.days.from_on, last.days.until_on
    if from_on and until_on and from_on >= until_on:
        return Meaning(UNKNOWN, Certainty.VAGUE, (*warnings, "backwards"))
    return Meaning(Days(from_on, until_on), certainty, warnings)


def with_lead(said: Said, text: str, floor: int) -> Said:
    """Return the open interval when "from", "until", "by" or their like stand before, else what was given."""
    found = LEAD.search(text[_from(said, floor) : said.start])
    if not found:
        return said
    word = " ".join(found["word"].lower().split())
    if said.is_stretch and word == "from":
        start = _from(said, floor) + found.start("word")
        return Said(start, said.end, said.understand, said.has_year, is_stretch=True)
    at_least = "at least" in found.group().lower()
    inner = said.understand

    def understand(ask: Asking) -> Meaning:
        meaning = inner(ask.past() if word == "since" else ask.coming())
        return _opened(meaning, word, at_least)

    return Said(_from(said, floor) + found.start("word"), said.end, understand, said.has_year)


def _opened(meaning: Meaning, word: str, at_least: bool) -> Meaning:
    days, certainty = meaning.days, meaning.whole or meaning.certainty
    warnings = meaning.warnings + (("at-least",) if at_least else ())
    if days.from_on is None and days.until_on is None:
        return replace(meaning, warnings=warnings)
    if certainty is Certainty.INFERRED:
        warnings = (*warnings, "inferred")
    return Meaning(_side(days, word), certainty if certainty is Certainty.VAGUE else Certainty.OPEN, warnings)


def _side(days: Days, word: str) -> Days:
    if word.startswith(_OPEN_AFTER):
        return Days(days.from_on, None)
    if word == "after":
        return Days(days.until_on, None)
    if word in {"before", "prior to", "ahead of", "in advance of"}:
        return Days(None, days.from_on)
    return Days(None, days.until_on)
