"""Months, seasons, quarters, years: "September", "Nov/Dec 2020", "mid-April", "winter 2020", "Q4".

A month that stands alone is taken only where it cannot be a name or a verb: "April" and "June" are people
too, "may" and "march" are verbs. Seasons are soft at both ends; a quarter is one of the financial year
unless a calendar year says otherwise, which nobody can tell, so both are vague.
"""

import re
from datetime import date

from ..reading import STANDING, Certainty
from .intervals import UNKNOWN, VALUES, Days, day_on, months_from, part_of, plus
from .meaning import Asking, Form, Meaning, choose, form, without_document_day, without_year
from .words import DASH, FULL_YEAR, GAP, MAYBE_GAP, month, month_number, year, year_of

PART = (
    rf"(?i:(?P<part>(?:the{GAP})?(?:very{GAP})?(?:early|mid(?:dle)?|late(?:r)?|end|beginning|start|first{GAP}half|second{GAP}half))"
    rf"(?:{GAP}(?:of|(?<=early )in|(?<=later )in|(?<=late )in)(?:{GAP}the)?)?(?:{GAP}|{DASH}))"
)
_PARTS = (("early", "early"), ("mid", "mid"), ("late", "late"), ("end", "late"), ("beginning", "early"),
          ("start", "early"), ("first", "first_half"), ("second", "second_half"))  # fmt: skip
# What makes a capitalised "May", "March", "April" or "June" a month rather than a verb or a name.
_MAKES_MONTH = re.compile(
    r"(?i)\b(?:in|of|from|until|till|til|by|since|during|throughout|before|after|to|through|between|late|early|mid|"
    r"end|last|next|this|for|around|and|or|per|w/?[cbe])"
    r"(?:[ \u00a0\n]+(?:the|at least|about|around))?(?:[ \u00a0\n]+|-)$"
)
_LEADS = re.compile(
    r"(?i)\b(?:in|from|until|till|by|since|during|throughout|end of|start of)(?:[ \u00a0]+the)?[ \u00a0]+$"
)
_NAMES_AND_VERBS = {"may", "march", "april", "june", "jan", "mar", "dec", "sep"}
_YEAR_AHEAD = re.compile(
    rf"(?:(?:,{MAYBE_GAP}|/|{MAYBE_GAP}{DASH}{MAYBE_GAP}|{GAP}(?:and|or|&|to){GAP}){month()}){{1,4}}{GAP}"
    rf"(?P<year>{FULL_YEAR})"
)


def part_said(words: str) -> str:
    """Return "early", "mid", "late" or a half for the words that say it."""
    said = words.lower().removeprefix("the").strip().removeprefix("very").strip()
    return next(part for begin, part in _PARTS if said.startswith(begin))


def with_part(meaning: Meaning, words: str | None) -> Meaning:
    """Return that part of a period: vague, though its last day is certain where the end is meant."""
    if not words:
        return meaning
    whole = meaning.certainty if re.search(r"(?i)\b(?:end|beginning|start)\b", words) else None
    return Meaning(part_of(meaning.days, part_said(words)), Certainty.VAGUE, meaning.warnings, whole=whole)


def _first_of(ask: Asking, number: int, written: int | None) -> date | None:
    if written is not None:
        return day_on(written, number, 1)
    return choose(ask, lambda each: day_on(each, number, 1))


def _month(ask: Asking, number: int, written: int | None, *, length: int = 1) -> Meaning:
    first = _first_of(ask, number, written)
    if first is None:
        return without_year()
    certainty = Certainty.INFERRED if written is None else Certainty.EXACT
    return Meaning(months_from(first.year, first.month, length), certainty)


@form(rf"(?<![\w@./-]){PART}?{month()}{year()}(?![A-Za-z0-9]|{DASH}[A-Za-z])")
def month_alone(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "September", "October 2020", "mid-April", "the end of March 2021"."""
    written = year_of(match)
    if written is None and not match["part"] and not _is_month(match):
        return None
    if written is None:
        ahead = _YEAR_AHEAD.match(match.string, match.end())
        written = int(ahead["year"]) if ahead else None
    return with_part(_month(ask, month_number(match["month"]), written), match["part"])


def _is_month(match: re.Match[str]) -> bool:
    word = match["month"]
    if word.islower():
        is_led = _LEADS.search(match.string[max(0, match.start() - 30) : match.start()])
        return word not in _NAMES_AND_VERBS and bool(is_led)
    if word.lower() not in _NAMES_AND_VERBS:
        return True
    before = match.string[max(0, match.start() - 30) : match.start()]
    after = match.string[match.end() : match.end() + 30]
    if word.lower() in {"may", "march"} and re.match(r"[ \u00a0]+(?:be|have|not|need|I|we|on|to)\b", after):
        return False
    is_name = re.match(r"[ \u00a0][A-Z][a-z]+[ \u00a0](?:said|to)\b", after)
    return bool(_MAKES_MONTH.search(before) and not is_name)


_WEEKS = {"first": 0, "1st": 0, "second": 7, "2nd": 7, "third": 14, "3rd": 14, "fourth": 21, "4th": 21}


@form(
    rf"(?<![\w-])(?i:(?:the{GAP})?(?P<which>{'|'.join([*_WEEKS, 'last', 'final'])}){GAP}(?:full{GAP})?week"
    rf"{GAP}(?:of|in)){GAP}{month()}{year()}(?![A-Za-z0-9])"
)
def week_of_month(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "the second week of December": its 8th to 14th day, and vague, since some count from a Monday."""
    whole = _month(ask, month_number(match["month"]), year_of(match)).days
    which = match["which"].lower()
    first = plus(whole.from_on, _WEEKS[which]) if which in _WEEKS else plus(whole.until_on, -7)
    if first is None:
        return _vague(without_year())
    return Meaning(Days(first, plus(first, 7)), Certainty.VAGUE)


@form(
    rf"(?<![\w@./-]){month('first')}(?:/|{MAYBE_GAP}{DASH}{MAYBE_GAP}){month()}{year()}(?![\w/]|{DASH}[A-Za-z0-9])"
)
def months_joined(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "November/December" and "Oct–Dec 2020" as one stretch."""
    first, last = month_number(match["first"]), month_number(match["month"])
    length = (last - first) % 12 + 1
    written = year_of(match)
    if written is not None and last < first:
        written -= 1  # the year stands with the last month
    return _month(ask, first, written, length=length)


_SEASON = r"(?P<season>(?i:spring|summer|autumn|winter))"
_WHILE = "this|over|during|throughout|through|into|for|by|until|before|after"
_DURING = rf"(?i:{_WHILE})(?:{GAP}(?:the|this|coming))*{GAP}"
_NO_NOUN = (
    r"(?![ \u00a0]+(?i:plan|pressure|fund|package|flu|vaccin|prepared|readiness|resilience|fuel|camp|school))"
)


@form(
    rf"(?<!\w)(?:{PART}?{_SEASON}{GAP}(?:of{GAP})?(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])(?:[/–-](?:[0-9]{{4}}|[0-9]{{2}})\b)?"
    rf")(?!\w)"
)
def season(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "winter 2020": it begins in that year."""
    begins = VALUES["season_begins_in_month"][match["season"].lower()]
    meaning = Meaning(months_from(int(match["year"]), begins, 3), Certainty.VAGUE)
    return with_part(meaning, match["part"])


@form(rf"(?<!\w)(?<=\b){_DURING}{_SEASON}\b{_NO_NOUN}(?!{GAP}[0-9]{{4}})")
def season_alone(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "this winter", "over the summer": not "winter" alone, which mostly says what a plan is called."""
    begins = VALUES["season_begins_in_month"][match["season"].lower()]
    first = _first_of(ask, begins, None)
    if first is None:
        return _vague(without_year())
    warnings = (STANDING,) if re.match(r"(?i)over|during|through", match.group()) else ()
    return Meaning(months_from(first.year, first.month, 3), Certainty.VAGUE, warnings)


_SPANS = "|".join(VALUES["standing"])


@form(rf"(?i)(?<!\w)(?:{_SPANS})(?!\w)")
def standing(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "for the duration of the pandemic" and its like: while it lasts, with no last day."""
    return Meaning(UNKNOWN, Certainty.VAGUE, (STANDING,))


def _vague(meaning: Meaning) -> Meaning:
    return Meaning(meaning.days, Certainty.VAGUE, meaning.warnings)


@form(
    rf"(?<![\w.-])(?:{PART})?(?P<quarter>Q[1-4])(?:,?{GAP}(?:of{GAP})?(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])"
    rf"(?P<span>[/–-](?:[0-9]{{4}}|[0-9]{{2}})\b)?)?(?![\w.:)])"
)
def quarter(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "Q4" and "Q4 2020/21": a quarter of the financial year."""
    begins = VALUES["quarter_one_begins_in_month"] + 3 * (int(match["quarter"][1]) - 1)
    if match["year"]:
        days = months_from(int(match["year"]), begins, 3)
        found = Meaning(days, Certainty.EXACT if match["span"] else Certainty.VAGUE,
                        () if match["span"] else ("financial-year-assumed",))  # fmt: skip
        return with_part(found, match["part"])
    first = _first_of(ask, (begins - 1) % 12 + 1, None)
    days = months_from(first.year, first.month, 3) if first else UNKNOWN
    warnings = ("financial-year-assumed",) + (() if first else ("no-year",))
    return with_part(Meaning(days, Certainty.VAGUE, warnings), match["part"])


@form(
    r"(?i)(?<![\w/-])(?:(?:financial|fiscal) year |FY ?)(?P<year>20[0-9]{2})[ ]?[/–-][ ]?(?:20)?[0-9]{2}\b"
    r"|(?<![\w/-])(?P<year_before>20[0-9]{2})[/–-](?:20)?[0-9]{2} (?:financial|fiscal) year\b"
)
def financial_year(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "the 2020-21 financial year": from April to March."""
    begins = int(match["year"] or match["year_before"])
    return Meaning(months_from(begins, VALUES["quarter_one_begins_in_month"], 12), Certainty.EXACT)


@form(
    rf"(?<![\w/-])(?:{PART}|(?<=\bin )|(?<=\bby )|(?<=\buntil )|(?<=\bsince )|(?<=\bduring ))"
    rf"(?P<year>(?:19[5-9]|20[0-4])[0-9])(?![\w/%]|{DASH}[0-9]|[.,][0-9])"
)
def year_alone(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "by 2021" and "early 2021"."""
    return with_part(Meaning(months_from(int(match["year"]), 1, 12), Certainty.EXACT), match["part"])


@form(
    rf"(?i)(?<![\w/-]){PART}?(?:(?:the{GAP})?(?P<which>this|current|next|coming|new){GAP}|the{GAP}"
    rf"|(?<=\bof ))(?:financial|fiscal)(?:{GAP}year)(?![\w/-]|{GAP}20[0-9])"
)
def financial_year_alone(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "the end of the financial year", "next financial year": not "the financial year" alone."""
    if not match["part"] and not match["which"]:
        return None
    if not ask.written_on:
        return without_document_day()
    month = VALUES["quarter_one_begins_in_month"]
    begins = ask.written_on.year - (ask.written_on.month < month)
    begins += (match["which"] or "").lower() in {"next", "coming", "new"}
    return with_part(Meaning(months_from(begins, month, 12), Certainty.INFERRED), match["part"])


FORMS: tuple[Form, ...] = (
    week_of_month,
    month_alone,
    months_joined,
    season,
    season_alone,
    standing,
    quarter,
    financial_year,
    financial_year_alone,
    year_alone,
)
