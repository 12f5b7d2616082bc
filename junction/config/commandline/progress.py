"""Bars on long work: rows done of rows, on standard error, and only where a person watches.

Operations know nothing of this: they take a plain `tell(done, of)` and call it now and then. Work in several
steps counts each from the beginning, so a count that falls says that the next step has begun.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

from junction.core.telling import Tell

from .base import is_watched, say

FIXED = Column(no_wrap=True)  # a bar that needs two lines leaves one behind


class Counted(ProgressColumn):
    """How many are done of how many; nothing until that is known."""

    def render(self, task: Task) -> Text:
        return Text("" if task.total is None else f"{int(task.completed):,} of {int(task.total):,}")


class Clock(ProgressColumn):
    """Minutes and seconds since the work began. They run on while what was counted is put away."""

    def render(self, task: Task) -> Text:
        minutes, seconds = divmod(int(task.elapsed or 0), 60)
        return Text(f"{minutes}:{seconds:02}")


@contextmanager
def bar(*steps: str, quiet: bool = False) -> Iterator[Tell | None]:
    """Show a bar, named after its step, while the work within goes on.

    Give none where nobody watches, so that nothing is counted.
    """
    if quiet or not is_watched(say):
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), Counted(FIXED), Clock(FIXED))
    with Progress(*columns, console=say, transient=True) as progress:
        task = progress.add_task(steps[0], total=None)
        to_come, last = list(steps[1:]), 0

        def tell(done: int, of: int) -> None:
            nonlocal last
            if done < last and to_come:
                progress.update(task, description=to_come.pop(0))
            last = done
            progress.update(task, completed=done, total=of)

        yield tell
