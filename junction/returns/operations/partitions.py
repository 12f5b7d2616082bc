"""The months returns are kept in: made before they are needed, and on the spot where nobody thought of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import connection

from junction.core.calendar import local_day
from junction.core.scope import Actor

_known: set[tuple[int, int]] = set()  # months this process has seen to exist, once committed


def make_months(*, first: date, last: date, by: Actor, now: datetime) -> int:
    """Make the partition of every month from `first` to `last`; return how many were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT returns_make_partitions(%s, %s)", [first, last])
        return int(cursor.fetchone()[0])


def make_coming_months(*, by: Actor, now: datetime) -> int:
    """Make the months of the next quarter ahead of time, so that no return has to."""
    return make_months(first=local_day(now), last=local_day(now) + timedelta(days=92), by=by, now=now)


def see_to_months(days: Iterable[date], *, by: Actor, now: datetime) -> None:
    """Make sure the months of these days exist. Costs nothing once this process has seen them."""
    for year, month in {(day.year, day.month) for day in days} - _known:
        first = date(year, month, 1)
        if make_months(first=first, last=first, by=by, now=now) == 0:
            _known.add((year, month))
