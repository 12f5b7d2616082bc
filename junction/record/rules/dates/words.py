"""The vocabulary of dates in British English, as pieces of patterns and what each word stands for.

"May" and "March" are also verbs, "Sat", "Sun" and "Mar" also words or parts of them, so these count only
with a capital letter, or after a day's number; a gap between words never spans the cells of a table (a tab)
nor an empty line.
"""

import re
from typing import Final

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
MONTHS: Final = tuple(_MONTHS.split())
WEEKDAYS: Final = tuple(_WEEKDAYS.split())
ORDINALS: Final = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}
NUMBERS: Final = {word: number for number, word in enumerate(_NUMBERS.split(), start=1)} | {"a": 1, "an": 1}

GAP: Final = r"(?:[ \u00a0]{1,3}|[ \u00a0]?\n[ \u00a0]{0,3})"
MAYBE_GAP: Final = r"(?:[ \u00a0]{1,3}|[ \u00a0]?\n[ \u00a0]{0,3})?"
DASH: Final = r"[-\u2010-\u2015]"
# No figure begins inside a word, a sum of money, a decimal, a time or a number with dashes.
LEFT: Final = r"(?<![\w£$€./:+\-#])(?<![0-9],)"
FULL_YEAR: Final = r"(?:19|20)[0-9]{2}(?![0-9])"

_LONG = "january|february|april|june|july|august|september|october|november|december"
_SHORT = "jan|feb|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_POINT = rf"(?:\.(?={MAYBE_GAP}[0-9]))?"
# "3 may" is a day only where the words do not go on as those of a verb do.
_SMALL = (
    r"(?:(?<=[0-9] )|(?<=st )|(?<=nd )|(?<=rd )|(?<=th )|(?<= of ))(?:may|march|mar)"
    r"(?=\s*(?:$|[.,;:)\]!?\n/–-])|\s+(?:(?:19|20)[0-9]{2}|and|to|at|until|till|or|for|we|so|when|if)\b)"
)
_MONTH = rf"(?:{_SMALL}|(?i:{_LONG})|[Mm]arch|MARCH|May|MAY|(?:(?i:{_SHORT})|Mar|MAR){_POINT})(?![A-Za-z])"
_DAYS_LONG = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_DAYS_SHORT = "mon|tues|tue|weds|wed|thurs|thur|thu|fri|sat|sun"


def month(name: str = "month") -> str:
    """Return the pattern of a month's name as a group."""
    return f"(?P<{name}>{_MONTH})"


def day(name: str = "day") -> str:
    """Return the pattern of a day's number, with or without its ending, as a group."""
    return rf"(?P<{name}>[12][0-9]|3[01]|0?[1-9])(?![0-9])(?:[ \u00a0]?(?i:st|nd|rd|th)\b)?"


def year(name: str = "year") -> str:
    """Return the pattern of what may follow a month: its year, whole or as '20."""
    short = rf"{MAYBE_GAP}['’](?P<{name}_short>[0-9]{{2}})(?![0-9])"
    return rf"(?:(?:,?{GAP}|{DASH}|/)(?P<{name}>{FULL_YEAR})|{short})?"


def weekday(name: str = "weekday") -> str:
    """Return the pattern of a weekday before a day's number, as a group that need not be there."""
    return rf"(?:\b(?P<{name}>(?i:{_DAYS_LONG}|{_DAYS_SHORT}))\b\.?,?{GAP}(?:(?i:the){GAP})?)?"


# A weekday that stands alone: in short form only with a capital letter.
WEEKDAY_ALONE: Final = (
    rf"(?P<weekday>(?i:{_DAYS_LONG})|(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat|Sun))\b"
)
NUMBER: Final = rf"(?P<number>[0-9]{{1,3}}|(?i:{'|'.join(NUMBERS)}))"


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or its short form."""
    return next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(word.lower().strip(".")[:3]))


def weekday_number(word: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name or its short form."""
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


def number_of(word: str) -> int:
    """Return the number that figures or a word say."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def year_of(match: re.Match[str], name: str = "year") -> int | None:
    """Return the year that is written, of four figures or two; None where none is."""
    groups = match.groupdict()
    if groups.get(name):
        return int(groups[name])
    short = groups.get(f"{name}_short")
    return 2000 + int(short) if short else None
