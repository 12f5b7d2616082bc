"""Foresees what will be claimed of each item until the period ends, so that early orders leave something for
late ones.

Before there is experience, what is expected of providers in a week is the playbook's (`portal-waves`,
`expected`); once orders have come, what was asked for in the last days (`asked_days`), taken for a week,
counts where it is more. Both scale with the part of the period that is left.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from .census import Counted
from .limits import Limits
from .waves import Waves

WEEK = 7


def allowances_in_all(limits: Limits, counted: Iterable[Counted], *, day: date) -> dict[str, int]:
    """Return what all these providers may order in a period together, by name of the limit."""
    total: dict[str, int] = {}
    for one in counted:
        for key, units in limits.allowed(one.provider_type, one.size, day).items():
            total[key] = total.get(key, 0) + units * one.providers
    return total


def expected_claims(
    allowed: Mapping[str, int], asked_lately: Mapping[str, int], *, waves: Waves, part_left: float
) -> dict[str, int]:
    """Return what is expected to be claimed by name of the limit; `part_left` is of the period, from 0 to
    1.
    """
    ordering = waves.order_in_a_week * waves.of_allowance
    keys = allowed.keys() | asked_lately.keys()
    a_week = WEEK / waves.asked_days
    return {
        key: round(max(allowed.get(key, 0) * ordering, asked_lately.get(key, 0) * a_week) * part_left)
        for key in keys
    }
