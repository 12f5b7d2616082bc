"""Working days in England: neither Saturday, Sunday nor a bank holiday.

The holidays are those GOV.UK publishes for England and Wales, as the package `govuk-bank-holidays`
bundles them; nothing is asked of the network. They are known from `FIRST_YEAR` to `LAST_YEAR`; a day
outside is no bank holiday here, since nobody has said that it is one.
"""

from datetime import date, datetime, time, timedelta

from govuk_bank_holidays.bank_holidays import BankHolidays

from .local import LOCAL

_PUBLISHED = BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
BANK_HOLIDAYS = frozenset(holiday["date"] for holiday in _PUBLISHED)
# By name and year, without what a year adds to the name: "Early May bank holiday (VE day)".
_NAMED = {
    (holiday["title"].split(" (")[0].casefold(), holiday["date"].year): holiday["date"]
    for holiday in _PUBLISHED
}
FIRST_YEAR, LAST_YEAR = min(BANK_HOLIDAYS).year, max(BANK_HOLIDAYS).year


def is_bank_holiday(day: date) -> bool:
    """Tell whether a day is a bank holiday in England."""
    return day in BANK_HOLIDAYS


def bank_holiday_named(name: str, year: int) -> date | None:
    """Return the day of a holiday that moves ("spring bank holiday"); None where none is published."""
    return _NAMED.get((name.casefold(), year))


def is_weekend(day: date) -> bool:
    """Tell whether a day is a Saturday or a Sunday."""
    return day.weekday() >= 5


def is_working_day(day: date) -> bool:
    """Tell whether offices are open on a day."""
    return not is_weekend(day) and not is_bank_holiday(day)


def working_days_after(day: date, number: int) -> date:
    """Return the `number`th working day after a day; 0 is the day itself."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def end_of_working_days(moment: datetime, number: int) -> datetime:
    """Return the end of `number` working days from a moment: the same time of day, so many later.

    What comes on a day on which offices are shut counts from the beginning of the next working day.
    """
    local = moment.astimezone(LOCAL)
    day, clock = local.date(), local.time()
    if not is_working_day(day):
        day, clock = working_days_after(day, 1), time()
    return datetime.combine(working_days_after(day, number), clock, tzinfo=LOCAL)
