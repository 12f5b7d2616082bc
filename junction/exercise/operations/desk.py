"""Play the emergency line and its desk: calls, requests decided and waiting, a shortage, offers, a run.

What is recent is left undecided and without an owner, so that whoever looks at the demo finds work to do.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np

from junction.core.scope import Actor
from junction.supply.operations.allocation import Wish, ask_allocation
from junction.supply.operations.asking import People, Wanted, ask_for_help
from junction.supply.operations.calls import Rung, write_down_calls
from junction.supply.operations.deciding import Decision, decide
from junction.supply.operations.offers import Offered, take_in_offer
from junction.supply.operations.problems import Shortage, report_shortage

from .. import queries
from ..rules.answers import moment
from ..rules.places import SimulatedPlace
from ..rules.plan import Plan

REQUESTS = 12
COVERS = ("under-24h", "1-2-days", "over-2-days")
NEEDS = {"masks-iir": 400, "gloves": 1_000, "aprons": 600, "gowns": 50}
CALLS_A_DAY = 40
MINUTES_OPEN = 10 * 60  # requests of so long before now wait


def play_desk(
    plan: Plan, rng: np.random.Generator, places: Sequence[SimulatedPlace], *, by: Actor, now: datetime
) -> int:
    """Write calls down, take requests and decide those of yesterday; return how many requests were made."""
    _ring(rng, plan.last_day, by=by, now=now)
    made = _ask(plan, rng, places, by=by, now=now)
    council = queries.largest_council(by.scope, plan.region, on=plan.last_day)
    report_shortage(
        Shortage(
            title="Gowns in several homes", severity="days", area=council, to="nation", items={"gowns": 800},
            told="Three homes with outbreaks use twice what they did.",
        ),
        by=by, now=now - timedelta(hours=5),
    )  # fmt: skip
    for company, what in (
        ("Tees Workwear (simulated)", "We can sew 2,000 washable gowns a week from Monday."),
        ("Harbour Gin (simulated)", "500 bottles of hand sanitiser, 500 ml, free of charge."),
    ):
        offered = Offered(
            kind="give" if "free" in what else "make", company=company, name="Sam Sample",
            email="sam@demo.example", what=what,
        )  # fmt: skip
        take_in_offer(offered, by=by, now=now - timedelta(hours=30 if "gowns" in what else 3))
    _share(council, by=by, now=now)
    return made


def _ring(rng: np.random.Generator, last: date, *, by: Actor, now: datetime) -> None:
    """Calls of three days: most are answered within a minute, one in twenty gives up."""
    calls = []
    for day in (last - timedelta(days=n) for n in range(3)):
        minutes, waits = rng.integers(0, 24 * 60, CALLS_A_DAY), rng.exponential(25, CALLS_A_DAY)
        gives_up = rng.random(CALLS_A_DAY) < 0.05
        for minute, wait, gave_up in zip(minutes.tolist(), waits.tolist(), gives_up.tolist(), strict=True):
            rang_at = moment(day, minute)
            end = rang_at + timedelta(seconds=max(3, round(wait)))
            if end < now:
                calls.append(Rung(rang_at, None if gave_up else end, end if gave_up else None))
    if calls:
        write_down_calls(calls, by=by, now=now)


def _ask(
    plan: Plan, rng: np.random.Generator, places: Sequence[SimulatedPlace], *, by: Actor, now: datetime
) -> int:
    """Requests from some places over a day and a half; the older are decided, in part where stock lacks."""
    chosen = rng.choice(len(places), size=min(REQUESTS, len(places)), replace=False)
    numbers = queries.place_numbers(by.scope, [places[n].identifier for n in chosen])
    before = np.sort(rng.integers(20, 36 * 60, len(chosen)))[::-1]
    depot = queries.depot_of_area(by.scope, queries.largest_council(by.scope, plan.region, on=plan.last_day))
    for n, minutes in zip(chosen.tolist(), before.tolist(), strict=True):
        place, asked_at = places[n], now - timedelta(minutes=minutes)
        codes = rng.choice(sorted(NEEDS), size=2, replace=False).tolist()
        order = ask_for_help(_wanted(place, numbers[place.identifier], rng, codes), by=by, now=asked_at)
        if minutes > MINUTES_OPEN:
            granted, reasons = queries.cut_to_stock(by.scope, order.pk, depot)
            decision = Decision(granted, reasons, depot_id=depot, why="")
            decide(order.pk, decision, by=by, now=asked_at + timedelta(minutes=45))
    return len(chosen)


def _wanted(place: SimulatedPlace, number: int, rng: np.random.Generator, codes: list[str]) -> Wanted:
    people = People(
        "Duty manager", place.telephone, "Whoever is at the door", f"{place.address}, {place.postcode}"
    )
    return Wanted(
        place_id=number,
        people=people,
        cover=str(rng.choice(COVERS)),
        lines={code: NEEDS[code] for code in codes},
        tried=["own-supplier", "wholesaler"],
        takes_at_night=bool(rng.random() < 0.5),
        confirmed_cases=int(rng.integers(0, 6)),
        suspected_cases=int(rng.integers(0, 9)),
        beds=place.beds,
        channel="phone",
    )


def _share(council: str, *, by: Actor, now: datetime) -> None:
    """Ask for a run that shares what the council's hub has of gloves and masks; the worker works it out."""
    stocks = queries.stocks_at(by.scope, queries.depot_of_area(by.scope, council), ("gloves", "masks-iir"))
    wish = Wish(
        name="Gloves and masks, this week", kind="places", stocks=stocks, area_code=council, keep_percent=80,
        why="Most of what the hub holds stays for outbreaks; the rest is not enough for two weeks.",
    )  # fmt: skip
    ask_allocation(wish, by=by, now=now - timedelta(hours=1))
