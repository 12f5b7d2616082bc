"""Tables of actions or requirements: who is asked what, and what is said of how far it is.

`read_action_plan` takes a table as any opener gave it (tabs, commas, pipes) and gives its logical rows, in
order, each with where it stands. The steps, a module each: `grid` cuts lines into cells, `columns` says what
each column holds, `rows` says which lines are one row, `numbering` finds missing references and gaps, `cells`
and `statuses` say what a row claims.
"""

from .reader import read_action_plan

__all__ = ["read_action_plan"]
