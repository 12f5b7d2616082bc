"""The exercise lists services of two councils and refers needs to some: waiting, accepted and declined."""

from datetime import date

import pytest

from junction.exercise.operations.listing import play_listing
from junction.exercise.operations.needing import play_needs
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.support.models import Referral, Service

pytestmark = pytest.mark.django_db


def test_services_of_two_councils_are_listed_and_needs_are_referred(areas):
    plan, by = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20)), system_actor("exercise")
    play_needs(plan, by=by)
    assert play_listing(plan, by=by) == 72 == Service.objects.count()
    assert set(Referral.objects.values_list("state", flat=True)) == {"sent", "accepted", "declined"}
