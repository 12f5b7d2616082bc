"""Which day a moment falls on: the day on the wall where care is given, never that of UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def local_day(moment: datetime) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(LOCAL).date()
