"""Work done later, queued in PostgreSQL in the very transaction of the write that asks for it.

A job is a function in a package's `tasks.py`, named "package.verb". It is deferred by name, so that no
package imports another's tasks. A job may run twice (its worker died at the end): write it so that twice
is as good as once. One job per batch, never one per row.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.retry import RetryStrategy

RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)  # after 4, 16, 64, 256 seconds


def task(name: str, *, retry: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a job called `name` ("returns.sum_days")."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        app.task(name=name, retry=RETRY if retry else False)(function)
        return function

    return register


def every(cron: str, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make a function a job that runs by the clock (`cron`, in UTC), never two of it at once."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        @functools.wraps(function)
        def on_time(timestamp: int) -> None:
            function()

        job = app.task(name=name, lock=name, queueing_lock=name)(on_time)
        app.periodic(cron=cron)(job)
        return function

    return register


def defer(name: str, *, once: str = "", in_turn: str = "", **arguments: Any) -> int | None:
    """Queue a job in this transaction; return its number. A name nobody bears raises `TaskNotFound`.

    With `once`, nothing is queued (and None returned) while a job with the same word still waits. Jobs with
    the same `in_turn` run one after the other.
    """
    job = app.configure_task(name, allow_unknown=False, queueing_lock=once or None, lock=in_turn or None)
    try:
        with transaction.atomic():  # a refused job must not spoil the caller's transaction
            return job.defer(**arguments)
    except AlreadyEnqueued:
        return None
