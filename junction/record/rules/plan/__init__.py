"""What a published plan says: its headings, its paragraphs by number, its footnotes, and what it promises.

Read from any layout that numbers ("1.1", "12.", "§ 4", "(a)") or does not: nothing here knows one plan.
"""

from .reader import read_plan

__all__ = ["read_plan"]
