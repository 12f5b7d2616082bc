"""The exercise keeps volunteers: signed up, checked, offered what is needed; some did it."""

from datetime import date

import pytest

from junction.exercise import queries
from junction.exercise.operations.volunteering import play_volunteers
from junction.exercise.rules.answers import moment
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Exclusion, Lent, Loan, Need, Task, TaskOffer, Volunteer

REGION = "E12000002"
pytestmark = pytest.mark.django_db


def test_volunteers_of_two_councils_are_matched_and_some_have_helped(areas):
    by, day = system_actor("exercise"), date(2020, 4, 20)
    for number, council in enumerate(queries.largest_councils(by.scope, REGION, on=day, most=2)):
        place = {"latitude": 53.4 + number / 10, "longitude": -2.3, "postcode": f"M{number + 1} 1AA"}
        PlaceFactory(area_id=council, council_id=council, **place)
    assert play_volunteers(Plan(seed=1, region=REGION, last_day=day), by=by) == 60
    assert Volunteer.objects.filter(state="active").count() == 48 and Need.objects.count() == 24
    answers = set(TaskOffer.objects.values_list("answer", flat=True))
    assert {"accepted", "declined"} <= answers
    assert {"done", "accepted"} <= set(Task.objects.values_list("state", flat=True))
    assert Need.objects.filter(state="met").exists()
    assert {"volunteer", "person"} == set(Exclusion.objects.values_list("side", flat=True))
    assert sorted(Loan.objects.values_list("state", flat=True)) == ["agreed", "declined", "offered"]
    assert {"yes", "no", "waiting"} <= set(Lent.objects.values_list("answer", flat=True))
    at = moment(day, 9 * 60 + 25)
    found = queries.demonstration_volunteers(by.scope, now=at)
    assert sorted(found) == [
        "has accepted a task", "has done a task", "is asked whether they may be lent", "is offered a task",
    ]  # fmt: skip
    assert {task.state for task in Task.objects.filter(volunteer=found["has done a task"])} >= {"done"}
