"""Since when something must have been nobody's to be so for too long; so that a database can count it."""

from collections.abc import Callable
from datetime import datetime, timedelta

WITHIN = timedelta(days=60)  # how far back is looked: no rule gives anybody longer
EXACT = timedelta(seconds=1)


def overdue_before(due: Callable[[datetime], datetime], now: datetime) -> datetime:
    """Return the moment before which whoever has been ownerless since then is overdue at `now`.

    `due` says by when a thing must be taken that is nobody's since a moment, and never goes back: so the
    moment is found by halving, to the second.
    """
    late, early = now - WITHIN, now
    while early - late > EXACT:
        middle = late + (early - late) / 2
        if due(middle) < now:
            late = middle
        else:
            early = middle
    return early
