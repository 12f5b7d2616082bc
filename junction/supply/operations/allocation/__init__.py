"""Runs of sharing: ask, work out, change a line, publish or give up; and issue stock onward by hand."""

from .asking import SOLVE, Wish, ask_allocation
from .editing import edit_allocation_line
from .figures import Entered, enter_older_people
from .issuing import issue_onward
from .publishing import (
    PUBLISH,
    approve_allocation,
    give_up_allocation,
    publish_allocation,
    publish_approved,
)
from .working_out import fail_allocation, solve_allocation, work_out_allocation

__all__ = [
    "PUBLISH",
    "SOLVE",
    "Entered",
    "Wish",
    "approve_allocation",
    "ask_allocation",
    "edit_allocation_line",
    "enter_older_people",
    "fail_allocation",
    "give_up_allocation",
    "issue_onward",
    "publish_allocation",
    "publish_approved",
    "solve_allocation",
    "work_out_allocation",
]
