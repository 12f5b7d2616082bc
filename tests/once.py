"""What many tests of one module only look at is made once for all of them, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone


@contextmanager
def made_once(blocker: Any, make: Callable[[], Any], *, now: datetime) -> Iterator[Any]:
    """Give what `make` made at the moment `now`, until the module is through and it is rolled back.

    Each test goes on in a savepoint of its own, so that none sees what another wrote.
    """
    with blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda: now)
            made = make()
        yield made
        transaction.set_rollback(True)
