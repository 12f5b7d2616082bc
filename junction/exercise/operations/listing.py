"""Play the directory: some dozen services of each of two councils, and needs that are referred to them.

In each council one voluntary body keeps its services itself and answers what is referred to it. Some entries
were checked of late, some long ago; of the referrals some wait, some are accepted and some are declined with
a reason. Organisations and places bear names that nobody bears.
"""

from datetime import date, timedelta
from itertools import cycle

import numpy as np

from junction.core.scope import Actor
from junction.core.tables import write_csv
from junction.registry.operations import add_body
from junction.support.files.directory import read_directory
from junction.support.operations.directory_import import Taking, import_directory
from junction.support.operations.referrals import Sending, accept_referral, decline_referral, send_referral
from junction.support.queries.kept_services import kept_services
from junction.support.queries.needs import open_needs
from junction.support.rules.directory_book import directory_book
from junction.support.rules.referrals import referral_rules

from .. import queries
from ..rules.answers import moment
from ..rules.plan import Plan

COUNCILS, REFERRED = 2, 8
COLUMNS = ("name", "organisation", "needs", "ways", "description", "areas", "opening", "phone", "eligibility",
           "cost", "languages", "places_free", "assured_date")  # fmt: skip
BODIES = ("Cloverhay Neighbours", "Elmgate Hub", "Foxlea Trust", "Greyfold Friends")
PARTNER = BODIES[0]  # which keeps its services itself
KINDS = {
    "Shopping run": "food", "Food parcels": "food", "Prescriptions": "medicine", "Debt advice": "money",
    "Room for a night": "housing", "Telephone friends": "company", "Carers' break": "carers",
    "Care at home line": "personal-care", "Lifts to hospital": "transport", "Small repairs": "practical-help",
    "Advice by phone": "information", "Loan of equipment": "equipment",
}  # fmt: skip
WAYS = {  # how some can be had; of the others nothing is said
    "Telephone friends": "telephone; video", "Advice by phone": "telephone",
    "Debt advice": "telephone; online",
    "Care at home line": "at-home", "Small repairs": "at-home", "Lifts to hospital": "in-person",
}  # fmt: skip
HOURS = ("Mo-Fr 09:00-17:00", "Mo-Su 08:00-20:00", "Tu,Th 10:00-13:00", "Mo-Fr 09:00-12:30; Sa 10:00-12:00")
LANGUAGES = ("English", "English; Polish", "English; Urdu")
ANSWERS = ("", "yes", "full", "yes", "area", "", "hours", "yes")  # "" waits, "yes" is accepted, else declined


def play_bodies(plan: Plan, *, by: Actor) -> int:
    """Write down a voluntary body for each of the councils; return how many."""
    councils = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=COUNCILS)
    at = moment(plan.last_day - timedelta(days=10), 9 * 60)
    return len([add_body(PARTNER, area=council, by=by, now=at) for council in councils])


def play_listing(plan: Plan, *, by: Actor) -> int:
    """Bring services and refer needs to some; return how many services are listed."""
    rng = np.random.default_rng(plan.seed)
    councils = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=COUNCILS)
    listed = 0
    for council in councils:
        listed += _list(rng, council, plan.last_day, by=by)
        _refer(council, plan.last_day, by=by)
    return listed


def _list(rng: np.random.Generator, code: str, day: date, *, by: Actor) -> int:
    at, listed = moment(day - timedelta(days=9), 9 * 60), 0
    for keeper, bodies in ((queries.partner_of(by.scope, code), BODIES[:1]), (None, BODIES[1:3])):
        rows = [_row(rng, what, need, body, code, day) for what, need in KINDS.items() for body in bodies]
        content = "".join(write_csv(COLUMNS, rows)).encode()
        source = f"Services of {bodies[0]} in {code} (simulated)"
        found = read_directory(content, filename="services.csv", source=source, on=day)
        listed += import_directory(found, Taking(source, code, keeper), by=by, now=at).created
    return listed


def _row(
    rng: np.random.Generator, what: str, need: str, body: str, code: str, day: date
) -> list[str]:  # fmt: skip
    checked = day - timedelta(days=int(rng.choice([12, 40, 90, 150, 260, 400])))
    return [
        f"{what}, {body.split()[0]}", body, need, WAYS.get(what, ""),
        f"{what} for people who have to stay at home.", code, str(rng.choice(HOURS)),
        f"01632 960{int(rng.integers(1000)):03}", "",
        str(rng.choice(["Free", "£3 a visit"])), str(rng.choice(LANGUAGES)), str(int(rng.integers(0, 9))),
        checked.isoformat(),
    ]  # fmt: skip


def _refer(code: str, day: date, *, by: Actor) -> None:
    """Refer the newest open needs that a service may answer, and let some of them be answered."""
    book, reasons = directory_book(day), referral_rules(day).decline_reasons
    services = {one.needs[0]: one for one in kept_services(by.scope).filter(area=code).order_by("-keeper_id")}
    waiting = open_needs(by.scope).filter(area=code, category__in=book.answers).order_by("-stated_at", "pk")
    for need, answer in zip(list(waiting[:REFERRED]), cycle(ANSWERS), strict=False):
        service = services.get(book.answers[need.category])
        if service is None:
            continue
        at = need.stated_at + timedelta(minutes=20)
        one = send_referral(Sending(need.pk, service.pk, has_consent=True), by=by, now=at)
        if answer == "yes":
            accept_referral(one.pk, by=by, now=at + timedelta(minutes=30))
        elif answer in reasons:
            decline_referral(one.pk, why=answer, by=by, now=at + timedelta(minutes=30))
