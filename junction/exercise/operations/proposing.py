"""Play what is not met and proposals for new provision: taken up with its outcome, refused, put off, waiting.

It is played once there is somebody who may propose. Every step goes through the operation that the pages call
or that a job runs.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from junction.core.scope import Actor
from junction.people.queries import actor_of_key
from junction.support.operations.keeping_unmet import keep_unmet
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.proposals import (
    ProposalDecided,
    Proposed,
    decide_on_proposal,
    hand_over_proposal,
    measure_outcomes,
    propose,
    remind_of_late,
)
from junction.support.operations.settling import leave_unmet, meet_need
from junction.support.queries.proposals import could_own

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan

COUNCILS, MORNING = 2, 10 * 60  # minutes of the day
ANSWERS = {
    "danger": "no", "need": "usual-way", "another-way": "none", "changed": "stay-in", "runs-out": "now",
    "depends": "me", "asked": "nobody",
}  # fmt: skip


def play_proposals(plan: Plan, *, by: Actor, now: datetime) -> int:
    """State the needs, propose, decide, measure; return how many proposals were made."""
    facts, last = told("proposals"), plan.last_day
    councils = queries.largest_councils(by.scope, plan.region, on=last, most=COUNCILS)
    for number, one in enumerate(facts["needs"]):
        _state(one, councils[min(one["council"], len(councils) - 1)], number, last, by=by)
    for one in facts["proposal"]:
        _propose(one, councils[one["council"]] if "council" in one else None, last, by=by)
    measure_outcomes(by=by, now=now)
    remind_of_late(by=by, now=now)
    keep_unmet(by=by, now=now)
    return len(facts["proposal"])


def _state(one: Mapping[str, Any], council: str, number: int, last: date, *, by: Actor) -> None:
    """State needs of a kind; they are met on a day, or left unmet within hours."""
    at = _at(last, one["day"])
    sent = [
        Stated({**ANSWERS, "kind-usual": one["kind"]}, council,
               Who(phone=f"07700 90{number}{n:03}", may_ring=True), channel="phone")
        for n in range(one["count"])
    ]  # fmt: skip
    for made in state_needs(sent, by=by, now=at):
        if "left" in one:
            leave_unmet(made.need.pk, why=one["left"], by=by, now=at + timedelta(hours=4))
        else:
            meet_need(made.need.pk, by=by, now=_at(last, one["met_day"]))


def _propose(one: Mapping[str, Any], area: str | None, last: date, *, by: Actor) -> None:
    at = _at(last, one["day"])
    actor = _actor(one["who"], area, at, by=by)
    said = Proposed(one["category"], one["what"], one["why"], area)
    number = propose(said, by=actor, now=at).pk
    if passed := one.get("pass_to"):
        later = _at(last, passed["day"])
        to = _actor(passed["who"], area, later, by=by)
        hand_over_proposal(number, to=to.key, why=passed["why"], expected=actor.key, by=actor, now=later)
    if decided := one.get("decision"):
        later, begins = _at(last, decided["day"]), decided.get("begins")
        begins_on = None if begins is None else last + timedelta(days=begins)
        what = ProposalDecided(
            decided["decision"], decided["why"], decided["by"], later.date(), begins_on
        )  # fmt: skip
        decide_on_proposal(number, what, by=actor, now=later)


def _actor(who: str, area: str | None, at: datetime, *, by: Actor) -> Actor:
    """Whoever of the demo bears the name and may propose; else who plays."""
    people: Sequence[tuple[str, str]] = could_own(by.scope, area, now=at)
    found = next((key for key, name in people if name.startswith(who)), None)
    return (actor_of_key(found, now=at) if found else None) or by


def _at(last: date, day: int) -> datetime:
    return moment(last + timedelta(days=day), MORNING)
