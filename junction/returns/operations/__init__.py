"""Every write of returns: file one or many, import a file, add up a day, make the months."""

from .filing import Filed, answers_to_carry, check_return, file_return, file_returns
from .importing import import_returns
from .loading import HistoryAlreadyThere, HistoryNotSound, PastFiling, bulk_load_returns
from .partitions import make_coming_months, make_months
from .refusals import (
    CannotTakeBatch,
    CannotTakeReturn,
    MustConfirmWarnings,
    NoSuchPlace,
    NothingToRepeat,
    SomebodyElseFiled,
)
from .totals import add_up_days

__all__ = [
    "CannotTakeBatch",
    "CannotTakeReturn",
    "Filed",
    "HistoryAlreadyThere",
    "HistoryNotSound",
    "MustConfirmWarnings",
    "NoSuchPlace",
    "NothingToRepeat",
    "PastFiling",
    "SomebodyElseFiled",
    "add_up_days",
    "answers_to_carry",
    "bulk_load_returns",
    "check_return",
    "file_return",
    "file_returns",
    "import_returns",
    "make_coming_months",
    "make_months",
]
