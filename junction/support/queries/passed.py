"""Where a case may go: what each register has of its place, what came of what it was passed on to, and who
is told. Registers of other packages tell of their own through `core.passing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from junction.core import passing
from junction.core.calendar import local_day
from junction.core.passing import ANSWERED, REFUSED, Asked, Known
from junction.core.scope import Scope
from junction.people.queries import system_actor
from junction.registry.models import Place
from junction.registry.queries import identifiers_of

from ..models import CarerHelp, Need, Referral
from ..rules.carers import DIRECT_PAYMENTS, carer_rules
from ..rules.desk import Desk, matter_of
from .keepers import addresses_of
from .needs import ASK
from .offer_desks import address_of

OVER = {Referral.State.ACCEPTED: ANSWERED, Referral.State.DECLINED: REFUSED, Referral.State.LAPSED: REFUSED,
        Referral.State.WITHDRAWN: REFUSED}  # fmt: skip
PAYMENTS_DONE = {"agreed": ANSWERED, "done": ANSWERED, "refused": REFUSED}
HOUSE = system_actor("helpline").scope  # who passes a case on need not reach what it is passed on to
# The newest thing that each case in others' hands was passed on to, where it is of a register.
IN_OTHERS_HANDS = """
select n.id, n.limit_at, e.at, e.about from support_need n
cross join lateral (
    select at, about from support_needevent e where e.need_id = n.id and e.after in ('open', 'offered')
    and e.about <> '' order by e.at desc, e.id desc limit 1) e
where n.state = 'offered' and split_part(e.about, ':', 1) = any(%s) order by n.limit_at, n.id
"""


@dataclass(frozen=True, slots=True)
class Passed:
    """A case in others' hands: what it was passed on to, and what came of it there ("" while it is open)."""

    need: int
    limit_at: datetime
    at: datetime
    about: str
    came_to: str


def referrals(scope: Scope, asked: Asked, *, now: datetime) -> list[Known]:
    """Return referrals of a need; those whose need is not said are found by number alone."""
    found = Referral.objects.filter(sent_at__lte=now).select_related("service").order_by("-sent_at", "-pk")
    if asked.area:
        found = found.filter(need=asked.need)
    if asked.numbers is None:
        found = found.filter(state=Referral.State.SENT)
    else:
        found = found.filter(pk__in=list(asked.numbers))
    return [
        Known(
            one.pk, f"{one.reference}: {one.service.name}", one.council_id, "support.refer",
            came_to=OVER.get(Referral.State(one.state), ""),
        )
        for one in found
    ]  # fmt: skip


def direct_payments(scope: Scope, asked: Asked, *, now: datetime) -> list[Known]:
    """Return what the council is asked of somebody's direct payment; agreed, it is answered."""
    found = CarerHelp.objects.filter(kind__in=DIRECT_PAYMENTS, opened_at__lte=now).select_related("need")
    found = found.filter(need=asked.need) if asked.need else found
    if asked.numbers is None:
        found = found.exclude(state__in=PAYMENTS_DONE)
    else:
        found = found.filter(pk__in=list(asked.numbers))
    kinds = carer_rules(local_day(now)).kinds
    return [
        Known(
            one.pk, f"{kinds[one.kind].title} for {one.need.reference}", one.need.area_id, "support.answer",
            came_to=PAYMENTS_DONE.get(one.state, ""),
        )
        for one in found
    ]  # fmt: skip


def may_go_to(scope: Scope, need: Need, desk: Desk) -> list[str]:
    """Return the registers a need, read within a scope, may go to: a place's matter by the desk's file."""
    matter = desk.matters.get(matter_of(need.category))
    kinds = desk.registers(matter, has_place=need.place_id is not None)
    return [kind for kind in kinds if kind in desk.passes]


def open_things(scope: Scope, need: Need, desk: Desk, *, now: datetime) -> dict[str, list[Known]]:
    """Return the open things of a need's place, by register, that the need may be passed on to."""
    asked = Asked(need.area_id, need.place_id, need.pk)
    found = {
        kind: passing.known(HOUSE, kind, asked, now=now)
        for kind in may_go_to(scope, need, desk)
        if desk.passes[kind].address
    }
    return {kind: rows for kind, rows in found.items() if rows}


def thing(scope: Scope, need: Need, kind: str, number: int, *, now: datetime) -> Known | None:
    """Return one thing of a register, if there is one and it is of the need's place or of its council."""
    asked = Asked(need.area_id, need.place_id, need.pk, (number,))
    return next(iter(passing.known(HOUSE, kind, asked, now=now)), None)


def in_others_hands(scope: Scope, kinds: Iterable[str], *, now: datetime) -> list[Passed]:
    """Return the cases that were passed on to these registers, and what came of each. It is of the whole
    house: only what the clock does asks for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(IN_OTHERS_HANDS, [list(kinds)])
        rows: list[tuple[int, datetime, datetime, str]] = cursor.fetchall()
    wanted: dict[str, list[int]] = {}
    for *_, about in rows:
        kind, _, number = about.partition(":")
        if number.isdecimal():
            wanted.setdefault(kind, []).append(int(number))
    came = {
        f"{kind}:{one.number}": one
        for kind, numbers in wanted.items()
        for one in passing.known(HOUSE, kind, Asked(numbers=numbers), now=now)
    }
    return [
        Passed(need, limit_at, at, about, came[about].since(at) if about in came else "")
        for need, limit_at, at, about in rows
    ]


def who_sees_to(scope: Scope, found: Known, *, now: datetime) -> list[str]:
    """Return the addresses of whose a thing is, else of all who see to it at its desk."""
    if own := address_of(scope, found.owner, now=now) if found.owner else "":
        return [own]
    nation = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    return addresses_of(scope, found.holds, Q(area=found.area) if found.area else nation, now=now)


def who_asked(scope: Scope, need: Need, *, now: datetime) -> list[str]:
    """Return the addresses of those who ask the desk for a need's place: its managers."""
    if need.place_id is None:
        return []
    return addresses_of(scope, ASK, Q(place=need.place_id), now=now)


def location_of(scope: Scope, place: Place) -> str:
    """Return the location number of a place that was read within a scope; "" where it has none."""
    held = identifiers_of(HOUSE, place).filter(kind="cqc-location")
    return held.values_list("value", flat=True).first() or ""
