"""Runs of sharing: ask, work out, change a line, publish or give up; and issue stock onward by hand."""

from .asking import SOLVE, Wish, ask_allocation
from .editing import edit_allocation_line
from .figures import Entered, enter_older_people
from .issuing import issue_onward
from .publishing import give_up_allocation, publish_allocation
from .working_out import fail_allocation, solve_allocation, work_out_allocation

__all__ = [
    "SOLVE",
    "Entered",
    "Wish",
    "ask_allocation",
    "edit_allocation_line",
    "enter_older_people",
    "fail_allocation",
    "give_up_allocation",
    "issue_onward",
    "publish_allocation",
    "solve_allocation",
    "work_out_allocation",
]
