"""Breaks that are told by no day of their own: "the bank holiday weekend", "by half term".

One that bears no name is the nearest that is not over, or of what is told the last that had begun. No day
holds for half term in all of England: each council and many a school set their own, so it is the stretch in
which those weeks mostly lie (`half_terms` in the playbook), vague, with the warning "no-national-date".
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from junction.core.calendar import BANK_HOLIDAYS, is_working_day

from ..reading import Certainty
from .intervals import UNKNOWN, VALUES, Days, day_on
from .meaning import Asking, Form, Meaning, form
from .words import FULL_YEAR, GAP

NO_NATIONAL_DATE = "no-national-date"
_DAY = timedelta(days=1)
_TERMS = {
    "october": "october", "autumn": "october", "february": "february", "spring": "february",
    "may": "may", "whitsun": "may", "summer": "may",
}  # fmt: skip


def _days_off(holiday: date) -> Days:
    """Return the days off that hang together with a holiday."""
    first, last = holiday, holiday
    while not is_working_day(first - _DAY):
        first -= _DAY
    while not is_working_day(last + _DAY):
        last += _DAY
    return Days(first, last + _DAY)


# Those that hold a weekend: a holiday on a Wednesday makes none.
_LONG_WEEKENDS = tuple(
    days
    for days in dict.fromkeys(map(_days_off, sorted(BANK_HOLIDAYS)))
    if days.from_on and any((days.from_on + n * _DAY).weekday() == 5 for n in range(2))
)


@form(rf"(?i)\b(?:(?:the|this|next){GAP})?(?:(?:coming|next|last){GAP})?bank{GAP}holiday{GAP}weekend\b")
def bank_holiday_weekend(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "the bank holiday weekend", named by nothing: all its days off, from the first to the last."""
    words = match.group().lower().split()
    found = _nearest(ask.past() if "last" in words else ask, _LONG_WEEKENDS)
    return Meaning(found, Certainty.INFERRED) if found else Meaning(UNKNOWN, Certainty.VAGUE, _missing(ask))


@form(
    rf"(?i)\b(?:the{GAP})?(?:(?P<name>{'|'.join(_TERMS)}){GAP})?half[ -]term"
    rf"(?:{GAP}(?:week|break|holidays?))?\b(?:{GAP}(?P<year>{FULL_YEAR})|(?!{GAP}?[0-9]))"
)
def half_term(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "October half term", "by half-term", "the February half term holiday 2021"."""
    names = {_TERMS[match["name"].lower()]} if match["name"] else set(_TERMS.values())
    year = int(match["year"]) if match["year"] else None
    about = year or (ask.near.year if ask.near else ask.year_hint)
    if about is None or (len(names) > 1 and (year or not ask.near)):
        return Meaning(UNKNOWN, Certainty.VAGUE, (NO_NATIONAL_DATE, *_missing(ask)))
    years = (year,) if year else range(about - 1, about + 2) if ask.near else (about,)
    stretches = [_half_term(name, each) for each in years for name in names]
    found = stretches[0] if len(stretches) == 1 else _nearest(ask, stretches)
    return Meaning(found or UNKNOWN, Certainty.VAGUE, (NO_NATIONAL_DATE,))


def _half_term(name: str, year: int) -> Days:
    first, last = (day_on(year, *said) for said in VALUES["half_terms"][name])
    return Days(first, last + _DAY if last else None)


def _nearest(ask: Asking, stretches: Iterable[Days]) -> Days | None:
    """Return the first that is not over on the day of writing; of what is told, the last that had begun."""
    if ask.near is None:
        return None
    if ask.is_past:
        begun = [one for one in stretches if one.from_on and one.from_on <= ask.near]
        return max(begun, key=_first_day, default=None)
    to_come = [one for one in stretches if one.until_on is None or one.until_on > ask.near]
    return min(to_come, key=_first_day, default=None)


def _first_day(days: Days) -> date:
    return days.from_on or date.min


def _missing(ask: Asking) -> tuple[str, ...]:
    return () if ask.near else ("no-year",)


FORMS: tuple[Form, ...] = (bank_holiday_weekend, half_term)
