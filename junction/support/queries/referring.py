"""Services that may help with a need: what is listed for its category near it, open ones first, then miles.

The search is that of everybody; a scope adds what stands with a service already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from junction.core.calendar import LOCAL
from junction.core.scope import Scope

from ..models import Need, Service
from ..rules.directory_book import DirectoryBook
from ..rules.opening import Opening, any_open_at
from .finding import Sought, find_services, openings_of, with_services
from .referrals import is_referable, of_need


@dataclass(frozen=True, slots=True)
class Candidate:
    """One service for a need: how far, whether open now (None: not said), and what stands with it already."""

    service: Service
    miles: float | None
    is_open: bool | None
    is_referable: bool
    state: str  # of the newest referral of this need to it, "" for none


def sought_for(
    scope: Scope,
    need: Need,
    book: DirectoryBook,
    *,
    words: str = "",
    code: str = "",
    miles: int = 0,
    ways: Sequence[str] = (),
) -> Sought:
    """Return what to look for: near the need where it has a point, else in its council."""
    return Sought(
        words=words, need=code, latitude=need.latitude, longitude=need.longitude, council=need.area_id,
        miles=miles or book.usual_miles, ways=tuple(ways),
    )  # fmt: skip


def candidates(
    scope: Scope, need: Need, sought: Sought, *, book: DirectoryBook, now: datetime
) -> list[Candidate]:
    """Return the services that may help with a need that was read within a scope, open and near first."""
    found = with_services(scope, find_services(scope, sought, book=book))
    openings = openings_of(scope, (one.service.pk for one in found))
    clock = now.astimezone(LOCAL).replace(tzinfo=None)
    states = {one.service_id: one.state for one in reversed(of_need(scope, need))}
    made = [
        Candidate(
            one.service, one.miles, _is_open(openings.get(one.service.pk), clock),
            is_referable(scope, one.service), states.get(one.service.pk, ""),
        )
        for one in found
    ]  # fmt: skip
    return made if sought.words else sorted(made, key=_order)


def _order(one: Candidate) -> tuple[bool, bool, bool, float]:
    far = one.miles is None
    return not one.is_open, not one.is_referable, far, one.miles or 0


def _is_open(openings: list[Opening] | None, clock: datetime) -> bool | None:
    return None if openings is None else any_open_at(openings, clock)
