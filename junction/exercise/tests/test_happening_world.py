"""What happens seldom is played, so that its pages can be looked at."""

from datetime import date

import pytest

from junction.exercise import queries
from junction.exercise.operations.happening import play_what_is_seldom
from junction.exercise.operations.helping import play_helpline
from junction.exercise.operations.listing import play_bodies, play_listing
from junction.exercise.operations.needing import play_needs
from junction.exercise.operations.volunteering import play_volunteers
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import (
    HandOver,
    Letter,
    Need,
    Referral,
    SearchWithoutResult,
    VettingSeen,
    Volunteer,
)
from junction.support.queries.letters import asked_letters

pytestmark = pytest.mark.django_db
BY = system_actor("exercise")


def test_what_is_seldom_is_played_by_the_doors_that_people_use(areas):
    plan = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20))
    found = queries.largest_councils(BY.scope, plan.region, on=plan.last_day, most=2)
    for council, code in zip(found, ("L1 1AA", "M1 1AA"), strict=True):
        PlaceFactory(council_id=council, area_id=council, postcode=code, longitude=-2.3, latitude=53.4)
    play_bodies(plan, by=BY)
    play_needs(plan, by=BY)
    play_volunteers(plan, by=BY)
    play_listing(plan, by=BY)
    play_helpline(plan, by=BY)
    before = Need.objects.count()
    assert play_what_is_seldom(plan, by=BY) == 11 == Need.objects.count() - before
    assert Need.objects.filter(level="danger").count() == 2
    moved = HandOver.objects.get(outcome="accepted")
    assert moved.need.area_id == moved.to_hub.area_id == found[1]
    assert HandOver.objects.filter(outcome="taken-back").count() == 1
    assert set(Referral.objects.values_list("state", flat=True)) >= {
        "lapsed",
        "withdrawn",
        "accepted",
        "declined",
    }
    assert Letter.objects.exclude(need=None).count() == 2 == asked_letters(BY.scope).count()
    assert Volunteer.objects.filter(channel="import").count() == 12
    assert VettingSeen.objects.exclude(withdrawn_at=None).count() == 2
    assert SearchWithoutResult.objects.filter(times=6).count() >= 4
