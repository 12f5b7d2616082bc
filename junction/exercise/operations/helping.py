"""Play the helpline: hubs with seven days, calls about needs, what homes ring about, repeats, letters.

It goes on from the needs that were stated. Every step goes through the operation that the pages call.
"""

from datetime import datetime, time, timedelta

from junction.core.scope import Actor
from junction.record.operations.asks import answer_ask
from junction.record.operations.writing import Question, Where, write_ask
from junction.registry.queries import areas
from junction.support.operations.desk import take_case, take_next
from junction.support.operations.desk_calls import Said, log_call, pass_on
from junction.support.operations.handing import offer_hand_over
from junction.support.operations.hubs import open_hub, set_week
from junction.support.operations.letters import issue_letter, withdraw_letter
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.passing_on import hear_of_passed
from junction.support.operations.provider_cases import open_provider_case
from junction.support.operations.recurring import repeat_need

from .. import queries
from ..rules.answers import moment
from ..rules.plan import Plan

COUNCILS = 2
OPEN_FROM, OPEN_UNTIL = time(8), time(20)
RANG = (("ppe", "Three days of gloves are left"), ("staff", "Two carers short for tonight"),
        ("guidance", "May visitors come to the garden?"), ("money", "When is the grant paid?"))  # fmt: skip
FOR_A_PERSON = {
    "danger": "no", "need": "someone", "kind-someone": "shopping", "another-way": "none",
    "changed": "stay-in", "runs-out": "two-days", "depends": "me", "asked": "nobody",
}  # fmt: skip
CARERS = ("Amberly Ashpond", "Corvane Dunmarsh")
OUTCOMES = ("spoke-met", "no-answer", "spoke-later", "spoke-closed")


def play_helpline(plan: Plan, *, by: Actor) -> int:
    """Take calls in the councils of the needs; return how many cases of places were opened."""
    found = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=COUNCILS)
    return sum(_one_council(plan, council, by=by) for council in found)


def _one_council(plan: Plan, council: str, *, by: Actor) -> int:
    name = areas(by.scope, on=plan.last_day).get(code=council).name
    first, at = moment(plan.last_day - timedelta(days=2), 8 * 60), moment(plan.last_day, 9 * 60)
    hubs = [open_hub(f"{name} {word} line", area=council, phone=f"01632 960 {number}", by=by, now=first)
            for word, number in (("day", 101), ("night", 102))]  # fmt: skip
    for hub, hours in zip(hubs, ((OPEN_FROM, OPEN_UNTIL), (OPEN_UNTIL, OPEN_FROM)), strict=True):
        set_week(hub.pk, valid_from=hub.opened_on, days=[hours] * 7, by=by, now=first)
    homes = queries.homes_of(by.scope, council, on=plan.last_day, most=len(RANG))
    for home, (matter, words) in zip(homes, RANG, strict=False):
        made = open_provider_case(home, matter=matter, words=words, by=by, now=at)
        if matter == "guidance":
            _passed_on(made.need.pk, words, council, by=by, now=at)
        if matter == "money":
            repeat_need(made.need.pk, every_days=14, by=by, now=at)
    for home in homes[:1]:
        state_needs([_of_a_person(home)], by=by, now=at)
    _answer(hubs[1].pk, by=by, at=at)
    letters = [issue_letter("unpaid-carer", name=one, area=council, by=by, now=at) for one in CARERS]
    withdraw_letter(letters[-1].pk, why="lost", by=by, now=at + timedelta(hours=1))
    return len(homes)


def _of_a_person(home: int) -> Stated:
    """What a home states for somebody it looks after, who agrees: company by telephone."""
    return Stated(
        FOR_A_PERSON, who=Who(name="Marjory Elmstead", phone="01632 960 177", may_ring=True),
        on_behalf="worker", has_consent=True, by_place=home,
    )  # fmt: skip


def _passed_on(number: int, words: str, council: str, *, by: Actor, now: datetime) -> None:
    """Write an ask of the record down, pass the case on to it, answer it there, and hear."""
    asked = Question(words=words, asked_by="A care home", asked_at=now, to="Public health")
    there = write_ask(asked, Where(council), by=by, now=now)
    take_case(number, by=by, now=now)
    pass_on(number, to="record-ask", reference=str(there.pk), by=by, now=now)
    answer = "Yes, two at a time, two metres apart"
    later = now + timedelta(minutes=5)
    answer_ask(there.pk, answer=answer, answered_by="Public health", at=later, by=by, now=later)
    hear_of_passed(by=by, now=later)


def _answer(night: int, *, by: Actor, at: datetime) -> None:
    """Work the front of the queue, ten minutes each; then pass one on and offer one to the night line."""
    for number, outcome in enumerate(OUTCOMES):
        now = at + timedelta(minutes=10 * (number + 1))
        if (need := take_next(by=by, now=now)) is not None:
            ring_at = now + timedelta(hours=3) if outcome == "spoke-later" else None
            log_call(need.pk, said=Said(outcome, ring_at, spoke_to="themselves"), by=by, now=now)
    now = at + timedelta(hours=1)
    if (need := take_next(by=by, now=now)) is not None:
        pass_on(need.pk, to="other", reference="duty desk 7", by=by, now=now)
    if (need := take_next(by=by, now=now)) is not None:
        offer_hand_over(need.pk, to_hub=night, note="Asks for a call after eight", by=by, now=now)
