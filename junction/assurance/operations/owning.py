"""Take, hand over and let go of what leads upwards: each thing has one owner, or one who must find it one.

A thing is owned by somebody who may settle it where it is now. Handing over needs a reason; letting go needs
the post that must find it a home.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import owner
from junction.core.scope import Actor

from ..models import Finder
from ..queries import escalations, national, offered, stocktakes
from ..queries.owners import could_own
from . import raising_refusals as refusals


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a thing is settled: in these areas or, with none, at the centre."""

    areas: tuple[str, ...] = ()
    is_mine: bool = False
    is_over: bool = False


def _desk_of_issue(number: int, *, by: Actor, now: datetime) -> Desk:
    found: Any = national.issues(by.scope, now=now).get(pk=number)
    return Desk(is_mine=national.is_centre(by.scope), is_over=found.state in ("published", "local"))


def _desk_of_escalation(number: int, *, by: Actor, now: datetime) -> Desk:
    found: Any = escalations.escalations(by.scope, now=now).get(pk=number)
    is_mine = escalations.is_at_desk(by.scope, found.desk)
    return Desk((found.desk,) if found.desk else (), is_mine, found.state == "met")


def _desk_of_stocktake(number: int, *, by: Actor, now: datetime) -> Desk:
    found: Any = stocktakes.stocktakes(by.scope, now=now).get(pk=number)
    return Desk((found.region_id,), stocktakes.may_keep(by.scope, found.region_id))


def _desk_of_help(number: int, *, by: Actor, now: datetime) -> Desk:
    found: Any = offered.help_needs(by.scope, now=now).get(pk=number)
    areas = (found.region_id,) if found.region_id else ()
    return Desk(areas, offered.may_offer(by.scope, found.council_id), found.state not in offered.OPEN)


DESKS: Mapping[str, Callable[..., Desk]] = {
    national.SUBJECT: _desk_of_issue,
    escalations.SUBJECT: _desk_of_escalation,
    stocktakes.SUBJECT: _desk_of_stocktake,
    offered.SUBJECT: _desk_of_help,
}


def desk_of(kind: str, number: int, *, by: Actor, now: datetime) -> Desk:
    """Return where a thing in reach is settled, and whether by who asks."""
    return DESKS[kind](number, by=by, now=now)


@transaction.atomic
def take_thing(kind: str, number: int, *, by: Actor, now: datetime) -> None:
    """Become the owner of what nobody has. Raise `NotAtYourDesk`, `IsOver`, `CannotTake`."""
    _open(kind, number, by=by, now=now)
    ownership.take((kind, number), owner=by.key, by=by, now=now)


@transaction.atomic
def hand_over_thing(
    kind: str, number: int, *, to: str, why: str, expected: str = "", by: Actor, now: datetime
) -> None:
    """Hand it to somebody who may settle it; its first owner is no hand-over. Raise `CannotOwn` …"""
    desk = _open(kind, number, by=by, now=now)
    is_fit = to == by.key or to in dict(could_own(by.scope, desk.areas, now=now))
    if not why.strip() or not is_fit:
        raise refusals.CannotOwn
    reason = why.strip()[:300]
    if owner(kind, number) is None and not expected:
        ownership.take((kind, number), owner=to, by=by, now=now, reason=reason)
    else:
        ownership.hand_over((kind, number), to=to, by=by, now=now, reason=reason, expected=expected)


@transaction.atomic
def release_thing(kind: str, number: int, *, finder: str, why: str, by: Actor, now: datetime) -> None:
    """Let it be nobody's, and say who must find it a home. Raise `NameAFinder`, `CannotRelease`."""
    _open(kind, number, by=by, now=now)
    if not finder.strip() or not why.strip():
        raise refusals.NameAFinder
    ownership.release((kind, number), by=by, now=now, reason=why.strip()[:300])
    Finder.objects.create(
        subject_kind=kind, subject_id=number, finder=finder.strip()[:200], why=why.strip()[:300], at=now,
        by=by.key,
    )  # fmt: skip
    record(at=now, by=by, verb="assurance.thing.without-home", subject=f"{kind}:{number}", why=why[:300])


def _open(kind: str, number: int, *, by: Actor, now: datetime) -> Desk:
    desk = DESKS[kind](number, by=by, now=now)
    if not desk.is_mine:
        raise refusals.NotAtYourDesk
    if desk.is_over:
        raise refusals.IsOver
    return desk
