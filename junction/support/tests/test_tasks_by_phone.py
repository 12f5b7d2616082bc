"""Talks on the telephone: only with who may be rung, and nobody is told where they live."""

from datetime import date, timedelta

import pytest

from junction.core.scope import NOBODY
from junction.support.models import Need, TaskOffer
from junction.support.operations import task_answers as answers
from junction.support.operations.contact import change_contact
from junction.support.operations.matching import ask_matching, match
from junction.support.queries import volunteer_tasks as queries
from junction.support.queries.needs_for_volunteers import needs_for_volunteers
from junction.support.queries.volunteers import actor
from junction.support.rules.volunteer_tasks import tasks_on
from junction.support.tests.volunteers import NOW, SYSTEM, TRAFFORD, need_of, place_postcodes, ready, scheme

pytestmark = pytest.mark.django_db
TODAY = date(2020, 4, 20)


@pytest.fixture
def talking(areas):
    """A volunteer who talks, on duty."""
    place_postcodes()
    scheme()
    return ready(1, skills=("talk",))


def asked_for():
    return list(needs_for_volunteers(SYSTEM.scope, tasks_on(TODAY)))


def taken(volunteer):
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    return answers.accept(TaskOffer.objects.get().pk, volunteer, by=actor(NOBODY, volunteer), now=NOW)


@pytest.mark.parametrize("who", [{"may_ring": False, "may_text": True}, {"phone": "", "may_ring": False}])
def test_nobody_is_asked_to_ring_who_may_not_be_rung(talking, who):
    need_of("talk", **who)
    assert asked_for() == []
    errand = need_of("shopping", **who)
    assert asked_for() == [errand]


def test_whoever_talks_is_told_the_number_and_not_the_address(talking):
    need_of("talk")
    task = taken(talking)
    told = queries.where_of(NOBODY, queries.task_of(NOBODY, talking, task.pk), on=TODAY)
    assert told.name == "Nell Needful" and told.phone.startswith("01632 960002") and told.address == ""


def test_the_talk_ends_once_ringing_is_not_safe_any_more(talking):
    need = need_of("talk")
    task = taken(talking)
    later = NOW + timedelta(hours=1)
    change_contact(need.pk, changes={"may_ring": False}, why="He is at home now", by=SYSTEM, now=later)
    task.refresh_from_db()
    assert task.state == "cancelled" and Need.objects.get().state == "open" and asked_for() == []
