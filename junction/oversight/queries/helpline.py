"""What a place asked of the helpline, as at a moment, for those who may see its needs, itself too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from junction.core.scope import Scope
from junction.support.models import Need
from junction.support.queries.cases import cases_of_place, passed_to


@dataclass(frozen=True, slots=True)
class HelplineCase:
    """One case about a place, by its codes, and the register it was passed on to ("supply-problem:12")."""

    number: int
    reference: str
    category: str
    state: str
    stated_at: datetime
    passed_to: str


def helpline_cases(scope: Scope, place_id: int, *, as_at: datetime | None) -> list[HelplineCase] | None:
    """Return the newest cases about a place, in two statements; None for who may see none anywhere."""
    found = cases_of_place(scope, place_id, as_at=as_at)
    if found is None:
        return None
    went = passed_to(scope, found, as_at=as_at) if found else {}
    return [_case(one, went.get(one.pk, "")) for one in found]


def _case(one: Any, went: str) -> HelplineCase:
    state = getattr(one, "then_state", one.state)  # looking back, the state it had then
    words = str(Need.State(state).label).lower()
    return HelplineCase(one.pk, one.reference, one.category, words, one.stated_at, went)
