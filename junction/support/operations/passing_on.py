"""Pass a case on to a thing of another register, and hear from there.

What it is passed on to exists, is open and is of the case's place. Whoever sees to that is told. Once it is
answered or over there, or late, the case is the desk's again: nothing closes by itself.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.passing import ANSWERED, Known, register
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor

from ..models import Need, NeedEvent
from ..queries.passed import HOUSE, Passed, in_others_hands, may_go_to, thing, who_asked, who_sees_to
from ..rules.desk import Desk, desk_on
from ..rules.keeping import keeping_on
from . import desk_refusals as refusals
from . import settling

ANSWER_THEMSELVES = "referral"  # referrals give their needs back themselves
THERE = "there-"  # begins the codes of what came of a case there
LATE = "late"


def pass_to(need: Need, to: str, reference: str, desk: Desk, *, by: Actor, now: datetime) -> NeedEvent:
    """Pass a case that one has on, and tell whoever sees to it there. Raise `SayWhereTo` or `NotThere`."""
    said = reference.strip()
    found = desk.passes.get(to)
    if found is None or not said or len(said) > 40 or (found.address and not said.isdecimal()):
        raise refusals.SayWhereTo
    if to not in may_go_to(by.scope, need, desk):
        raise refusals.SayWhereTo
    there = None
    if register(to) is not None:
        there = _open_there(need, to, said, by=by, now=now)
        said = str(there.number)
    made = settling.offer_help(need.pk, about=f"{to}:{said}", by=by, now=now)
    if there is not None and to != ANSWER_THEMSELVES:
        _tell_there(need, there, made.about, desk, by=by, now=now)
    return made


def _open_there(need: Need, to: str, said: str, *, by: Actor, now: datetime) -> Known:
    found = thing(by.scope, need, to, int(said), now=now) if len(said) <= 18 else None
    if found is None or found.since(now):
        raise refusals.NotThere
    return found


def hear_of_passed(*, by: Actor, now: datetime) -> int:
    """Hear what came of the cases that were passed on; return how many are the desk's again."""
    desk = desk_on(local_day(now))
    kinds = [kind for kind in desk.passes if kind != ANSWER_THEMSELVES]
    back = [one for one in in_others_hands(by.scope, kinds, now=now) if _is_back(one, desk, now)]
    return sum(_hear(one, desk, by=by, now=now) for one in back)


def _is_back(one: Passed, desk: Desk, now: datetime) -> bool:
    back_at = desk.back_at(one.at, one.limit_at)
    return bool(one.came_to) or (back_at is not None and back_at <= now)


@transaction.atomic
def _hear(one: Passed, desk: Desk, *, by: Actor, now: datetime) -> bool:
    rows = Need.objects.select_for_update(of=("self",)).select_related("person")
    need = rows.get(pk=one.need)
    if need.state != Need.State.OFFERED or need.state_at > one.at:
        return False  # settled, or passed on again, meanwhile
    came_to = one.came_to or LATE
    kind = NeedEvent.Kind.HEARD if came_to == ANSWERED else NeedEvent.Kind.FELL
    step = settling.Step(kind, Need.State.OPEN, why=f"{THERE}{came_to}", about=one.about)
    settling.write_down(need, step, by=by, now=now)
    _tell_place(need, came_to, one.about, desk, by=by, now=now)
    return True


def _tell_there(need: Need, there: Known, about: str, desk: Desk, *, by: Actor, now: datetime) -> None:
    """Write to whoever sees to it there."""
    what, address, number = desk.passed(about)
    to = who_sees_to(HOUSE, there, now=now)
    try:
        link = settings.PUBLIC_ADDRESS + reverse(address, args=[number])
    except NoReverseMatch:  # a package that is not installed has no pages
        link = ""
    _write("case_passed", to, need, {"what": what, "link": link}, by=by, now=now)


def _tell_place(need: Need, came_to: str, about: str, desk: Desk, *, by: Actor, now: datetime) -> None:
    """Write to the place that rang, and what came of it there."""
    link = settings.PUBLIC_ADDRESS + reverse("support:need", args=[need.pk])
    more = {"what": desk.passed(about)[0], "came_to": came_to, "link": link}
    _write("case_heard", who_asked(HOUSE, need, now=now), need, more, by=by, now=now)


def _write(
    template: str, to: list[str], need: Need, more: dict[str, str], *, by: Actor, now: datetime
) -> None:
    if not to:
        return  # the queue and the page of the place show it all the same
    plain = {"product": settings.PRODUCT["name"], "reference": need.reference, **more}
    today = local_day(now)
    until = keeping_on(today).keep_until(today)
    keys = keep_many(to, kind="email", by=by, now=now, retention_until=until)
    letters = [Letter(key, Words(plain=plain), f"need:{need.pk}") for key in keys]
    queue_many(f"support/{template}", letters, by=by, now=now)
