"""How often one caller may ask: a bucket that refills steadily, kept in each process.

In memory, not in the database: an exact count shared by all processes would cost each request a second
statement and a write to a row that every request of a busy token fights over. The limit is there to keep
one caller from starving the others, which a share for each process does as well; the setting says
requests a minute for all processes together, and each takes its part. Sign-in has exact limits of its
own.
"""

import math
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.throttling import BaseThrottle

KEPT = 10_000  # callers remembered at most
ROUNDING = 1e-6  # seconds


class Bucket:
    """A steady rate with room for bursts (GCRA): for each caller, when its bucket is full again."""

    def __init__(self, *, a_minute: float, burst: int, timer: Callable[[], float] = time.monotonic) -> None:
        self.interval = 60 / a_minute
        self.room = self.interval * burst
        self.timer = timer
        self.full_at: dict[str, float] = {}
        self.lock = threading.Lock()

    def wait(self, caller: str) -> int:
        """Take one from the caller's bucket and return 0, or take nothing and return the seconds to wait."""
        now = self.timer()
        with self.lock:
            self._forget(now)
            seconds, full_at = self._look(caller, now)
            if not seconds:
                self.full_at[caller] = full_at
        return seconds

    def look(self, caller: str) -> int:
        """Return the seconds to wait, and take nothing."""
        return self._look(caller, self.timer())[0]

    def _look(self, caller: str, now: float) -> tuple[int, float]:
        full_at = max(self.full_at.get(caller, now), now) + self.interval
        over = full_at - now - self.room
        return (max(1, math.ceil(over)) if over > ROUNDING else 0), full_at

    def _forget(self, now: float) -> None:
        if len(self.full_at) > KEPT:
            self.full_at = {caller: full_at for caller, full_at in self.full_at.items() if full_at > now}


class TokenLimit(BaseThrottle):
    """So many requests a minute for each token."""

    def __init__(self, bucket: Bucket | None = None) -> None:
        self.bucket = bucket or share(settings.API_REQUESTS_A_MINUTE)
        self.waiting = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        """Tell whether this request may go on. One request takes one, however often it is looked at."""
        if getattr(request, "counted_by", None) is self:
            return True
        actor: Any = getattr(request, "auth", None)
        self.waiting.seconds = self.bucket.wait(actor.key if actor else address(request))
        if not self.waiting.seconds:
            request.counted_by = self  # type: ignore[attr-defined] # read above, by who looks a second time
        return not self.waiting.seconds

    def wait(self) -> float | None:
        return float(self.waiting.seconds)


class FailureLimit:
    """So many wrong tokens a minute for each address: past it, no token is even looked up."""

    def __init__(self, bucket: Bucket | None = None) -> None:
        self.bucket = bucket or share(settings.API_FAILURES_A_MINUTE)

    def check(self, request: HttpRequest) -> None:
        """Raise `Throttled` when this address has failed too often."""
        seconds = self.bucket.look(address(request))
        if seconds:
            raise Throttled(wait=seconds)

    def count(self, request: HttpRequest) -> None:
        """Count one failure."""
        self.bucket.wait(address(request))


def share(a_minute: int) -> Bucket:
    """Return this process's part of a limit, with a burst of ten seconds' worth."""
    part = a_minute / settings.WEB_PROCESSES
    return Bucket(a_minute=part, burst=max(10, round(part / 6)))


def address(request: HttpRequest) -> str:
    """Return the caller's address: the connection's, or what the known number of proxies before us wrote."""
    proxies = settings.TRUSTED_PROXIES
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(told) >= proxies:
        return told[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
