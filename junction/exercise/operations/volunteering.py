"""Play volunteers: a scheme of each of two councils signs people up, sees checks and matches them with
needs.

Names are made up of words nobody bears; addresses lie below example.org. Every step goes through the
operation that the pages call: some say yes and do it, some say no, one urgent need is offered at once.
"""

from datetime import timedelta
from typing import Any

import numpy as np

from junction.core.calendar import local_day
from junction.core.scope import ANONYMOUS, Actor
from junction.registry.queries import places
from junction.support.operations.demand import Asked, state_demand
from junction.support.operations.exclusions import exclude
from junction.support.operations.loan_consent import answer_loan
from junction.support.operations.loans import Lending, agree_loan, decline_loan, offer_loan
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.task_answers import accept, decline, finish
from junction.support.operations.task_offers import offer_urgent
from junction.support.operations.volunteer_own import go_on_duty, sign_in_by_link
from junction.support.operations.volunteer_vetting import see_check
from junction.support.operations.volunteers import SignedUp, add_scheme, sign_up_many
from junction.support.queries.loans import volunteers_asked
from junction.support.queries.unmet_areas import council_names
from junction.support.queries.volunteer_links import LINK, signed
from junction.support.queries.volunteer_tasks import offers_to
from junction.support.queries.volunteers import actor, one_volunteer, schemes
from junction.support.rules.signing_up import CheckTold, SignUp

from .. import queries
from ..rules.addresses import volunteers_address
from ..rules.answers import moment
from ..rules.plan import Plan

COUNCILS, PEOPLE, CHECKED, NEEDS = 2, 30, 24, 12
FIRST = ("Aldith", "Bryony", "Corwin", "Daffid", "Elowen", "Ferelith", "Gethin", "Hesper")
LAST = ("Applegarth", "Birkbeck", "Cawdrey", "Dunnock", "Eskdale", "Fothergill", "Gannet")
CHECKS = ("identity", "identity", "standard", "enhanced-barred")


def play_volunteers(plan: Plan, *, by: Actor) -> int:
    """Sign volunteers up and match them with what is needed; return how many signed up."""
    rng = np.random.default_rng(plan.seed)
    councils = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=COUNCILS)
    came = sum(_council(rng, one, plan, by=by) for one in councils)
    _loans(plan, by=by)
    return came


def _loans(plan: Plan, *, by: Actor) -> None:
    """The first two schemes lend to each other: one loan runs, one was declined, one waits for an answer."""
    two = list(schemes(by.scope).order_by("pk").values_list("pk", flat=True)[:2])
    at, day = moment(plan.last_day, 9 * 60 + 20), plan.last_day
    if len(two) < 2:
        return

    def offered(lender: int, borrower: int, people: int, days: int, terms: str) -> int:
        lending = Lending(lender, borrower, people, day, day + timedelta(days=days), terms=terms)
        return int(offer_loan(lending, by=by, now=at).pk)

    one, other = two
    runs = offered(one, other, 5, 14, "The borrower pays for travel")
    declined = offered(one, other, 20, 60, "")
    offered(other, one, 4, 7, "Only in the daytime")
    decline_loan(declined, why="dates", by=by, now=at + timedelta(minutes=5))
    agree_loan(runs, by=by, now=at + timedelta(minutes=10))
    for place, lent in enumerate(volunteers_asked(by.scope, runs)):
        who, when = lent.volunteer, at + timedelta(minutes=15 + place)
        if place % 3 != 2:  # the third has not answered yet
            answer_loan(lent.pk, who, yes=place % 3 == 0, by=actor(by.scope, who), now=when)


def _council(rng: np.random.Generator, council, plan: Plan, *, by: Actor) -> int:
    at = moment(plan.last_day, 9 * 60)
    codes = places(by.scope).filter(council_id=council, latitude__isnull=False).exclude(postcode="")
    postcodes = list(codes.order_by("pk").values_list("postcode", flat=True)[:40])
    if not postcodes:
        return 0
    name = council_names(by.scope, {council})[council]
    add_scheme(f"Volunteers of {name}", area=council, by=by, now=at)
    asked = [_person(rng, council, number, postcodes) for number in range(PEOPLE)]
    came = [one.volunteer for one in sign_up_many(asked, by=ANONYMOUS, now=at) if isinstance(one, SignedUp)]
    for place, number in enumerate(came[:CHECKED]):
        _gets_ready(number, CHECKS[place % len(CHECKS)], by=by, at=at)
    _demand(council, postcodes[0], by=by, at=at)
    state_needs([_need(rng, council, number, postcodes) for number in range(NEEDS)], by=by, now=at)
    offer_urgent([council], by=by, now=at)
    match(ask_matching(council, by=by, now=at).pk, by=by, now=at)
    later = at + timedelta(minutes=10)
    ready = [one_volunteer(by.scope, number) for number in came[:CHECKED]]
    offered = [one for one in ready if offers_to(by.scope, one, later)]
    for place, one in enumerate(offered[:-1]):  # the last has not answered yet
        _answers(one, place, by=by, at=later)
    return len(came)


def _person(rng: np.random.Generator, council: str, number: int, postcodes: list[str]) -> SignUp:
    skills = ["errands", "talk", *(["driving"] if number % 3 == 0 else ["lifting"])]
    return SignUp(
        f"{rng.choice(FIRST)} {rng.choice(LAST)}", email=volunteers_address(council, number),
        postcode=str(rng.choice(postcodes)), skills=skills, reach_km=20, capacity=1 + number % 2,
        may_be_lent=number % 4 == 0,
    )  # fmt: skip


def _need(rng: np.random.Generator, council: str, number: int, postcodes: list[str]) -> Stated:
    """Somebody near needs shopping, a prescription or a talk; every sixth today."""
    answers = {
        "danger": "no", "need": "someone", "kind-someone": ("shopping", "prescription", "talk")[number % 3],
        "another-way": "none", "changed": "stay-in", "runs-out": "now" if number % 6 == 0 else "two-days",
        "depends": "me", "asked": "nobody",
    }  # fmt: skip
    who = Who(name=f"{rng.choice(LAST)} {rng.choice(FIRST)}", phone="07700 900456", may_ring=True)
    return Stated(answers, council, who, postcode=str(rng.choice(postcodes)), channel="phone")


def _gets_ready(number: int, check: str, *, by: Actor, at) -> None:
    """Somebody confirms their address, is checked, and goes on duty."""
    one = one_volunteer(by.scope, number)
    link = signed(by.scope, one, use=LINK, until=at + timedelta(days=1))
    one, _ = sign_in_by_link(link, by=ANONYMOUS, now=at)
    seen = CheckTold(check, "Seen at the town hall", local_day(at) - timedelta(days=30))
    see_check(number, seen, by=by, now=at)
    go_on_duty(one, until=at + timedelta(days=2), by=actor(by.scope, one), now=at)


def _answers(one: Any, place: int, *, by: Actor, at) -> None:
    """Every fifth who is offered something says no; of the others every second is done by the evening."""
    me = actor(by.scope, one)
    for offer in offers_to(by.scope, one, at)[:1]:
        if place % 5 == 4:
            decline(offer.pk, one, by=me, now=at)
            continue
        task = accept(offer.pk, one, by=me, now=at)
        if place % 2 == 0:
            asks = "knows" if task.need_id and place % 4 == 0 else ""  # some would not go there again
            finish(task.pk, one, code="good", exclude=asks, by=me, now=at + timedelta(hours=3))
            if task.need_id and place % 4 == 2:
                exclude(task.pk, one.pk, side="person", reason="manner", by=by, now=at + timedelta(hours=4))


def _demand(council: str, postcode: str, *, by: Actor, at) -> None:
    partner = queries.partner_of(by.scope, council)
    if partner:
        asked = Asked(
            f"organisation:{partner}",
            "packing",
            3,
            at + timedelta(hours=2),
            at + timedelta(hours=9),
            "The community hall",
            postcode,
            "Pack food parcels",
            "Ask at the door",
        )
        state_demand(asked, by=by, now=at)
