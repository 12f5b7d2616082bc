"""How well the emergency line answers: the longest wait and the share answered in time, and how old that is.

A caller who still waits counts with the time waited so far, and one who gave up counts as not answered:
leaving either out would make a line that answers nobody look perfect. Targets: COVID-19 action plan for adult
social care, 15 April 2020, paragraph 1.18.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .urgency import Line


@dataclass(frozen=True, slots=True)
class CallIn:
    """One call to the line: when it rang, and when it was answered or given up (at most one of the two)."""

    rang_at: datetime
    answered_at: datetime | None = None
    given_up_at: datetime | None = None

    def waited(self, now: datetime) -> float:
        """Return the seconds the caller waited, or has waited so far."""
        return max(0.0, ((self.answered_at or self.given_up_at or now) - self.rang_at).total_seconds())


@dataclass(frozen=True, slots=True)
class LineFigures:
    """What the line did in a stretch of time. None is not known: nobody rang."""

    calls: int
    answered: int
    given_up: int
    waiting: int
    longest_wait_seconds: int | None
    answered_in_time_percent: float | None
    newest_at: datetime | None
    meets_wait: bool | None
    meets_share: bool | None


def line_figures(calls: Sequence[CallIn], *, line: Line, now: datetime) -> LineFigures:
    """Return the figures over these calls. Who waits within the target counts in neither part."""
    waits = [call.waited(now) for call in calls]
    limit = line.answered_within_seconds
    settled = [
        (call, waited)
        for call, waited in zip(calls, waits, strict=True)
        if call.answered_at or call.given_up_at or waited > limit
    ]
    in_time = sum(call.answered_at is not None and waited <= limit for call, waited in settled)
    percent = 100 * in_time / len(settled) if settled else None
    longest = int(max(waits)) if waits else None
    return LineFigures(
        calls=len(calls),
        answered=sum(call.answered_at is not None for call in calls),
        given_up=sum(call.given_up_at is not None for call in calls),
        waiting=sum(call.answered_at is None and call.given_up_at is None for call in calls),
        longest_wait_seconds=longest,
        answered_in_time_percent=percent,
        newest_at=max((call.rang_at for call in calls), default=None),
        meets_wait=None if longest is None else longest < line.longest_wait_seconds,
        meets_share=None if percent is None else percent > line.answered_within_percent,
    )
