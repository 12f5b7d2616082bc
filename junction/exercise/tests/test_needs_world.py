"""The exercise states needs: some met, some closed, some not met, one worry in each council."""

from datetime import date

import pytest

from junction.exercise import queries
from junction.exercise.operations.needing import play_needs
from junction.exercise.operations.telling_apart import play_careful_needs
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Alike, Concern, Need

pytestmark = pytest.mark.django_db


def test_needs_of_two_councils_are_stated_and_some_are_seen_to(areas):
    plan = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20))
    assert play_needs(plan, by=system_actor("exercise")) == 60 == Need.objects.count()
    assert set(Need.objects.values_list("state", flat=True)) == {"open", "met", "closed", "unmet"}
    assert Concern.objects.count() == 2 and Need.objects.values("area").distinct().count() == 2


def test_needs_that_take_care_are_played(areas):
    plan = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20))
    largest = queries.largest_councils(system_actor("exercise").scope, plan.region, on=plan.last_day, most=1)[
        0
    ]
    PlaceFactory(council_id=largest, area_id=largest, postcode="L1 1AA")
    assert play_careful_needs(plan, by=system_actor("exercise")) == 9 == Need.objects.count()
    assert sorted(Alike.objects.values_list("judged", flat=True)) == ["", "apart", "joined"]
    texted = Need.objects.select_related("person").get(channel="sms")
    assert (texted.area_id, texted.category, texted.person.may_ring) == (largest, "medicine", True)
    hidden = Concern.objects.get(kind="harm").need
    assert hidden.person.is_protected and hidden.level == "same-day"
    assert Need.objects.get(on_behalf="friend").has_consent
