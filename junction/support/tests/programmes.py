"""Programmes and launches as tests state them: food of a department in the nation, from 23 March 2020."""

from datetime import UTC, date, datetime

from junction.support.operations.launches import Decided, LaunchSaid, decide_launch, state_launch
from junction.support.operations.programme_links import LinkSaid, link_programmes
from junction.support.operations.programmes import (
    ProgrammeSaid,
    ProvisionSaid,
    add_provisions,
    state_programme,
)
from tests.cast import national

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TODAY = date(2020, 4, 20)
TRAFFORD, MANCHESTER, NORTH_WEST, LONDON = "E08000009", "E08000003", "E12000002", "E12000007"


def programme(name="Food parcels", *, by=None, now=NOW, **more):
    values = {
        "purpose": "Food for those who cannot go out", "department": "Food department",
        "begins_on": date(2020, 3, 23), "sro": "Director of food supply", "minister": "Minister for food",
        "levers": ["stock", "money"],
    }  # fmt: skip
    said = ProgrammeSaid(name=name, **(values | more))
    return state_programme(said, by=by or national(), now=now).pk


def provide(number, *categories, by=None, now=NOW, **more):
    values = {"kind": "offers", "channel": "post", "begins_on": date(2020, 3, 23)}
    said = ProvisionSaid(categories=categories or ("food",), **(values | more))
    return add_provisions(number, said, by=by or national(), now=now)


def linked(one, other, *, now=NOW, **more):
    values = {"purpose": "One list of addresses", "made_on": TODAY, "made_by": "The centre's duty lead"}
    return link_programmes(LinkSaid(one, other, **(values | more)), by=national(), now=now)


def launch(number, title="Register for food", *, by=None, now=NOW, **more):
    values = {"audience": "shielded", "channel": "web", "begins_on": date(2020, 5, 1)}
    return state_launch(number, LaunchSaid(title=title, **(values | more)), by=by or national(), now=now).pk


def decide(number, decision="go", *, by=None, now=NOW, **more):
    values = {"why": "It fits", "decided_by": "Programme board", "decided_on": TODAY}
    return decide_launch(number, Decided(decision, **(values | more)), by=by or national(), now=now)
