"""Several at one moment, each on a connection of its own: for tests with `django_db(transaction=True)`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from junction.core.refusals import Refusal


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do each work, all beginning together; return in their order what each answered, or its refusal."""
    begin = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        try:
            begin.wait(timeout=30)
            return work()
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))
