"""Bars on long work: rows done of rows, on standard error, and only where a person watches.

Operations know nothing of this: they take a plain `tell(done, of)` and call it now and then.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from junction.core.telling import Tell

from .base import say


@contextmanager
def bar(what: str, *, quiet: bool = False) -> Iterator[Tell | None]:
    """Show a bar while the work within goes on; give none where nobody watches, so that none is counted."""
    if quiet or not say.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=say, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
