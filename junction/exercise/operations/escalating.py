"""Play emergency needs, one of them at the Strategic Co-ordinating Group, and a stocktake of the region."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from junction.assurance.models import Stocktake
from junction.assurance.operations.escalations import Needed, escalate, pass_up, say_outcome
from junction.assurance.operations.offered import Offered, offer_help, state_need
from junction.assurance.operations.owning import take_thing
from junction.assurance.operations.stocktakes import (
    Called,
    CarriedOn,
    PointSaid,
    call_stocktake,
    carry_on,
    say_who_came,
    write_point,
)
from junction.assurance.queries.stocktakes import councils_of
from junction.core.scope import Actor
from junction.registry.queries import places

from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept

MORNING = 9 * 60  # minutes of the day


def play_escalating(plan: Plan, kept: Kept, *, by: Actor) -> None:
    """Play what homes need at once, and what the region's directors said."""
    said = told("raised")
    for one in said["need"]:
        if one["of"] in kept.councils:
            _play_need(one, kept.councils[one["of"]], plan, by=by)
    _play_stocktake(said["stocktake"], kept.councils, plan, by=by)
    for one in said["help"]:
        if one["of"] in kept.councils:
            _play_help(one, kept.councils[one["of"]], plan, by=by)


def _play_help(one: Mapping[str, Any], council: str, plan: Plan, *, by: Actor) -> None:
    now = moment(plan.last_day + timedelta(days=one["day"]), MORNING)
    number = state_need(council, theme=one["theme"], text=one["text"], by=by, now=now).pk
    if offered := one.get("offered"):
        later = now + timedelta(days=offered["days"])
        take_thing("help-need", number, by=by, now=later)
        given = Offered(offered["text"], offered["given_by"], later.date())
        offer_help(number, given, by=by, now=later)


def _play_need(one: Mapping[str, Any], council: str, plan: Plan, *, by: Actor) -> None:
    home = places(by.scope).filter(council=council).order_by("pk").first()
    if home is None:
        return
    now = moment(plan.last_day + timedelta(days=one["day"]), MORNING)
    needed = Needed(home.pk, one["need"], one["text"], now + timedelta(hours=one["hours"]), one["contract"])
    number = escalate(needed, by=by, now=now).pk
    for each in one.get("up", ()):
        pass_up(number, why=each["why"], by=by, now=now + timedelta(hours=each["hours"]))
    if met := one.get("met"):
        later = now + timedelta(hours=met["hours"])
        take_thing("escalation", number, by=by, now=now)
        say_outcome(number, outcome="met", text=met["text"], by=by, now=later)


def _play_stocktake(one: Mapping[str, Any], councils: Mapping[str, str], plan: Plan, *, by: Actor) -> None:
    now = moment(plan.last_day + timedelta(days=one["day"]), MORNING)
    invited = [code for code, _ in councils_of(by.scope, plan.region, now=now)]
    said = Called(plan.region, one["title"], now.date(), invited, one["others"])
    made: Stocktake = call_stocktake(said, by=by, now=now)
    take_thing("stocktake", made.pk, by=by, now=now)
    here = [councils[who] for who in one["came"] if who in councils]
    say_who_came(
        made.pk, list(made.guests.filter(area__in=here).values_list("pk", flat=True)), by=by, now=now
    )
    for each in one["points"]:
        if area := councils.get(each["of"]):
            point = write_point(made.pk, PointSaid(each["kind"], each["text"], area), by=by, now=now)
            if "to" in each:
                carry_on(point.pk, CarriedOn(each["to"]), by=by, now=now)
