"""Play needs that take care: one need stated twice, two people of one name, somebody who is asked for by a
friend, an address that nobody may learn with a worry about it, and a need by text message.

Each comes by the door that people use: the web without an account, or the gateway of text messages.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from junction.core.calendar import local_day
from junction.core.scope import ANONYMOUS, Actor
from junction.support.operations.alike import join, keep_apart
from junction.support.operations.concerns import raise_concern
from junction.support.operations.needs import Made, Stated, Who, state_need
from junction.support.operations.texting import take_text
from junction.support.queries.alike import pairs

from .. import queries
from ..rules.answers import moment
from ..rules.plan import Plan

FOOD = {
    "danger": "no", "need": "usual-way", "kind-usual": "food", "another-way": "none", "changed": "shut",
    "runs-out": "two-days", "depends": "me", "asked": "nobody",
}  # fmt: skip
UNSAFE = {
    "danger": "no", "need": "safe", "kind-safe": "home-unsafe", "another-way": "none", "changed": "unsafe",
    "runs-out": "now", "depends": "children", "asked": "nobody",
}  # fmt: skip
TWICE = Who("Isolde Thornbeck", phone="07700 900801", may_ring=True)
NAMESAKE = Who("Perrin Ashcombe", phone="07700 900802", may_ring=True)
WAITS = Who("Wystan Marlfen", phone="07700 900804", may_ring=True, may_text=True, language="pl")
FRIEND = Who("Odile Harrowgate", phone="07700 900805", may_ring=True, may_leave_word=True)
HIDDEN = Who(
    "Tamsin Vale", phone="07700 900806", address="2 Lantern Yard", code_word="kingfisher", may_text=True,
    is_protected=True,
)  # fmt: skip
TEXTS = ("help", "2", "1", "2", "1", "2", "2", "1", "1", "{half}", "1")


def play_careful_needs(plan: Plan, *, by: Actor) -> int:
    """State them in the largest council on the last day; return how many were stated."""
    council = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=1)[0]
    at = moment(plan.last_day, 13 * 60)
    stated = _alike(council, at, by=by)
    _web(council, FRIEND, at, on_behalf="friend", has_consent=True)
    hidden = _web(council, HIDDEN, at, answers=UNSAFE)
    raise_concern(
        "harm", area=council, words="She is afraid of who comes home at six", token=hidden.token,
        by=ANONYMOUS, now=at + timedelta(minutes=5),
    )  # fmt: skip
    return stated + 2 + _by_text(council, at, by=by)


def _web(council: str, who: Who, at: datetime, *, answers: dict[str, str] = FOOD, **more: Any) -> Made:
    return state_need(Stated(answers, council, who, **more), by=ANONYMOUS, now=at)


def _alike(council: str, at: datetime, *, by: Actor) -> int:
    """One need twice, which the desk joins; two people of one name, kept apart; a pair that still waits."""
    later = at + timedelta(minutes=20)
    for who in (TWICE, NAMESAKE, WAITS):
        _web(council, who, at)
        _web(council, replace(who, phone="07700 900803") if who is NAMESAKE else who, later)
    waits = pairs(by.scope).filter(need__area=council, need__stated_at=later).order_by("pk")
    first, second, _ = waits.values_list("pk", flat=True)
    judged = later + timedelta(minutes=30)
    join(first, why="She pressed Send twice", by=by, now=judged)
    keep_apart(second, why="Father and son", by=by, now=judged)
    return 6


def _by_text(council: str, at: datetime, *, by: Actor) -> int:
    """A whole talk by text messages, where a home of the council tells which half of a postcode it has."""
    half = queries.half_in(by.scope, council, on=local_day(at))
    for number, said in enumerate(TEXTS if half else ()):
        now = at + timedelta(minutes=number)
        take_text(f"exercise-{number}", sender="07700 900807", said=said.format(half=half), by=by, now=now)
    return int(bool(half))
