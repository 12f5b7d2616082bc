"""A launch as the gate reads it: when, where, for whom, what it collects, promises, needs and opens.

Spans end on the first day without; no end is as long as can be seen. No areas means all of the nation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised to whom (`gives`: or that it will not be given), within how many days, until when."""

    audience: str
    category: str
    gives: bool = True
    within_days: int | None = None
    until: date | None = None
    text: str = ""

    def carries_on(self, other: "Promise") -> bool:
        """Tell whether this says the same or better of the same need, whoever it is made to."""
        same = (self.category, self.gives) == (other.category, other.gives)
        slower = other.within_days is not None and (
            self.within_days is None or self.within_days > other.within_days
        )
        return same and not slower

    def contradicts(self, other: "Promise") -> bool:
        """Tell whether the same people are told two things of one kind of need."""
        if (self.audience, self.category) != (other.audience, other.category):
            return False
        if self.gives != other.gives:
            return True
        both = self.within_days is not None and other.within_days is not None
        return self.gives and both and self.within_days != other.within_days


@dataclass(frozen=True, slots=True)
class Launching:
    """One launch. `goes`: a person has decided that it may go live; `stopped`: that it may not."""

    number: int
    title: str
    audience: str
    begins_on: date
    ends_on: date | None = None
    areas: frozenset[str] | None = None
    is_final: bool = False
    collects: frozenset[str] = frozenset()
    promises: tuple[Promise, ...] = ()
    replaces: frozenset[int] = frozenset()
    needs: frozenset[int] = frozenset()
    uses: frozenset[str] = frozenset()
    opens: Mapping[str, date | None] = field(default_factory=dict)
    goes: bool = False
    stopped: bool = False

    @property
    def end(self) -> date:
        return self.ends_on or FOREVER

    def is_open(self, interface: str, day: date) -> bool:
        """Tell whether it opens an interface on a day."""
        return interface in self.opens and self.begins_on <= day < self.closes(interface)

    def closes(self, interface: str) -> date:
        """Return the first day on which an interface that it opens is gone."""
        return min(self.opens[interface] or FOREVER, self.end)

    def meets(self, other: "Launching") -> bool:
        """Tell whether both are live on one day somewhere in one area."""
        return _overlap(self.areas, other.areas) and max(self.begins_on, other.begins_on) < min(
            self.end, other.end
        )

    def shares_area(self, other: "Launching") -> bool:
        return _overlap(self.areas, other.areas)

    def promised_until(self, promise: Promise) -> date:
        """Return the first day without a promise: its own, or the launch's end."""
        return promise.until or self.end


def _overlap(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    return one is None or other is None or bool(one & other)
