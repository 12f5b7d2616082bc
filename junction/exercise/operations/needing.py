"""Play needs: people of two councils state what they need on the last two days, and some of it is seen to.

Names are made up of words nobody bears; telephone numbers are of the range kept for drama. Every statement
goes through the operation that the pages call.
"""

from datetime import date, datetime, timedelta

import numpy as np

from junction.core.scope import ANONYMOUS, Actor
from junction.support.operations.concerns import raise_concern
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.ringing_back import ring_back
from junction.support.operations.settling import close_need, leave_unmet, meet_need
from junction.support.rules.routing import END, Routing, routing_on

from .. import queries
from ..rules.answers import moment
from ..rules.plan import Plan

COUNCILS, NEEDS, HOURS = 2, 60, (9, 12, 16)
NEWEST = (55, 30, 10)  # minutes before now, so that somebody always waits whose limit is still ahead
FIRST = ("Amberly", "Bronwell", "Corvane", "Dellamy", "Elspin", "Fenwicka", "Garrow", "Hollin")
LAST = ("Ashpond", "Brackwater", "Cloverhay", "Dunmarsh", "Elmgate", "Foxlea", "Greyfold")


def play_needs(plan: Plan, *, by: Actor) -> int:
    """State needs and see to some of them; return how many were stated."""
    rng = np.random.default_rng(plan.seed)
    councils = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=COUNCILS)
    stated = 0
    for council in councils:
        for days in (1, 0):
            stated += _one_day(rng, council, plan.last_day - timedelta(days=days), by=by)
        at = moment(plan.last_day, 8 * 60)
        raise_concern("neglect", area=council, words="Curtains shut for days", by=ANONYMOUS, now=at)
    return stated


def play_newest(plan: Plan, *, by: Actor, now: datetime) -> int:
    """State some needs just now, which nobody has taken up yet; return how many."""
    rng, routing = np.random.default_rng(plan.seed + 1), routing_on(plan.last_day)
    councils = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=COUNCILS)
    for minutes in NEWEST:
        sent = [_stated(rng, routing, council) for council in councils]
        state_needs(sent, by=by, now=now - timedelta(minutes=minutes))
    return len(NEWEST) * len(councils)


def _one_day(rng: np.random.Generator, council: str, day: date, *, by: Actor) -> int:
    count, routing = NEEDS // 2 // COUNCILS, routing_on(day)
    at = moment(day, int(rng.choice(HOURS)) * 60)
    sent = [_stated(rng, routing, council) for _ in range(count)]
    made = [one.need for one in state_needs(sent, by=by, now=at)]
    later = at + timedelta(minutes=90)
    for place, need in enumerate(made):
        if need.call_back_on is not None:
            ring_back(need.pk, need_class="at-risk", by=by, now=later)
        if place % 5 == 0:
            meet_need(need.pk, by=by, now=later)
        elif place % 5 == 1:
            close_need(need.pk, still_needed=False, by=by, now=later)
        elif place % 11 == 2:
            leave_unmet(need.pk, why="no-capacity", by=by, now=later)
    return len(made)


def _stated(rng: np.random.Generator, routing: Routing, council: str) -> Stated:
    answers, here = {routing.first: "no"}, routing.after(routing.first, "no")
    while here != END:
        answers[here] = str(rng.choice([one.code for one in routing.questions[here].options]))
        here = routing.after(here, answers[here])
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    phone = f"07700 900{int(rng.integers(1000)):03}"
    who = Who(name=name, phone=phone, may_ring=True)
    if phone.endswith("0"):  # some may only be written to, some only be left a word
        who = Who(name=name, address=f"{phone[-2:]} Example Row", may_write=True)
    elif phone.endswith("5"):
        who = Who(name=name, phone=phone, may_ring=True, may_leave_word=True)
    return Stated(answers, council, who, channel="phone")
