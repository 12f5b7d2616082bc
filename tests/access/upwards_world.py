"""What leads upwards, for the world of the matrix: issues that need one answer, and what hangs on them."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from junction.assurance.operations.escalations import Needed, escalate, pass_up
from junction.assurance.operations.national import (
    Answered,
    Raised,
    publish_answer,
    raise_national_issue,
    respond_to_issue,
    rule_on_issue,
)
from junction.assurance.operations.offered import state_need
from junction.assurance.operations.owning import take_thing
from junction.assurance.operations.stocktakes import Called, PointSaid, call_stocktake, write_point
from junction.assurance.rules.parties import Party
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.people.models import User
from junction.people.queries import system_actor


def make_upwards(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by = system_actor("matrix")
    made = issues_of(world, by=by, now=now)
    wanted = state_need(world.north.code, theme="market", text="Northham's groups fail", by=by, now=now)
    made["help_need_id"] = wanted.pk
    return made | needs_of(world, by=by, now=now) | stocktake_of(world, by=by, now=now)


def needs_of(world: SimpleNamespace, *, by: Actor, now: datetime) -> dict[str, Any]:
    """A need of Ash that went up to the nation, and one that its council has."""
    needed = Needed(world.ash.pk, "ppe", "Nine hundred Northham masks", now + timedelta(days=1), "no")
    top, first = (escalate(needed, by=by, now=now) for _ in range(2))
    for _ in range(2):
        pass_up(top.pk, why="Nothing left", by=by, now=now)
    return {"escalation_id": top.pk, "first_escalation_id": first.pk}


def stocktake_of(world: SimpleNamespace, *, by: Actor, now: datetime) -> dict[str, Any]:
    """A stocktake of the region with an ask of Northham's."""
    said = Called(world.region.code, "Stocktake of The Hams", local_day(now), [world.north.code])
    one = call_stocktake(said, by=by, now=now)
    asked = write_point(one.pk, PointSaid("ask", "Northham needs drivers", world.north.code), by=by, now=now)
    return {"stocktake_id": one.pk, "point_id": asked.pk, "guest_id": one.guests.get().pk}


def issues_of(world: SimpleNamespace, *, by: Actor, now: datetime) -> dict[str, Any]:
    """One answered and published to councils, one nobody has, one that somebody has."""
    today, north, south = local_day(now), Party(area=world.north.code), Party(area=world.south.code)
    one, other, had = (
        raise_national_issue(Raised(party, title, "Cover ends", "indemnity", is_new=True), by=by, now=now)
        for party, title in (
            (north, "Indemnity of Northham homes"),
            (south, "Checks of new staff"),
            (north, "Training of staff"),
        )
    )
    rule_on_issue(one.pk, needs_one=True, decided_by="Director", decided_on=today, why="All", by=by, now=now)
    respond_to_issue(one.pk, Answered("answer", "The state pays", "Minister", today), by=by, now=now)
    publish_answer(one.pk, audience="councils", published_on=today, how="By letter", by=by, now=now)
    take_thing("national-issue", had.pk, by=by, now=now)
    nation = User.objects.get(email="national@people.example")
    return {"national_issue_id": one.pk, "open_issue_id": other.pk, "owned_issue_id": had.pk,
            "national_key": nation.key}  # fmt: skip
