"""The exercise states needs: some met, some closed, some not met, one worry in each council."""

from datetime import date

import pytest

from junction.exercise.operations.needing import play_needs
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.support.models import Concern, Need

pytestmark = pytest.mark.django_db


def test_needs_of_two_councils_are_stated_and_some_are_seen_to(areas):
    plan = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20))
    assert play_needs(plan, by=system_actor("exercise")) == 60 == Need.objects.count()
    assert set(Need.objects.values_list("state", flat=True)) == {"open", "met", "closed", "unmet"}
    assert Concern.objects.count() == 2 and Need.objects.values("area").distinct().count() == 2
