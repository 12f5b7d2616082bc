"""Decides which period an order counts in, when the next begins, and by which day an order is promised.

All of it is dated data (`playbook/order-limits.toml`): the period, the hour of the cut-off, the working days
a delivery takes. Days are those of the local calendar.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from junction.core.calendar import LOCAL, is_working_day, working_days_after

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a limit begins anew, and how an order is carried out in time."""

    days: int
    starts_on: int  # as date.weekday() counts
    cut_off: time
    delivery_working_days: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Cadence":
        """Read the values of a version. Raise `ValueError` for a period that is neither a day nor a week."""
        days = {"day": 1, "week": 7}.get(values["period"])
        if days is None:
            raise ValueError(f"a period is a day or a week, not {values['period']}")
        return cls(
            days=days,
            starts_on=WEEKDAYS.index(values.get("week_starts_on", "monday")),
            cut_off=time.fromisoformat(values["cut_off"]),
            delivery_working_days=int(values["delivery_working_days"]),
        )


def period_of(cadence: Cadence, day: date) -> tuple[date, date]:
    """Return the first day of the period that holds `day`, and the first day after it."""
    first = day if cadence.days == 1 else day - timedelta(days=(day.weekday() - cadence.starts_on) % 7)
    return first, first + timedelta(days=cadence.days)


def next_order_on(cadence: Cadence, day: date, *, is_used_up: bool) -> date:
    """Return the first day from `day` on which an order can be granted something."""
    return period_of(cadence, day)[1] if is_used_up else day


def promised_on(cadence: Cadence, moment: datetime) -> date:
    """Return the day by which an order placed at `moment` is promised."""
    local = moment.astimezone(LOCAL)
    day = local.date()
    if local.time() >= cadence.cut_off or not is_working_day(day):
        day = working_days_after(day, 1)
    return working_days_after(day, cadence.delivery_working_days)
