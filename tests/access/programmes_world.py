"""Programmes for the world of the matrix: two of Northham, linked, a call of its front line, a launch."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from junction.core.calendar import local_day
from junction.people.queries import system_actor
from junction.support.operations.launches import LaunchSaid, state_launch
from junction.support.operations.pressure import CallSaid, write_pressure_call
from junction.support.operations.programme_links import LinkSaid, link_programmes
from junction.support.operations.programmes import (
    ProgrammeSaid,
    ProvisionSaid,
    add_provisions,
    state_programme,
)
from junction.support.queries.launches import launch as launch_query
from junction.support.rules.launches import Promise

FIRST = date(2020, 4, 1)


def make_programmes(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make them; return what stands in addresses for them."""
    by, north, today = system_actor("matrix"), world.north.code, local_day(now)
    one, other = (
        state_programme(ProgrammeSaid(name, "Help", "Northham Council", FIRST, area=north), by=by, now=now).pk
        for name in ("Meals of Northham", "Calls of Northham")
    )
    provided = ProvisionSaid("offers", ["food"], "post", FIRST, area=north)
    said = LinkSaid(one, other, "One list", today, "Head of help")
    call = CallSaid(north, "charity", "people", "Northham has no drivers", today)
    promise = Promise("public", "food", text="A meal a day")
    launched = LaunchSaid("Meals by web", "public", "web", FIRST, area=north, promises=[promise])
    launch = state_launch(one, launched, by=by, now=now).pk
    promised = launch_query(by.scope, launch, now=now).promises.get().pk
    return {
        "programme_id": one, "other_programme_id": other,
        "provision_id": add_provisions(one, provided, by=by, now=now)[0].pk,
        "link_id": link_programmes(said, by=by, now=now).pk,
        "call_id": write_pressure_call(call, by=by, now=now).pk,
        "launch_id": launch, "launch_promise_id": promised,
    }  # fmt: skip
