"""Which day it is: the calendar on the wall where care is given, never that of UTC.

Between midnight and one o'clock in summer the two are a day apart, so a moment is turned into a day here and
nowhere else. Reporting windows bring a calendar of their own (`returns.rules.windows`).
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def local_day(moment: datetime) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(LOCAL).date()
