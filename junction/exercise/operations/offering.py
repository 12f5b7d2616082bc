"""Play offers of help: made, passed on, answered, used, withdrawn, late, by those whose desks they lie at.

It is played once there is somebody at the desks, since every offer has an owner. What nobody does is left to
the rules: an answer that is late goes one step up, and an offer lapses at its end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from junction.core.calendar import local_day
from junction.core.scope import ANONYMOUS, Actor
from junction.people.queries import actor_of_key
from junction.support.operations.offer_passing import (
    OfferRouted,
    escalate_late,
    lapse_ended,
    pass_on,
    set_route,
)
from junction.support.operations.offers import (
    HelpOffered,
    Made,
    OfferAnswer,
    Used,
    answer_offer,
    make_offer,
    use_offer,
    withdraw_offer,
)
from junction.support.queries.needs import needs
from junction.support.queries.offer_desks import people_at
from junction.support.rules.help_offers import Desk

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan

ROUTED = ("accommodation", "transport", "space")  # the others have no home of their own at the council


@dataclass(frozen=True, slots=True)
class _World:
    """The desks by the words of the facts, and the offers made so far."""

    plan: Plan
    desks: Mapping[str, Desk]
    by: Actor
    made: dict[str, Made] = field(default_factory=dict)

    def actor(self, who: str, at: datetime) -> Actor | None:
        """Whoever answers at a desk, if anybody does."""
        desk = self.desks[who]
        keys = people_at(self.by.scope, [desk], now=at).get(desk.area, [])
        return actor_of_key(keys[0], now=at) if keys else None


def play_offers(plan: Plan, *, by: Actor, now: datetime) -> int:
    """Make the offers of the facts and do what is said of each by now; return how many were made."""
    council = queries.largest_council(by.scope, plan.region, on=plan.last_day)
    forum = queries.forum_of(by.scope, council, on=plan.last_day)
    desks = {"council": Desk("council", council), "lrf": Desk("lrf", forum), "national": Desk("nation")}
    world, offers = _World(plan, desks, by), told("offers")["offer"]
    _name_owners(world, _at(plan, offers[0]))
    for at, one, step in sorted(_steps(plan, offers), key=lambda each: each[0]):
        if at > now:
            break
        escalate_late(by=by, now=at)
        lapse_ended(by=by, now=at)
        if not step:
            world.made[one["key"]] = _make(world, one, at)
        elif by_whom := world.actor(step["who"], at) if "who" in step else ANONYMOUS:
            DO[step["what"]](world, world.made[one["key"]], step, by_whom, at)
    escalate_late(by=by, now=now)
    lapse_ended(by=by, now=now)
    return len(world.made)


def _at(plan: Plan, one: Mapping[str, Any]) -> datetime:
    return moment(plan.last_day + timedelta(days=one["day"]), one["hour"] * 60)


def _steps(plan: Plan, offers: list[dict[str, Any]]) -> list[tuple[datetime, dict[str, Any], dict[str, Any]]]:
    """When what is done of which offer; nothing: it is made."""
    return [
        (_at(plan, one) + timedelta(hours=step.get("after", 0)), one, step)
        for one in offers
        for step in ({}, *one.get("do", ()))
    ]


def _name_owners(world: _World, at: datetime) -> None:
    who, desk = world.actor("council", at), world.desks["council"]
    if who is None:
        return
    for kind in ROUTED:
        routed = OfferRouted(kind, str(desk.area), who.key, local_day(at), "Knows who has rooms and wheels")
        set_route(routed, by=who, now=at)


def _make(world: _World, one: Mapping[str, Any], at: datetime) -> Made:
    words = ("kind", "company", "what", "quantity", "price_basis", "name", "email")
    more = ("staff_kind", "price", "conditions")
    lasts, day = one.get("lasts"), local_day(at)
    offered = HelpOffered(
        **{name: one[name] for name in words}, **{name: one.get(name, "") for name in more},
        area=str(world.desks["council"].area) if one["area"] else "", starts_on=day,
        ends_on=day + timedelta(days=lasts) if lasts else None,
    )  # fmt: skip
    return make_offer(offered, by=ANONYMOUS, now=at)


def _pass(world: _World, made: Made, step: Mapping[str, Any], by: Actor, at: datetime) -> None:
    pass_on(made.offer.pk, to=world.desks[step["to"]].key, why=step["why"], by=by, now=at)


def _answer(world: _World, made: Made, step: Mapping[str, Any], by: Actor, at: datetime) -> None:
    said = OfferAnswer(step["answer"], step["told"], step.get("declined_why", ""))
    answer_offer(made.offer.pk, said, by=by, now=at)


def _use(world: _World, made: Made, step: Mapping[str, Any], by: Actor, at: datetime) -> None:
    found = needs(by.scope).order_by("pk").first() if step.get("need") else None
    used = Used(step["quantity"], step["used_by"], local_day(at), found.reference if found else "")
    use_offer(made.offer.pk, used, by=by, now=at)


def _withdraw(world: _World, made: Made, step: Mapping[str, Any], by: Actor, at: datetime) -> None:
    withdraw_offer(made.token, by=by, now=at)


DO: Mapping[str, Callable[[_World, Made, Mapping[str, Any], Actor, datetime], None]] = {
    "pass": _pass, "answer": _answer, "use": _use, "withdraw": _withdraw,
}  # fmt: skip
