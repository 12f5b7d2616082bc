"""Which day it is, and which days offices are open: the calendar on the wall where care is given.

Between midnight and one o'clock in summer the local day and that of UTC are a day apart, so a moment is
turned into a day here and nowhere else. Reporting windows bring a calendar of their own
(`returns.rules.windows`).
"""

from .local import LOCAL, local_day
from .working import (
    BANK_HOLIDAYS,
    FIRST_YEAR,
    LAST_YEAR,
    bank_holiday_named,
    end_of_working_days,
    is_bank_holiday,
    is_weekend,
    is_working_day,
    working_days_after,
)

__all__ = [
    "BANK_HOLIDAYS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "LOCAL",
    "bank_holiday_named",
    "end_of_working_days",
    "is_bank_holiday",
    "is_weekend",
    "is_working_day",
    "local_day",
    "working_days_after",
]
