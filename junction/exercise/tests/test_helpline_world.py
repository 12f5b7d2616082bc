"""The exercise works the helpline: hubs, calls, cases of places, a hand-over, letters, a repeat."""

from datetime import date

import pytest

from junction.core.calls.models import Call
from junction.exercise.operations.helping import play_helpline
from junction.exercise.operations.needing import play_needs
from junction.exercise.queries import largest_councils
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import HandOver, Hub, Letter, Need, Recurrence

pytestmark = pytest.mark.django_db


def test_the_helpline_of_two_councils_is_worked(areas):
    plan, by = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20)), system_actor("exercise")
    for council in largest_councils(by.scope, plan.region, on=plan.last_day, most=2):
        for _ in range(4):
            PlaceFactory(area_id=council, council_id=council, service_type="nursing-home")
    play_needs(plan, by=by)
    assert play_helpline(plan, by=by) == 8
    assert Hub.objects.count() == 4 and Recurrence.objects.count() == 2
    assert set(Need.objects.filter(archetype="provider").values_list("category", flat=True)) == {
        "provider-ppe", "provider-staff", "provider-guidance", "provider-money"}  # fmt: skip
    assert set(Call.objects.values_list("outcome", flat=True)) == {
        "spoke-met", "no-answer", "spoke-later", "spoke-closed"}  # fmt: skip
    assert HandOver.objects.filter(outcome="waiting").count() == 2
    assert Letter.objects.count() == 4 and Letter.objects.filter(withdrawn_why="lost").count() == 2
