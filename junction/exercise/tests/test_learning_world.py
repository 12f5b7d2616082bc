"""What the exercise learns: one outbreak reviewed and shared, one overdue; weeks kept, missed, never."""

from datetime import date

import pytest

from junction.assurance.models import LearningEntry, LessonShare, PracticeReview
from junction.assurance.queries import learning, lessons
from junction.assurance.queries.practice import keeping_up
from junction.assurance.rules.learning import learning_rules, state_of
from junction.assurance.rules.practice import practice_rules
from junction.exercise import queries
from junction.exercise.operations.documents import WHO, Kept
from junction.exercise.operations.learning import play_learning
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from tests.cast import national, officer_of

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 21)
REGION = "E12000001"
BY = system_actor("exercise")


def played(last_day=LAST, homes=3):
    councils = dict(zip(WHO, queries.largest_councils(BY.scope, REGION, on=last_day, most=3), strict=True))
    largest = councils["half-true"]
    for number in range(homes):
        PlaceFactory(name=f"Home {number}", area_id=largest, council_id=largest, service_type="nursing-home")
    play_learning(Plan(seed=7, region=REGION, last_day=last_day), Kept({}, councils), by=BY)
    return councils


def test_one_review_is_shared_one_is_overdue_one_outbreak_runs(areas):
    officer = officer_of(played()["half-true"])
    found = {state_of(one, day=LAST) for one in learning.reviews(officer.scope)}
    assert found == {"kept", "overdue", "running"}
    assert lessons.lessons(officer.scope).count() == 3
    assert [one.rank for one in lessons.lessons(national().scope)] == [3]
    assert lessons.standing_items(officer.scope, learning_rules(LAST)).count() == 3
    assert LessonShare.objects.exclude(discussed_at=None).count() == 1


def test_one_council_keeps_up_one_missed_weeks_one_never_did(areas):
    councils = played(homes=0)
    rows = keeping_up(national().scope, practice_rules(LAST), day=LAST)
    of = {row.code: row for row in rows}
    assert {who: of[code].state for who, code in councils.items()} == {
        "solid": "every", "half-true": "missed", "silent": "never"
    }  # fmt: skip
    assert of[councils["half-true"]].missed and not of[councils["solid"]].missed


def test_before_the_rules_nothing_of_it_is_played(areas):
    played(date(2020, 2, 1))
    assert not PracticeReview.objects.exists() and LearningEntry.objects.count() == 1
