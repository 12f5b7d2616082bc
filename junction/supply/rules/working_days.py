"""Working days in England: neither Saturday, Sunday nor a bank holiday. The holidays are data."""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from junction.core.calendar import LOCAL
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "bank-holidays.toml")


@cache
def bank_holidays() -> frozenset[date]:
    """Return every bank holiday that is known."""
    return frozenset(day for version in BOOK.versions for day in version.values["days"])


def is_working_day(day: date) -> bool:
    """Tell whether offices are open on a day."""
    return day.weekday() < 5 and day not in bank_holidays()


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
