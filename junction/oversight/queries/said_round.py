"""What was said around an area or a place: plans that are known, asks that are open, promises made to it.

Each part follows the scope of its own floor, so that a reader sees here what they see on its own pages. What
was heard of a place is only counted, for who may read it; the place itself is never told of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from junction.assurance.queries.heard import HEAR, heard
from junction.assurance.queries.plans import entries
from junction.assurance.queries.reach import SEE as SEE_PLANS
from junction.core.scope import Scope
from junction.record.queries.asks import AskRow, asks, told
from junction.record.queries.documents import SEE as SEE_RECORD
from junction.record.queries.promises import CommitmentRow, commitments, with_standing
from junction.record.rules.actors import actor_types
from junction.record.rules.promises import Standing
from junction.registry.models import Area, Place
from junction.registry.queries import live_registrations

SHOWN = 5
RUNNING = (Standing.LATE, Standing.DUE, Standing.TO_COME, Standing.CONTINUES, Standing.UNDATED)
COUNCIL, PROVIDER = "la", "care-provider"  # codes of `record/facts/actors.toml`: to whom a promise was made
OF_SERVICE = {
    "nursing-home": "care-home", "residential-home": "care-home", "home-care": "home-care-agency",
}  # fmt: skip
LEAST_LETTERS = 5  # a shorter spelling stands inside other words


@dataclass(frozen=True, slots=True)
class SaidRound:
    """What may be read here; a part is None for who may not read such things at all."""

    plans: Sequence[Any] | None
    asks: Sequence[AskRow] | None
    promises: Sequence[CommitmentRow] | None
    heard: int | None
    more_asks: int = 0
    more_promises: int = 0

    @property
    def is_any(self) -> bool:
        return any(part is not None for part in (self.plans, self.asks, self.promises, self.heard))


def said_round_area(
    scope: Scope, area: Area, *, reader: str, as_at: datetime | None, now: datetime
) -> SaidRound:
    """Return what was said around an area itself; of soft intelligence also what is about places in it."""
    to = Q(promised_to__icontains=area.name)
    if area.kind in ("unitary", "county"):
        to |= _names(COUNCIL)
    about = Q(area=area) | Q(place__council=area) | Q(place__area=area)
    mine = Q(document__area=area) | Q(document__isnull=True, area=area)
    return _said(scope, Q(plan__area=area), mine, mine | to, about, reader=reader, as_at=as_at, now=now)


def said_round_place(
    scope: Scope, place: Place, *, reader: str, as_at: datetime | None, now: datetime
) -> SaidRound:
    """Return what was said around a place: its own plan and its provider's, what was asked and promised."""
    runs = live_registrations(scope, as_at=as_at).filter(place_id=place.pk).values("organisation_id")
    plans = Q(plan__place=place.pk) | Q(plan__organisation__in=runs)
    mine = Q(document__place=place.pk)
    to = Q(promised_to__icontains=place.name) | _names(PROVIDER)
    if place.service_type in OF_SERVICE:
        to |= _names(OF_SERVICE[place.service_type])
    return _said(scope, plans, mine, mine | to, Q(place=place.pk), reader=reader, as_at=as_at, now=now)


def _names(code: str) -> Q:
    """Return that a promise was made to actors of a kind, by any of their usual names."""
    found = Q()
    for spelling in actor_types()[code].spellings:
        if len(spelling) >= LEAST_LETTERS:
            found |= Q(promised_to__icontains=spelling)
    return found


def _said(
    scope: Scope, plans: Q, asked: Q, promised: Q, about: Q, *, reader: str, as_at: datetime | None,
    now: datetime,
) -> SaidRound:  # fmt: skip
    at = as_at or now
    open_asks: list[AskRow] = []
    running: list[CommitmentRow] = []
    if may_read := scope.may(SEE_RECORD):
        rows: Any = asks(scope, as_at=as_at, now=now)
        rows = rows.filter(asked, is_answered=False)
        open_asks = told(rows.order_by("asked_at", "pk"), at=at)
        running = _running(scope, promised, as_at=as_at, now=now)
    return SaidRound(
        plans=_plans(scope, plans, as_at=as_at) if scope.may(SEE_PLANS) else None,
        asks=open_asks[:SHOWN] if may_read else None,
        promises=running[:SHOWN] if may_read else None,
        heard=heard(scope, reader=reader, as_at=as_at).filter(about).count() if scope.may(HEAR) else None,
        more_asks=len(open_asks[SHOWN:]),
        more_promises=len(running[SHOWN:]),
    )


def _plans(scope: Scope, of: Q, *, as_at: datetime | None) -> list[Any]:
    return list(entries(scope, as_at=as_at).filter(of).order_by("plan__kind", "pk"))


def _running(scope: Scope, promised: Q, *, as_at: datetime | None, now: datetime) -> list[CommitmentRow]:
    """Return the promises that wait to be kept, those due first; what was found kept or not is done with."""
    rows: Any = commitments(scope, as_at=as_at, now=now)
    waiting = rows.filter(promised, standing__in=[str(one) for one in RUNNING])
    return with_standing(waiting.order_by("until_on", "pk"), at=as_at or now)
