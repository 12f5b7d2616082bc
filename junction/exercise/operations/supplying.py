"""Play supply in the world that was made: stock comes in, providers order more than there is, it is sent and
used.

Everything goes through the operations that doors call, each at its own moment. The newest orders stay on
their way, and the newest of all unpicked, so that whoever looks at the demo finds work to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np

from junction.core.scope import Actor
from junction.core.telling import Tell, told
from junction.registry.queries import area
from junction.supply import operations as supply
from junction.supply.operations import arriving, depots, picking, portal, posting_use, receiving
from junction.supply.rules.limits import key_of, limits_on
from junction.supply.rules.ordering import Asked

from .. import queries
from ..rules.answers import moment
from ..rules.places import SimulatedPlace
from ..rules.plan import Plan
from ..rules.supplying import FORUM_STORE, Placed, orders, stock_for, two_lots
from ..rules.world import days_until

DAYS = 12  # of ordering, before the last day
HUB = "exercise-hub"
CONFIRMED = 2  # of so many deliveries one is confirmed by its receiver
DIFFERENT = 25  # of so many deliveries one is not what was sent
ARRIVES, EVENING = 11 * 60, 19 * 60 + 30  # minutes of the day


@dataclass(slots=True)
class Supplied:
    """What was made."""

    depots: int = 0
    orders: int = 0
    cut: int = 0  # granted less than asked
    delivered: int = 0
    used: int = 0  # movements of what homes and agencies used, as their counts tell


def play_supplies(
    plan: Plan,
    rng: np.random.Generator,
    places: Sequence[SimulatedPlace],
    *,
    by: Actor,
    now: datetime,
    tell: Tell | None = None,
) -> Supplied:
    """Open depots, bring stock in, place the orders of the last days, send them and let them come."""
    days = days_until(plan.last_day, DAYS)
    supply.load_catalogue(by=by, now=moment(days[0], 6 * 60))
    packs = queries.orderable(by.scope)
    sizes = {pack.code: pack.quantity for pack in packs}
    numbers = queries.place_numbers(by.scope, [place.identifier for place in places])
    placed = _placed(plan, rng, places, packs, numbers, by=by, now=now)
    made = Supplied(depots=_open_depots(plan, days[0], by=by))
    by_day = {day: [one for one in placed if one.day == day] for day in days}
    *earlier, _last = [day for day in days if by_day[day]]  # those of the last wait to be picked
    stocked: set[tuple[int, int]] = set()
    coming: dict[date, list[int]] = {}
    for day in told(days, tell, of=len(days)):
        _arrive(coming.get(day, []), day, made, by=by)
        if by_day[day] and (week := day.isocalendar()[:2]) not in stocked:
            stocked.add(week)
            of_week = [one for one in placed if one.day.isocalendar()[:2] == week]
            _stock_depots(stock_for(of_week, sizes), packs, day, by=by)
        if by_day[day]:
            portal.look_ahead(by=by, now=moment(day, 7 * 60 + 45))
            _order(by_day[day], numbers, made, by=by)
        if day in earlier:
            sent = _send(day, by=by, now=now)
            comes = day + timedelta(days=2)
            if day != earlier[-1] and moment(comes, ARRIVES) <= now:
                coming.setdefault(comes, []).extend(sent[::CONFIRMED])
        if (evening := moment(day, EVENING)) <= now:
            made.used += posting_use.post_use(on=day, by=by, now=evening).taken
    return made


def _placed(
    plan: Plan,
    rng: np.random.Generator,
    places: Sequence[SimulatedPlace],
    packs: Sequence[queries.Orderable],
    numbers: Mapping[str, int],
    *,
    by: Actor,
    now: datetime,
) -> list[Placed]:
    """What is ordered until now; the place that the demo's manager runs surely orders."""
    home = queries.cast(by.scope, plan.region, on=plan.last_day)["place-manager"][1].place_id
    placed = orders(
        rng, places, days_until(plan.last_day, DAYS),
        allowance=lambda place, day: _allowed(place, day, packs),
        packs={pack.code: pack.quantity for pack in packs},
        surely=[identifier for identifier, number in numbers.items() if number == home],
    )  # fmt: skip
    return [one for one in placed if _placed_at(one) <= now]


def _placed_at(one: Placed) -> datetime:
    """Those of an hour are placed together, at its end."""
    return moment(one.day, one.minute // 60 * 60 + 59)


def _allowed(place: SimulatedPlace, day: date, packs: Sequence[queries.Orderable]) -> Mapping[str, int]:
    """What a provider may order in the week of `day`, by the code of what can be ordered."""
    allowed = limits_on(day).allowed(place.service_type, place.beds, day)
    keys = {pack.code: key_of(allowed, code=pack.code, measure=pack.measure) for pack in packs}
    return {code: allowed[key] for code, key in keys.items() if key}


def _open_depots(plan: Plan, day: date, *, by: Actor) -> int:
    """A national hub, a store of each forum of the region, and the hub of its largest council."""
    opened = moment(day, 7 * 60)
    region = area(by.scope, plan.region)
    name = f"{region.name} hub (simulated)" if region else "Hub (simulated)"
    said: list[tuple[str, str, str, str | None]] = [(HUB, "hub", name, None)]
    said += [(f"exercise-{code.lower()}", "lrf", f"{name} store", code)
             for code, name in queries.forums(by.scope, plan.region, on=day)]  # fmt: skip
    council = area(by.scope, queries.largest_council(by.scope, plan.region, on=day))
    if council:
        said.append(("exercise-council", "council", f"{council.name} hub", council.code))
    for code, kind, name, lies_in in said:
        place = area(by.scope, lies_in or plan.region)
        where = {"latitude": place.latitude, "longitude": place.longitude} if place else {}
        depots.open_depot(
            code=code, said={"kind": kind, "name": name, "area_id": lies_in, "opened_on": day, **where},
            by=by, now=opened,
        )  # fmt: skip
    return len(said)


def _stock_depots(
    stocked: Mapping[str, int], packs: Sequence[queries.Orderable], day: date, *, by: Actor
) -> None:
    """Bring in what a week has: most of it to the hub, some to every other depot, each in two lots."""
    arrived = moment(day, 7 * 60 + 30)
    items = queries.items(by.scope)
    for depot in queries.exercise_depots(by.scope):
        receipt = receiving.begin_receipt(
            depot_code=depot, supplier="Northern Supplies (simulated)", paper=f"DN-{depot}-{day:%m%d}",
            received_on=day, by=by, now=arrived,
        )  # fmt: skip
        for pack in packs:
            number = stocked.get(pack.code, 0)
            if depot != HUB:
                number = max(1, int(FORUM_STORE * number) // pack.quantity) * pack.quantity if number else 0
            for lot, part in zip(("A", "B"), two_lots(number, pack.quantity), strict=True):
                if part:
                    last = day + timedelta(days=200 if lot == "A" else 500)
                    name = f"{pack.code[:6].upper()}-{day:%m%d}{lot}"
                    came = receiving.Came(items[pack.code], name, last, part)
                    receiving.receive(receipt_id=receipt.pk, came=came, by=by, now=arrived)


def _order(placed: Sequence[Placed], numbers: Mapping[str, int], made: Supplied, *, by: Actor) -> None:
    """Place the orders of a day, those of an hour together, as providers would on the portal."""
    for at, together in groupby(placed, key=_placed_at):
        asked = [
            Asked(
                by=by, lines=tuple(sorted(one.lines.items())), place_id=numbers[one.identifier], channel="web"
            )
            for one in together
        ]
        for came in portal.place_orders(asked, now=at):
            if not isinstance(came, portal.Placed):
                raise came
            made.orders += 1
            made.cut += any(line["granted"] < line["asked"] for line in came.order["lines"])


def _send(day: date, *, by: Actor, now: datetime) -> list[int]:
    """In the evening of a working day what was ordered is picked and sent; it comes two days later."""
    evening = moment(day, 18 * 60)
    sent_at = evening + timedelta(hours=1)
    waiting = queries.orders_to_pick(by.scope, HUB, until=evening) if sent_at <= now else []
    if not waiting:
        return []
    picked = picking.pick(waiting, depot_code=HUB, by=by, now=evening)
    sent = picking.dispatch(
        [one.pk for one in picked], depot_code=HUB, carrier="Parcel post (simulated)", by=by,
        now=sent_at,
    )  # fmt: skip
    return [one.pk for one in sent]


def _arrive(consignments: Sequence[int], day: date, made: Supplied, *, by: Actor) -> None:
    """What was sent two days before comes, some of it not as it was sent."""
    for number in consignments:
        said = _said(number, by=by) if made.delivered % DIFFERENT == DIFFERENT - 1 else {}
        arriving.confirm_arrival(number, said=said, received_by="", by=by, now=moment(day, ARRIVES))
        made.delivered += 1


def _said(consignment_id: int, *, by: Actor) -> dict[int, arriving.Said]:
    """Of one line a part is missing."""
    line, quantity = queries.first_line(by.scope, consignment_id)
    return {line: arriving.Said(quantity // 2, "not-there", "A box was not in the delivery.")}
