"""Days told from the day of writing: "tomorrow", "early next week", "within two weeks", "shortly".

"Next week" is the Monday to Sunday after this one, "next Friday" the Friday in it; "the next week" are
seven days from now. A weekday alone is the coming one, though it may be the last: nothing in the words
says which, so it carries the warning "direction-assumed". "Shortly" and "in due course" begin now and end
nobody knows when.
"""

import re
from datetime import date

from junction.core.calendar import working_days_after

from ..reading import Certainty
from .intervals import UNKNOWN, VALUES, Days, months_from, one_day, plus, plus_months, week_of
from .meaning import Asking, Form, Meaning, form, on_day, without_document_day
from .periods import PART, with_part
from .words import GAP, NUMBER, WEEKDAY_ALONE, number_of, weekday_number

_TODAY = {"today": 0, "tonight": 0, "yesterday": -1, "last night": -1, "this": 0}
_PART_OF_DAY = r"(?:morning|lunchtime|afternoon|evening|night)"


@form(
    rf"(?i)(?<![\w-])(?:(?:early|earlier|later|late|first{GAP}thing){GAP})?(?:(?:the{GAP})?"
    rf"(?P<shift>day{GAP}after{GAP}tomorrow|day{GAP}before{GAP}yesterday)|(?P<word>today|tonight|tomorrow|tmrw?|tmrow|"
    rf"tmro|tmoro|tomoz|2moro|2morrow|yesterday|last{GAP}night|this{GAP}(?:morning|afternoon|evening))"
    rf"(?:{GAP}{_PART_OF_DAY})?)(?![\w-])"
)
def near_day(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "tmr", "this afternoon", "yesterday evening"."""
    if not ask.written_on:
        return without_document_day()
    if match["shift"]:
        number = 2 if "after" in match["shift"].lower() else -2
    else:
        word = " ".join(match["word"].lower().split())
        number = next((days for begin, days in _TODAY.items() if word.startswith(begin)), 1)
    day = plus(ask.written_on, number)
    return on_day(day, Certainty.INFERRED) if day else Meaning(UNKNOWN, Certainty.VAGUE)


@form(
    rf"(?<![\w-])(?:(?P<which>(?i:this{GAP}coming|this{GAP}past|this|next|last|coming|previous|every|each|good|black|"
    rf"ash|easter)){GAP})?(?:(?i:(?P<week>week){GAP}on{GAP}))?{WEEKDAY_ALONE}(?:{GAP}{_PART_OF_DAY})?(?![\w/-]|['’]s?[A-Za-z])"
)
def weekday_alone(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "on Monday", "next Friday", "last Thursday". Not "every Monday", nor "Sat" alone."""
    which = " ".join((match["which"] or "").lower().split())
    if which in {"every", "each", "good", "black", "ash", "easter"} or not _is_weekday(match):
        return None
    if not (ask.written_on and ask.near):
        return without_document_day()
    day, is_sure = _weekday(ask, which, weekday_number(match["weekday"]), ask.near)
    if day is None:
        return Meaning(UNKNOWN, Certainty.VAGUE)
    return on_day(day, Certainty.INFERRED, () if is_sure else ("direction-assumed",))


def _is_weekday(match: re.Match[str]) -> bool:
    if len(match["weekday"]) > 5 or match["which"]:
        return True
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    return bool(
        re.search(
            r"\b(?:on|by|from|until|till|since|before|after|this|next|last|for|due):? (?:the )?$", before
        )
    )


def _weekday(ask: Asking, which: str, number: int, near: date) -> tuple[date | None, bool]:
    monday = week_of(near).from_on or near
    if which in {"this", "next"}:
        return plus(monday, number + (7 if which == "next" else 0)), True
    if which in {"last", "previous", "this past"} or ask.is_past:
        return plus(near, -((near.weekday() - number - 1) % 7 + 1)), True
    return plus(near, (number - near.weekday() - 1) % 7 + 1), which != "" or ask.back_days == 0


@form(
    rf"(?i)(?<![\w-])(?:{PART}(?P<the>the{GAP})?)?(?:(?P<which>this{GAP}coming|this|next|last|previous){GAP})?"
    rf"(?P<unit>week|weekend|month|year|fortnight|spring|summer|autumn|winter|day)\b(?!-)"
)
def period_by_word(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "next week", "early next week", "by the end of the month", "last year"."""
    which, unit, part = (match["which"] or "").lower(), match["unit"].lower(), match["part"]
    if not _is_period(match, which, unit, part):
        return None
    if not ask.written_on:
        return without_document_day()
    if unit == "day":
        return on_day(ask.written_on, Certainty.INFERRED)
    step = {"next": 1, "last": -1, "previous": -1}.get(which, 0)
    return with_part(Meaning(_period(ask.written_on, unit, step), Certainty.INFERRED), part)


def _is_period(match: re.Match[str], which: str, unit: str, part: str | None) -> bool:
    after = match.string[match.end() : match.end() + 14].lower()
    if unit in VALUES["season_begins_in_month"]:
        return which in {"next", "last"} and not after.startswith((" plan", "'s plan"))
    if unit == "day":
        return bool(
            part and re.match(r"(?i)(?:the\s)?end\b", part) and not which and not after.startswith(" to")
        )
    if which:
        before = match.string[max(0, match.start() - 5) : match.start()].lower()
        return not (which in {"next", "last"} and before.endswith("the "))
    return bool(part and re.match(r"(?i)(?:the\s)?(?:end|beginning|start|later)\b", part))


def _period(day: date, unit: str, step: int) -> Days:
    if unit in {"week", "fortnight"}:
        return week_of(plus(day, 7 * step) or day)
    if unit == "weekend":
        return part_of_weekend(plus(day, 7 * step) or day)
    if unit == "month":
        return months_from(day.year, day.month + step)
    if unit == "year":
        return months_from(day.year, 1 + 12 * step, 12)
    begins = VALUES["season_begins_in_month"][unit]
    year = day.year + (day.month >= begins if step > 0 else -(day.month < begins + 3))
    return months_from(year, begins, 3)


def part_of_weekend(day: date) -> Days:
    """Return the Saturday and Sunday of a day's week."""
    week = week_of(day)
    return Days(plus(week.from_on, 5), week.until_on)


_UNIT = r"(?P<unit>hour|hr|working day|day|week|fortnight|month|year)s?"


@form(
    rf"(?i)(?<![\w-])(?:(?:over|in|within|during|for|throughout|by){GAP})?(?P<the>the{GAP})?"
    rf"(?P<way>next|coming|last|past|previous){GAP}(?:(?:{NUMBER}(?:{GAP}of)?|(?P<few>few|several|couple{GAP}of)){GAP})?"
    rf"(?P<unit>hour|day|week|fortnight|month|year)(?P<many>s)?(?P<so>{GAP}or{GAP}(?:so|two))?\b(?!['’]s)"
    rf"(?!{GAP}(?:of|in){GAP}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
def stretch(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "over the next three months", "in the next day or so", "last two weeks"."""
    has_number, is_many = match["number"] or match["few"], match["many"]
    if not (has_number or is_many or (match["the"] and match.group()[:3].lower() != "the")):
        return None
    if not ask.written_on:
        return without_document_day()
    is_back = match["way"].lower() in {"last", "past", "previous"}
    is_counted = bool(match["number"]) or not (match["few"] or is_many)
    number = (number_of(match["number"]) if match["number"] else 1) + bool(match["so"])
    certainty = Certainty.INFERRED if is_counted and not match["so"] else Certainty.VAGUE
    if not is_counted:
        return Meaning(_open(ask.written_on, is_back), certainty)
    return Meaning(_stretch(ask.written_on, match["unit"].lower(), number, is_back), certainty)


def _open(day: date, is_back: bool) -> Days:
    return Days(None, plus(day, 1)) if is_back else Days(day, None)


def _stretch(day: date, unit: str, number: int, is_back: bool) -> Days:
    other = _shifted(day, unit, -number if is_back else number)
    return Days(other, plus(day, 1)) if is_back else Days(day, plus(other, 1))


def _shifted(day: date, unit: str, number: int) -> date | None:
    if unit.startswith("working"):
        return working_days_after(day, number) if day.year < date.max.year - 5 else None
    if unit in {"month", "year"}:
        return plus_months(day, number * (12 if unit == "year" else 1))
    days = {"week": 7, "fortnight": 14}.get(unit, 1)
    if unit.startswith("h"):
        number = (abs(number) + 23) // 24 * (1 if number > 0 else -1)
    return plus(day, days * number)


@form(rf"(?i)(?<![\w-])within{GAP}(?:{NUMBER}{GAP})?{_UNIT}\b(?!{GAP}(?:of|after|from|before|prior)\b)")
def within(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "within two weeks", counted from the day of writing; "within 6 months of admission" is no date."""
    if not match["number"] and not match["unit"].lower().startswith("fortnight"):
        return None
    if not ask.written_on:
        return without_document_day()
    number = number_of(match["number"] or "one")
    return Meaning(_stretch(ask.written_on, match["unit"].lower(), number, False), Certainty.INFERRED)


@form(
    rf"(?i)(?<![\w-])(?:in{GAP}(?:about{GAP})?{NUMBER}{GAP}{_UNIT}\b['’]?(?P<time>{GAP}time)?|"
    rf"{NUMBER.replace('number', 'back')}{GAP}{_UNIT.replace('unit', 'back_unit')}{GAP}ago)\b"
)
def some_time_off(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "in two weeks' time" and "a week ago"."""
    if match["number"] and not match["time"] and _is_frequency(match):
        return None
    if not ask.written_on:
        return without_document_day()
    number = -number_of(match["back"]) if match["back"] else number_of(match["number"])
    day = _shifted(ask.written_on, (match["unit"] or match["back_unit"]).lower(), number)
    return Meaning(one_day(day) if day else UNKNOWN, Certainty.VAGUE)


def _is_frequency(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 10) : match.start()].lower()
    return match["number"].lower() in {"a", "an", "1", "one"} or bool(
        re.search(r"\d |once |twice |times ", before)
    )


_SOONEST = r"(?:reasonably )?(?:possible|practicable|practical|feasible)"


@form(
    r"(?i)(?<![\w-])(?:shortly(?! (?:after|before|following))|in due course|imminently|in the near future|"
    rf"as soon as (?:is )?{_SOONEST}|a\.?s\.?a\.?p|(?<!as )soon|without delay|"
    r"at the earliest opportunity|in the (?:days|weeks|months)(?: and (?:weeks|months))? ahead)\b"
)
def no_day_said(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "shortly", "in due course", "as soon as possible": from now on, with no end."""
    return Meaning(Days(ask.written_on, None), Certainty.VAGUE)


@form(rf"(?i)(?<![\w-])(?:in{GAP}|over{GAP})?(?:the{GAP})?recent{GAP}(?:days|weeks|months)\b")
def lately(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "in recent weeks"."""
    return Meaning(_open(ask.written_on, True), Certainty.VAGUE) if ask.written_on else without_document_day()


FORMS: tuple[Form, ...] = (
    near_day,
    weekday_alone,
    period_by_word,
    stretch,
    within,
    some_time_off,
    no_day_said,
    lately,
)
