"""Whether a promise bound to a figure was kept: by the figure of its last day, or by today's until then.

What nobody knows is never taken for kept.
"""

from datetime import date, timedelta
from enum import StrEnum
from math import isnan

AT_LEAST, AT_MOST = "at-least", "at-most"


class Judgement(StrEnum):
    """What a figure says of a promise."""

    KEPT = "kept"
    LATE = "late"  # its last day is over, and the figure was not there
    NOT_YET = "not-yet"
    CANNOT_BE_KNOWN = "cannot-be-known"


def day_judged(until_on: date | None, *, today: date) -> date:
    """Return the day whose figure tells: the last day once it is over, else today."""
    return until_on - timedelta(days=1) if until_on and until_on <= today else today


def judged(
    value: float, *, target: float | None, target_is: str, until_on: date | None, today: date
) -> Judgement:
    """Judge a promise by a figure (NaN: nobody knows it)."""
    if isnan(value) or target is None or target_is not in (AT_LEAST, AT_MOST):
        return Judgement.CANNOT_BE_KNOWN
    if value >= target if target_is == AT_LEAST else value <= target:
        return Judgement.KEPT
    return Judgement.LATE if until_on and until_on <= today else Judgement.NOT_YET
