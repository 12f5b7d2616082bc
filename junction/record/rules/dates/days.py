"""Single days and stretches of days that are named by number: "15th April", "05/03/2020", "2–5 November".

Days come before months, as the British write them; 04/15/2020 can only be the other way and is taken with
a warning.
"""

import re
from datetime import date

from ..reading import Certainty
from .intervals import Days, day_on, plus, plus_months
from .meaning import Asking, Form, Meaning, Warnings, choose, form, impossible, on_day, without_year
from .words import (
    DASH,
    FULL_YEAR,
    GAP,
    LEFT,
    MAYBE_GAP,
    ORDINALS,
    day,
    month,
    month_number,
    weekday,
    weekday_number,
    year,
    year_of,
)

_AND = rf"(?:,{MAYBE_GAP}(?:and{GAP})?|{MAYBE_GAP}&{MAYBE_GAP}|{GAP}(?:and|or){GAP})"
_TO = rf"(?:{MAYBE_GAP}{DASH}{MAYBE_GAP}|/|{GAP}(?i:to|until|till|til|through)(?:{GAP}the)?{GAP})"
_OF = rf"(?:{GAP}of)?{MAYBE_GAP}"
# A number after these words counts something else than days.
_COUNTS = re.compile(
    r"(?i)\b(?:page|paragraphs?|paras?|sections?|annex|figure|table|appendix|chapter|part|item|no\.?|numbers?|room|"
    r"phase|stage|tier|level|row|version|v|clause|covid|ward|unit|flat|question)[ \u00a0]$"
)
_DEADLINE = re.compile(
    r"(?i)\b(?:on|by|before|from|until|till|since|after|due|dated?|w/?[cbe]|commencing|beginning|starting|ending)"
    r":?[ \u00a0]+(?:the[ \u00a0]+)?$"
)


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 24) : match.start()]


def named_day(ask: Asking, *, day: int, month: int, year: int | None, said: str | None = None) -> Meaning:
    """Return what a day, a month, perhaps a year and perhaps a weekday mean together."""
    wanted = weekday_number(said) if said else None
    if year is None and not (ask.near or ask.year_hint):
        return without_year() if day_on(2000, month, day) else impossible()
    found = (
        day_on(year, month, day)
        if year is not None
        else choose(ask, lambda each: day_on(each, month, day), ask.weekday if wanted is None else wanted)
    )
    if found is None:
        return impossible()
    warnings: Warnings = ("weekday-mismatch",) if wanted not in (None, found.weekday()) else ()
    return on_day(found, Certainty.INFERRED if year is None else Certainty.EXACT, warnings)


@form(rf"{LEFT}{weekday()}{day()}{_OF}{month()}{year()}")
def day_and_month(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "Friday 10th April 2020", "the 2nd of November", "15-Apr '20"."""
    if (_COUNTS.search(_before(match)) and not match["weekday"]) or _is_verb(match):
        return None
    return named_day(
        ask,
        day=int(match["day"]),
        month=month_number(match["month"]),
        year=year_of(match),
        said=match["weekday"],
    )


def _is_verb(match: re.Match[str]) -> bool:
    """Tell whether "5 May" goes on as "5 May be needed"."""
    ahead = re.match(
        r"[ \u00a0]+(?:be|have|not|need|also|well)\b", match.string[match.end() : match.end() + 12]
    )
    return bool(match["month"] == "May" and ahead)


@form(rf"{LEFT}{weekday()}(?P<day>[0-9]{{1,2}}){DASH}{month()}{DASH}(?P<year_short>[0-9]{{2}})(?![0-9–\-])")
def day_and_month_dashed(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "15-Apr-20"."""
    return named_day(
        ask,
        day=int(match["day"]),
        month=month_number(match["month"]),
        year=year_of(match),
        said=match["weekday"],
    )


@form(
    rf"(?<![\w-]){weekday()}{month()}{GAP}(?P<day>[12][0-9]|3[01]|0?[1-9])"
    rf"(?:(?P<ending>(?i:st|nd|rd|th)\b)|(?=,?{GAP}{FULL_YEAR}))(?:,?{GAP}(?P<year>{FULL_YEAR}))?"
)
def month_and_day(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "April 15th" and "April 15, 2020"; "April 15" alone is too often something else."""
    return named_day(
        ask,
        day=int(match["day"]),
        month=month_number(match["month"]),
        year=year_of(match),
        said=match["weekday"],
    )


@form(rf"\b(?i:(?P<ordinal>{'|'.join(ORDINALS)})){GAP}of{GAP}{month()}{year()}")
def day_in_words(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "the first of April"."""
    number = ORDINALS[match["ordinal"].lower()]
    return named_day(ask, day=number, month=month_number(match["month"]), year=year_of(match))


@form(
    rf"{LEFT}{weekday()}(?P<first>[0-9]{{1,2}})(?P<mark>[/.–\-])(?P<second>[0-9]{{1,2}})(?P=mark)"
    rf"(?P<year>{FULL_YEAR}|[0-9]{{2}})(?![0-9]|[/.-][0-9])"
)
def in_figures(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "05/03/2020" and "5.3.20", the day first."""
    first, second, written = int(match["first"]), int(match["second"]), match["year"]
    if match["mark"] == "." and len(written) == 2 and _is_numbering(match):
        return None
    number = int(written) + (2000 if len(written) == 2 else 0)
    if second > 12 >= first > 0 and second <= 31:
        turned = named_day(ask, day=second, month=first, year=number, said=match["weekday"])
        return Meaning(turned.days, Certainty.INFERRED, (*turned.warnings, "month-first"))
    if not (1 <= first <= 31 and 1 <= second <= 12):
        return None
    return named_day(ask, day=first, month=second, year=number, said=match["weekday"])


def _is_numbering(match: re.Match[str]) -> bool:
    """Tell whether 2.3.20 is a paragraph or a version rather than a day."""
    at_start = (
        match.string[max(0, match.start() - 12) : match.start()].rpartition("\n")[2].strip(" \t*•-#") == ""
    )
    padded = len(match["first"]) == len(match["second"]) == 2
    followed = re.match(r"[.)]?[ \t]+\S", match.string[match.end() : match.end() + 8])
    return bool(_COUNTS.search(_before(match)) or (at_start and followed and not padded))


@form(
    rf"{LEFT}(?P<year>{FULL_YEAR})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})(?![0-9])"
)
def in_iso_order(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "2020-04-15"."""
    if not (1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31):
        return None
    return named_day(ask, day=int(match["day"]), month=int(match["month"]), year=int(match["year"]))


@form(rf"{LEFT}{weekday()}(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})(?![0-9/%]|\.[0-9])")
def in_short_figures(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "02/11" where a word or a weekday says that it is a day: 24/7 and 1/2 are none."""
    day, month = int(match["day"]), int(match["month"])
    padded = len(match["day"]) == 2 or len(match["month"]) == 2
    if (day, month) == (24, 7) or not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if not (match["weekday"] or (padded and _DEADLINE.search(_before(match)))):
        return None
    return named_day(ask, day=day, month=month, year=None, said=match["weekday"])


@form(
    rf"{LEFT}{weekday()}(?P<day>[12][0-9]|3[01]|[1-9])(?:st|nd|rd|th)\b"
    rf"(?={MAYBE_GAP}(?:[.,;:)\]!?]|\n|$|(?:and|to|at|for|but|if|so){GAP}))"
)
def day_alone(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "by the 16th": the nearest such day of any month."""
    if not (match["weekday"] or _DEADLINE.search(_before(match))):
        return None
    if not ask.near:
        return without_year()
    first = ask.near.replace(day=1)
    months = [month for shift in (-2, -1, 0, 1, 2) if (month := plus_months(first, shift))]
    found = [each for month in months if (each := day_on(month.year, month.month, int(match["day"])))]
    wanted = weekday_number(match["weekday"]) if match["weekday"] else None
    suiting = [each for each in found if each.weekday() == wanted] or found
    nearest = min(suiting, key=lambda each: (abs((each - (ask.near or each)).days), each))
    mismatch = wanted not in (None, nearest.weekday())
    return on_day(nearest, Certainty.INFERRED, ("weekday-mismatch",) if mismatch else ())


@form(
    rf"{LEFT}{weekday()}{day()}(?={_AND}(?:{weekday('w2')}[0-9]{{1,2}}(?:st|nd|rd|th)?{_AND}){{0,5}}"
    rf"{weekday('w3')}{day('other')}{_OF}{month()}{year()})"
)
def day_of_a_list(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read the "19" of "19 and 26 October": its month and year stand with the last."""
    found = named_day(
        ask,
        day=int(match["day"]),
        month=month_number(match["month"]),
        year=year_of(match),
        said=match["weekday"],
    )
    return None if _COUNTS.search(_before(match)) else found


@form(
    rf"(?:\b(?i:(?P<between>between)){GAP}(?:the{GAP})?|{LEFT}){weekday('first_weekday')}{day('first')}"
    rf"(?(between){GAP}and(?:{GAP}the)?{GAP}|{_TO}){weekday()}{day()}{_OF}{month()}{year()}"
)
def days_of_a_month(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "2–5 November" and "between 19 and 26 October"."""
    if _COUNTS.search(_before(match)):
        return None
    last = named_day(
        ask,
        day=int(match["day"]),
        month=month_number(match["month"]),
        year=year_of(match),
        said=match["weekday"],
    )
    if not last.days.from_on:
        return last
    first = _day_before(last.days.from_on, int(match["first"]))
    if first is None:
        return impossible()
    said = match["first_weekday"]
    mismatch = "weekday-mismatch" in last.warnings or (said and weekday_number(said) != first.weekday())
    return Meaning(Days(first, last.days.until_on), last.certainty, ("weekday-mismatch",) if mismatch else ())


def _day_before(last: date, number: int) -> date | None:
    """Return the day of that number in the month of the last one, or in the one before where it is higher."""
    if number <= last.day:
        return last.replace(day=number)
    month_before = plus(last, -last.day)
    return month_before and day_on(month_before.year, month_before.month, number)


FORMS: tuple[Form, ...] = (
    day_and_month,
    day_and_month_dashed,
    month_and_day,
    day_in_words,
    in_figures,
    in_iso_order,
    in_short_figures,
    day_alone,
    day_of_a_list,
    days_of_a_month,
)
