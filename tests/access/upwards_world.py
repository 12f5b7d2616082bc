"""What leads upwards, for the world of the matrix: issues that need one answer, and what hangs on them."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.assurance.operations.national import (
    Answered,
    Raised,
    publish_answer,
    raise_national_issue,
    respond_to_issue,
    rule_on_issue,
)
from junction.assurance.operations.owning import take_thing
from junction.assurance.rules.parties import Party
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.people.models import User
from junction.people.queries import system_actor


def make_upwards(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by = system_actor("matrix")
    return issues_of(world, by=by, now=now)


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
