"""Two councils, a home in each, one group, and users of every role."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from junction.core.messages.carriers import NotNow, Outgoing
from junction.core.messages.operations import deliver
from junction.core.tasks import deliver_messages
from junction.registry.models import Area, AreaInside, Organisation, Place, Registration

AT = datetime(2020, 4, 1, tzinfo=UTC)


class Postman:
    """Brings the letters that are due when asked, and keeps all that were brought."""

    def __init__(self) -> None:
        self.letters: list[Outgoing] = []
        self.refuses = ""

    def send(self, outgoing: Outgoing) -> str:
        if self.refuses:
            raise NotNow(self.refuses)
        self.letters.append(outgoing)
        return "by hand"

    def bring(self, now: datetime) -> list[Outgoing]:
        """Deliver; return every letter so far."""
        deliver(now)
        return self.letters

    def bring_now(self) -> list[Outgoing]:
        """The same by the clock, as the worker does."""
        deliver_messages()
        return self.letters


@pytest.fixture
def postman(db, monkeypatch) -> Postman:
    found = Postman()
    monkeypatch.setattr("junction.core.messages.operations.carrier", lambda: found)
    return found


@pytest.fixture
def world(db) -> SimpleNamespace:
    """Northham (home A, of the group) and Southham (home B, of the group; home C, of nobody)."""
    started = date(1974, 4, 1)
    north = Area.objects.create(code="E08900001", kind="unitary", name="Northham", started_on=started)
    south = Area.objects.create(code="E08900002", kind="unitary", name="Southham", started_on=started)
    region = Area.objects.create(code="E12900001", kind="region", name="The Hams", started_on=started)
    inside = [(north, north), (south, south), (region, region), (region, north), (region, south)]
    for ancestor, descendant in inside:
        AreaInside.objects.create(ancestor=ancestor, descendant=descendant, valid_from=started)
    group = Organisation.objects.create(
        kind="provider", name="Group Care", name_key="group care", created_at=AT
    )
    council = Organisation.objects.create(
        kind="council", name="Northham Council", name_key="northham council", area=north, created_at=AT
    )
    homes = [
        Place.objects.create(
            name=name, name_key=name.lower(), service_type="care-home", area=area, council=area, created_at=AT
        )
        for name, area in [("Ash House", north), ("Beech House", south), ("Cedar House", south)]
    ]
    for number, home in enumerate(homes[:2]):
        Registration.objects.create(
            place=home, organisation=group, identifier_kind="cqc-location", identifier=f"1-90000000{number}",
            name=home.name, name_key=home.name_key, recorded_at=AT,
        )  # fmt: skip
    a, b, c = homes
    return SimpleNamespace(
        north=north, south=south, region=region, group=group, council=council, a=a, b=b, c=c
    )  # fmt: skip
