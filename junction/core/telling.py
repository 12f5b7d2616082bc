"""How long work says how far it is: a plain callback that any door may give; without one it costs nothing.

`tell(done, of)` is called now and then, not at each step; whoever listens decides what to show.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Tell = Callable[[int, int], None]
T = TypeVar("T")
TIMES = 200  # at most so often for one piece of work


def told(steps: Iterable[T], tell: Tell | None, *, of: int) -> Iterator[T]:
    """Yield the steps as they are, telling how many of them are done."""
    if tell is None:
        yield from steps
        return
    every = max(1, of // TIMES)
    for done, step in enumerate(steps, start=1):
        yield step
        if done % every == 0 or done == of:
            tell(done, of)
