"""Three homes in two councils of the North East, with returns filed through the real operations."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.registry.tests.factories import PlaceFactory
from junction.returns.operations import file_return
from junction.returns.rules.judging import Filing
from junction.returns.tests.conftest import ANSWERS

DAY = date(2020, 4, 20)
NOON = datetime(2020, 4, 20, 11, 0, tzinfo=UTC)
NEWCASTLE, GATESHEAD, NORTH_EAST, FORUM = "E08000021", "E08000037", "E12000001", "E48000026"


def file(place, day: date = DAY, at: datetime = NOON, **changes):
    """File a green day's answers with changes."""
    filing = Filing(
        place_id=place.pk, question_set="care-home-daily", about_on=day, answers=ANSWERS | changes,
        channel="web", confirmed=None,
    )  # fmt: skip
    return file_return(filing, by=system_actor("test"), now=at)


@pytest.fixture
def north_east(areas) -> SimpleNamespace:
    """Two homes in Newcastle (one filed today, one two days ago), one in Gateshead that never filed."""
    newcastle, gateshead = Area.objects.get(code=NEWCASTLE), Area.objects.get(code=GATESHEAD)
    ash = PlaceFactory(name="Ash", area=newcastle, council=newcastle)
    birch = PlaceFactory(name="Birch", area=newcastle, council=newcastle)
    cedar = PlaceFactory(name="Cedar", area=gateshead, council=gateshead)
    file(ash)
    earlier = timedelta(days=2)
    file(birch, DAY - earlier, NOON - earlier, occupied=20, vacancies_admitting=19, suspected_new=2)
    return SimpleNamespace(ash=ash, birch=birch, cedar=cedar, newcastle=newcastle, gateshead=gateshead)
