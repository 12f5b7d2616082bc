"""Offers of help: what may be offered, by when one is answered, who is to have it, and when it is raised.

Whose an offer is follows from dated routes (kind and area to a person). Where none holds, it goes to
somebody who must find it a home: the first at the lowest desk that has anybody. So there is always a name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from junction.core.calendar import end_of_working_days
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "help-offers.toml")
NATION_DESK = "desk:nation"
ACCEPTED, DECLINED, STAFF = "accepted", "declined", "staff"


@dataclass(frozen=True, slots=True)
class OfferKind:
    """One kind of help, and what it is counted in."""

    code: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where offers lie: the desk of an area, or the nation's (None), at one step of the ladder."""

    step: str
    area: str | None = None

    @property
    def key(self) -> str:
        """How a desk is named where somebody chooses it."""
        return f"desk:{self.area}" if self.area else NATION_DESK


@dataclass(frozen=True, slots=True)
class Route:
    """Who has offers of a kind ("" for every kind) at the desk of an area, while it is in force."""

    kind: str
    area: str | None
    owner: str


@dataclass(frozen=True, slots=True)
class Home:
    """Who has an offer and where; without a home, it is whoever must find one."""

    owner: str
    desk: Desk
    is_home: bool


@dataclass(frozen=True, slots=True)
class HelpOfferRules:
    """The rules for offers of help in force on a day."""

    reference: str
    kinds: Mapping[str, OfferKind]
    price_bases: Mapping[str, str]
    answers: Mapping[str, str]
    decline_reasons: Mapping[str, str]
    staff_kinds: Mapping[str, str]
    steps: Sequence[str]
    area_kinds: Mapping[str, Sequence[str]]
    answer_within_working_days: int
    raise_after_passes: int
    lapse_after_days: int
    forget_contact_after_days: int
    letter_useful_days: int

    def due_at(self, since: datetime) -> datetime:
        """Return by when an offer that somebody has since a moment is answered."""
        return end_of_working_days(since, self.answer_within_working_days)

    def ends_on(self, day: date) -> date:
        """Return the first day on which an offer without an end of its own stands no longer."""
        return day + timedelta(days=self.lapse_after_days)

    def is_whole(self, kind: str, price_basis: str, staff_kind: str, quantity: int) -> bool:
        """Tell whether what is offered is one of the kinds, and so much of it that it can be used."""
        known = kind in self.kinds and price_basis in self.price_bases and quantity > 0
        return known and (staff_kind in self.staff_kinds if kind == STAFF else not staff_kind)

    def is_raised(self, passes: int) -> bool:
        """Tell whether an offer was passed on so often that others must look."""
        return passes >= self.raise_after_passes


def find_home(
    ladder: Sequence[Desk], routes: Sequence[Route], people: Mapping[str | None, Sequence[str]], kind: str
) -> Home:
    """Return who is to have an offer: by the lowest desk's route, of its kind before that of every kind.

    `people` says who may answer at each desk, whoever has done so for longest first; a route to somebody who
    no longer does holds no more.
    """
    owners = {(route.kind, route.area): route.owner for route in routes}
    for desk in ladder:
        for wanted in (kind, ""):
            owner = owners.get((wanted, desk.area))
            if owner and owner in people.get(desk.area, ()):
                return Home(owner, desk, is_home=True)
    for desk in ladder:
        if found := people.get(desk.area):
            return Home(found[0], desk, is_home=False)
    return Home(NATION_DESK, ladder[-1], is_home=False)


def above(ladder: Sequence[Desk], step: str, steps: Sequence[str]) -> list[Desk]:
    """Return the desks of a ladder that stand higher than a step."""
    return [desk for desk in ladder if steps.index(desk.step) > steps.index(step)]


@cache
def help_offer_rules(day: date) -> HelpOfferRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    values = dict(version.values)
    kinds = {one["code"]: OfferKind(**one) for one in values.pop("kinds")}
    return HelpOfferRules(reference=version.reference, kinds=kinds, **values)
