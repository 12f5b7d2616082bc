"""Who goes to a meeting: told by its steps in their order, never stored.

Whoever is asked or sent goes once they say yes, or offer to; whoever offers unasked waits for a decision.
Until then nobody goes, and who must decide has a name: whoever was asked, else who was named, else who sent
the one that said no, else who asked at first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "attendance.toml")


class What(StrEnum):
    """What can happen to a meeting."""

    INVITED = "invited"
    ASKED = "asked"
    DELEGATED = "delegated"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    DECLINED = "declined"
    NOBODY = "nobody"
    ATTENDED = "attended"
    REPORTED = "reported"
    CALLED_OFF = "called-off"


class Going(StrEnum):
    """How a meeting stands."""

    NOBODY = "nobody"
    WAITS = "waits"  # somebody was asked and has not said yes or no
    GOES = "goes"
    NOT_KNOWN = "not-known"  # it is over, and nobody wrote down who came
    ATTENDED = "attended"
    CALLED_OFF = "called-off"


@dataclass(frozen=True, slots=True)
class AttendanceRules:
    """The rules in force on a day."""

    reference: str
    remind_before: timedelta
    longest: int
    steps: Mapping[str, str]
    states: Mapping[str, str]


@cache
def attendance_rules(day: date) -> AttendanceRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return AttendanceRules(
        version.reference, timedelta(days=said["remind_days_before"]), said["longest"], said["steps"],
        said["states"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One step: what, to whom (nobody goes: who must decide), instead of whom."""

    what: str
    who: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Who goes, who was asked and is silent, who must decide, who was there, how often it was passed.

    `offers` has who offered to go without being asked, while nobody goes.
    """

    state: Going
    goes: tuple[str, ...]
    waits: tuple[str, ...]
    decider: str
    came: tuple[str, ...]
    handed_over: int
    is_reported: bool
    offers: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seats:
    seats: dict[str, bool] = field(default_factory=dict)  # who was asked: whether they said yes
    sent_by: dict[str, str] = field(default_factory=dict)
    decider: str = ""
    offers: dict[str, None] = field(default_factory=dict)  # in their order

    def take(self, one: Happened, asked_by: str) -> None:
        if one.what in (What.INVITED, What.ASKED):
            self.seats.setdefault(one.who, False)
        elif one.what == What.DELEGATED:
            self.seats.pop(one.instead_of, None)
            self.seats[one.who], self.sent_by[one.who] = False, one.instead_of
        elif one.what == What.ACCEPTED or (one.what == What.OFFERED and one.who in self.seats):
            self.seats[one.who] = True
        elif one.what == What.OFFERED:
            self.offers[one.who] = None
        elif one.what == What.DECLINED:
            self.offers.pop(one.who, None)
            self.seats.pop(one.who, None)
            self.decider = self.sent_by.get(one.who, "") or asked_by
        elif one.what == What.NOBODY:
            self.seats.clear()
            self.decider = one.who


def stand(steps: Sequence[Happened], *, asked_by: str, is_over: bool) -> Stand:
    """Return how a meeting stands after its steps, in the order they happened."""
    found = _Seats(decider=asked_by)
    for one in steps:
        found.take(one, asked_by)
    goes = tuple(who for who, is_sure in found.seats.items() if is_sure)
    waits = tuple(who for who, is_sure in found.seats.items() if not is_sure)
    happened = {one.what for one in steps}
    state = Going.GOES if goes else Going.WAITS if waits else Going.NOBODY
    if What.CALLED_OFF in happened:
        state = Going.CALLED_OFF
    elif What.ATTENDED in happened:
        state = Going.ATTENDED
    elif is_over:
        state = Going.NOT_KNOWN
    decider = {Going.NOBODY: found.decider, Going.WAITS: ", ".join(waits)}.get(state, "")
    return Stand(
        state, goes, waits, decider,
        tuple(dict.fromkeys(one.who for one in steps if one.what == What.ATTENDED)),
        sum(one.what == What.DELEGATED for one in steps), What.REPORTED in happened,
        tuple(who for who in found.offers if state == Going.NOBODY),
    )  # fmt: skip


def is_to_warn(held_on: date | None, state: Going, *, rules: AttendanceRules, today: date) -> bool:
    """Tell whether who must decide is written to: nobody goes to a meeting of the next days."""
    if held_on is None or state not in (Going.NOBODY, Going.WAITS):
        return False
    return today <= held_on <= today + rules.remind_before
