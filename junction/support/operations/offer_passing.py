"""Who has an offer of help next: taken, passed on, escalated when its answer is late, lapsed at its end.

Every passing-on is counted with its time and reason. An offer that was passed on too often, or that is late
at the highest desk, is raised: it stands in the list of what is passed round, and a desk above is written to.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import history
from junction.core.ownership.rules import hand_overs
from junction.core.scope import Actor

from ..models import Offer, OfferRoute
from ..queries.offer_desks import OFFERS, desk_areas, home_for, ladder, people_at
from ..queries.offer_homes import needs_owner, ownerless
from ..queries.offers import STANDING, SUBJECT, past_their_end, rules_of, waiting_too_long
from ..rules.help_offers import Desk, Home, above, help_offer_rules
from . import offer_refusals as refusals
from .offer_letters import tell_owner, tell_who_offers
from .offer_steps import keep_step
from .offers import locked

LATE = "Not answered in time"
GONE = "Whoever had it answers offers here no more"


@transaction.atomic
def take_offer(number: int, *, by: Actor, now: datetime, why: str = "Takes it on") -> Offer:
    """Become the owner, from whoever has it; somebody who answers offers has given it a home."""
    offer = locked(number, by=by, states=STANDING)
    if history(SUBJECT, number)[-1].owner == by.key:
        return offer
    return _pass(offer, Home(by.key, _desk_with(offer, by=by, now=now), is_home=True), why, by=by, now=now)


def _desk_with(offer: Offer, *, by: Actor, now: datetime) -> Desk:
    """Where whoever takes it answers: its present desk where they may, else the lowest of its ladder."""
    desks = [_desk_of(offer), *_ladder(offer, by=by, now=now)]
    people = people_at(by.scope, desks, now=now)
    return next((desk for desk in desks if by.key in people.get(desk.area, ())), desks[0])


@transaction.atomic
def pass_on(number: int, *, to: str, why: str, expected: str = "", by: Actor, now: datetime) -> Offer:
    """Pass it to a person at its desk ("user:…"), or to another desk of its ladder ("desk:…").

    `expected` is the owner the page showed. Raise `CannotPassOn` or `HandedOverMeanwhile`.
    """
    offer = locked(number, by=by, states=STANDING)
    current = history(SUBJECT, number)[-1].owner
    if expected and expected != current:
        raise refusals.HandedOverMeanwhile
    home = _home_of(to, offer, by=by, now=now)
    if home is None or home.owner == current or not why.strip():
        raise refusals.CannotPassOn
    return _pass(offer, home, why.strip()[:300], by=by, now=now)


def _home_of(to: str, offer: Offer, *, by: Actor, now: datetime) -> Home | None:
    """Return who is meant: a person at the desk, or whose the kind is at another desk."""
    if not to.startswith("desk:"):
        mine = _desk_of(offer)
        return (
            Home(to, mine, is_home=True)
            if to in people_at(by.scope, [mine], now=now).get(mine.area, [])
            else None
        )
    desks = [desk for desk in _ladder(offer, by=by, now=now) if desk.key == to]
    return home_for(by.scope, offer.kind, desks, now=now) if desks else None


def _pass(offer: Offer, home: Home, why: str, *, by: Actor, now: datetime) -> Offer:
    """Give it to another. That gains no time: the answer is due when it was, until it is escalated."""
    rules = rules_of(by.scope, offer)
    ownership.hand_over((SUBJECT, offer.pk), to=home.owner, by=by, now=now, reason=why)
    offer.desk_id, offer.step = home.desk.area, home.desk.step
    offer.homeless_since = None if home.is_home else offer.homeless_since or now
    offer.passes = hand_overs(history(SUBJECT, offer.pk))
    is_open = offer.state == Offer.State.OPEN
    is_new = is_open and rules.is_raised(offer.passes) and offer.raised_at is None
    offer.raised_at = now if is_new else offer.raised_at
    offer.save(update_fields=["desk", "step", "homeless_since", "passes", "raised_at"])
    keep_step(offer, now=now)
    record(
        at=now, by=by, verb="support.offer.passed-on", subject=f"{SUBJECT}:{offer.pk}", why=why,
        owner=home.owner, desk=home.desk.area, step=home.desk.step, passes=offer.passes, raised=is_new,
    )  # fmt: skip
    if home.owner != by.key:
        tell_owner(offer, home.owner, by=by, now=now)
    if is_new:
        _raise(offer, by=by, now=now)
    return offer


def _raise(offer: Offer, *, by: Actor, now: datetime) -> None:
    """Write to the desk one step up, or to the nation's, that it is passed round."""
    desks = _ladder(offer, by=by, now=now)
    higher = above(desks, offer.step, rules_of(by.scope, offer).steps) or desks[-1:]
    tell_owner(offer, home_for(by.scope, offer.kind, higher, now=now).owner, by=by, now=now, is_raised=True)


def _desk_of(offer: Offer) -> Desk:
    return Desk(offer.step, offer.desk_id)


def _ladder(offer: Offer, *, by: Actor, now: datetime) -> list[Desk]:
    return ladder(by.scope, offer.area_id, rules=rules_of(by.scope, offer), on=local_day(now))


def escalate_late(*, by: Actor, now: datetime) -> int:
    """Pass every offer whose answer is late one step up; raise those at the top. Return how many."""
    numbers = waiting_too_long(by.scope, now=now).order_by("pk").values_list("pk", flat=True)
    return sum(_escalate(number, by=by, now=now) for number in list(numbers))


@transaction.atomic
def _escalate(number: int, *, by: Actor, now: datetime) -> bool:
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=number)
    if offer.state != Offer.State.OPEN or offer.due_at > now:
        return False  # answered, or escalated by another worker, meanwhile
    rules = rules_of(by.scope, offer)
    offer.escalations += 1
    higher = above(_ladder(offer, by=by, now=now), offer.step, rules.steps)
    home = home_for(by.scope, offer.kind, higher, now=now) if higher else None
    offer.due_at = rules.due_at(now)
    is_top = home is None or home.owner == history(SUBJECT, number)[-1].owner
    offer.raised_at = offer.raised_at or (now if is_top else None)
    offer.save(update_fields=["escalations", "due_at", "raised_at"])
    keep_step(offer, now=now)
    record(
        at=now, by=by, verb="support.offer.escalated", subject=f"{SUBJECT}:{number}", why=LATE,
        escalations=offer.escalations, at_the_top=is_top,
    )  # fmt: skip
    if home is not None and not is_top:
        _pass(offer, home, LATE, by=by, now=now)
    else:
        _raise(offer, by=by, now=now)
    return True


def lapse_ended(*, by: Actor, now: datetime) -> int:
    """Let every offer lapse that has come to its end, and write to who made it. Return how many."""
    numbers = past_their_end(by.scope, on=local_day(now)).order_by("pk").values_list("pk", flat=True)
    return sum(_lapse(number, by=by, now=now) for number in list(numbers))


@transaction.atomic
def _lapse(number: int, *, by: Actor, now: datetime) -> bool:
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=number)
    if offer.state not in STANDING:
        return False
    was, offer.state, offer.state_at = offer.state, Offer.State.LAPSED, now
    offer.save(update_fields=["state", "state_at"])
    record(at=now, by=by, verb="support.offer.lapsed", subject=f"{SUBJECT}:{number}", was=was)
    tell_who_offers(offer, "lapsed", {"was": was}, by=by, now=now)
    tell_owner(offer, history(SUBJECT, number)[-1].owner, by=by, now=now, letter="ended")
    return True


def find_new_homes(*, by: Actor, now: datetime) -> int:
    """Give every standing offer whose owner can answer it no more to somebody who can. Return how many."""
    return sum(_new_home(number, by=by, now=now) for number in ownerless(by.scope, now=now))


@transaction.atomic
def _new_home(number: int, *, by: Actor, now: datetime) -> bool:
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=number)
    if offer.state not in STANDING or not needs_owner(by.scope, offer, now=now):
        return False  # ended, or taken, meanwhile
    higher = above(_ladder(offer, by=by, now=now), offer.step, rules_of(by.scope, offer).steps)
    home = home_for(by.scope, offer.kind, [_desk_of(offer), *higher], now=now)
    if home.owner == history(SUBJECT, number)[-1].owner:
        return False
    _pass(offer, home, GONE, by=by, now=now)
    return True


@dataclass(frozen=True, slots=True)
class OfferRouted:
    """Who has offers of a kind ("": every kind) at the desk of an area ("": the nation's), from a day."""

    kind: str
    area: str
    owner: str
    valid_from: date
    why: str


@transaction.atomic
def set_route(routed: OfferRouted, *, by: Actor, now: datetime) -> OfferRoute:
    """Say who has offers from a day on; the route before ends then. Raise `CannotRoute`."""
    today = local_day(now)
    _must_be_routed(routed, today, by=by, now=now)
    code = routed.area or None
    before = (
        OfferRoute.objects.select_for_update().filter(kind=routed.kind, area=code, valid_until=None).first()
    )
    if before and before.valid_from > routed.valid_from:
        raise refusals.CannotRoute
    if before:
        before.valid_until = routed.valid_from
        before.save(update_fields=["valid_until"])
    made = OfferRoute.objects.create(
        kind=routed.kind, area_id=code, owner=routed.owner, valid_from=routed.valid_from,
        why=routed.why.strip()[:300], set_at=now, set_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.offer-route.set", subject=f"offer-route:{made.pk}", why=made.why,
        kind=made.kind, area=code, owner=made.owner, valid_from=made.valid_from.isoformat(),
    )  # fmt: skip
    return made


def _must_be_routed(routed: OfferRouted, today: date, *, by: Actor, now: datetime) -> None:
    rules = help_offer_rules(today)
    if (
        (routed.kind and routed.kind not in rules.kinds)
        or not routed.why.strip()
        or routed.valid_from < today
    ):
        raise refusals.CannotRoute
    if routed.area:
        known = desk_areas(by.scope, rules=rules, on=today).filter(code=routed.area).exists()
    else:
        known = by.scope.reach(OFFERS).national
    desk = Desk("", routed.area or None)
    if not known or routed.owner not in people_at(by.scope, [desk], now=now).get(desk.area, []):
        raise refusals.CannotRoute
