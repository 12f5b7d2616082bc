"""Days that are told by a name: "by Christmas", "Good Friday", "over Easter", "the spring bank holiday".

Easter is reckoned for any year; "by Easter" is by its Sunday, "over Easter" from Good Friday to the Monday.
How long "over Christmas" lasts is dated data; a bank holiday weekend is the days off that hang together.
A bank holiday that moves is on the day that GOV.UK published for it; of a year it says nothing of, nothing is
known.
"""

import re
from collections.abc import Callable
from datetime import date

from dateutil.easter import easter

from junction.core.calendar import bank_holiday_named

from ..reading import Certainty
from .intervals import VALUES, Days, day_on, plus
from .meaning import Asking, Form, Meaning, choose, form, on_day, without_year
from .words import FULL_YEAR, GAP

_FIXED = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}
_FROM_EASTER = {
    "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter saturday": -1,
    "easter sunday": 0, "easter day": 0, "easter": 0, "easter monday": 1,
}  # fmt: skip
_BANK_HOLIDAYS = {"may": "early may", "august": "summer", "late may": "spring", "late august": "summer"}
_OFF_AROUND = {0: (2, 0), 4: (0, 2)}  # days off before and after a holiday on a Monday, on a Friday
_LEAD = "(?:(?<=by )|(?<=before )|(?<=until )|(?<=after )|(?<=since )|(?<=at ))"
_OVER = "(?:(?<=over )|(?<=during )|(?<=over the )|(?<=during the ))"
_YEAR = rf"(?:{GAP}(?P<year>{FULL_YEAR}))?"


@form(
    rf"(?i)\b(?P<name>christmas{GAP}(?:eve|day)|boxing{GAP}day|new{GAP}year['’]?s{GAP}(?:eve|day)|{_LEAD}christmas|"
    rf"ash{GAP}wednesday|palm{GAP}sunday|maundy{GAP}thursday|good{GAP}friday|"
    rf"easter{GAP}(?:saturday|sunday|monday|day)|{_LEAD}easter)\b{_YEAR}"
)
def holiday(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "by Christmas", "New Year's Eve 2020" and "Easter Monday"."""
    name = " ".join(match["name"].lower().replace("’", "'").replace("years", "year's").split())
    day = _chosen(match, ask, lambda year: _day(name, year))
    return on_day(day, _certainty(match)) if day else without_year()


@form(
    rf"(?i)\b(?:{_OVER}easter|easter(?={GAP}(?:bank|week)))"
    rf"(?:{GAP}(?:bank{GAP}holiday{GAP}?)?weekend)?\b{_YEAR}"
)
def easter_weekend(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "over Easter" and "the Easter weekend": Good Friday to Easter Monday."""
    friday = _chosen(match, ask, lambda year: _day("good friday", year))
    return Meaning(Days(friday, plus(friday, 4)), _certainty(match)) if friday else without_year()


@form(
    rf"(?i)\b{_OVER}(?:(?P<christmas>christmas|xmas)(?P<both>{GAP}(?:and|&){GAP}(?:the{GAP})?new{GAP}year)?|new{GAP}year)"
    rf"(?:{GAP}(?:period|break|holidays?|bank{GAP}holidays?|weekend))?\b(?!{GAP}(?:eve|day)\b|['’]){_YEAR}"
)
def over_christmas(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "over Christmas", "over the Christmas and New Year period 2020"."""
    name = "christmas-and-new-year" if match["both"] else "christmas" if match["christmas"] else "new-year"
    month, first, days = VALUES["over"][name]
    begins = _chosen(match, ask, lambda year: day_on(year, month, first))
    return Meaning(Days(begins, plus(begins, days)), Certainty.VAGUE) if begins else without_year()


@form(
    rf"(?i)\b(?:the{GAP})?(?P<name>(?:early{GAP}|late{GAP})?may|spring|summer|(?:late{GAP})?august){GAP}bank{GAP}holiday"
    rf"{GAP}weekend\b{_YEAR}"
)
def bank_holiday_weekend(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "the August bank holiday weekend": the Saturday to the Monday, or a Friday to the Sunday."""
    said = " ".join(match["name"].lower().split())
    name = f"{_BANK_HOLIDAYS.get(said, said)} bank holiday"
    day = _chosen(match, ask, lambda year: bank_holiday_named(name, year))
    if day is None:
        return without_year()
    before, after = _OFF_AROUND.get(day.weekday(), (0, 0))
    return Meaning(Days(plus(day, -before), plus(day, after + 1)), _certainty(match))


@form(
    rf"(?i)\b(?:the{GAP})?(?P<name>(?:early{GAP}|late{GAP})?may|spring|summer|(?:late{GAP})?august){GAP}bank{GAP}holiday"
    rf"(?:{GAP}monday)?\b{_YEAR}(?!{GAP}week)"
)
def bank_holiday(match: re.Match[str], ask: Asking) -> Meaning | None:
    """Read "the early May bank holiday" and "the August bank holiday 2020"."""
    said = " ".join(match["name"].lower().split())
    name = f"{_BANK_HOLIDAYS.get(said, said)} bank holiday"
    day = _chosen(match, ask, lambda year: bank_holiday_named(name, year))
    return on_day(day, _certainty(match)) if day else without_year()


def _chosen(match: re.Match[str], ask: Asking, in_year: Callable[[int], date | None]) -> date | None:
    return in_year(int(match["year"])) if match["year"] else choose(ask, in_year)


def _certainty(match: re.Match[str]) -> Certainty:
    return Certainty.EXACT if match["year"] else Certainty.INFERRED


def _day(name: str, year: int) -> date | None:
    return plus(easter(year), _FROM_EASTER[name]) if name in _FROM_EASTER else day_on(year, *_FIXED[name])


FORMS: tuple[Form, ...] = (holiday, easter_weekend, over_christmas, bank_holiday_weekend, bank_holiday)
