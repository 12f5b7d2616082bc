"""What waits in the registers is counted for who must act, and for nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from junction.assurance.operations.escalations import pass_up
from junction.assurance.operations.lessons import discuss_lesson
from junction.assurance.operations.practice import Practice, review_practice
from junction.assurance.queries import lessons
from junction.assurance.queries.learning_reach import hearing
from junction.assurance.queries.waiting import Missed, Waiting, waiting
from junction.assurance.rules.learning import learning_rules
from junction.registry.models import Area, AreaInside
from tests.cast import administrator, auditor, lrf_of, manager_of, national, officer_of, other_officer

from . import learned, test_escalations, test_national, test_offered
from .learned import FORUM, MANCHESTER, NORTH_WEST, TRAFFORD, region

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 14, 9, 0, tzinfo=UTC)  # a Wednesday, in the fourth week of practice reviews
HOUR = timedelta(hours=1)
BEGAN, OVER = date(2020, 9, 10), date(2020, 9, 25)


@pytest.fixture
def home(areas):
    return learned.make_home()


def of(by, *, now=NOW) -> Waiting:
    return waiting(by.scope, now=now)


@pytest.fixture
def quiet(areas):
    """Every council in the tests' reach has kept its weeks."""
    for code in (TRAFFORD, MANCHESTER):
        for week in range(3):
            on = date(2020, 9, 21) + timedelta(days=7 * week)
            week_kept = Practice(code, on, ("audit",), "All was well", "psw", "")
            review_practice(week_kept, by=officer_of(code), now=NOW)


def test_who_runs_a_home_or_only_looks_has_nothing_to_settle(home):
    test_escalations.need(home, now=NOW)
    for by in (manager_of(home), auditor(), administrator()):
        assert of(by) == Waiting() and not of(by), by.name


def test_an_emergency_need_waits_where_it_is_now_and_is_late_there(home, quiet):
    need = test_escalations.need(home, now=NOW)
    assert of(officer_of(TRAFFORD)).needs == {"waiting": 1, "late": 0}
    assert of(officer_of(TRAFFORD), now=NOW + 5 * HOUR).needs == {"waiting": 1, "late": 1}
    assert not of(other_officer()).needs["waiting"]
    up = pass_up(need.pk, why="None left", by=officer_of(TRAFFORD), now=NOW + HOUR)
    assert not of(officer_of(TRAFFORD), now=NOW + 2 * HOUR)
    assert of(lrf_of(up.area_id, TRAFFORD), now=NOW + 2 * HOUR).needs == {"waiting": 1, "late": 0}


def test_a_national_issue_waits_for_the_centre_until_it_is_answered(areas, quiet):
    one = test_national.raise_one(now=NOW)
    assert of(national()).issues == {"open": 1, "nobodys": 1, "late": 0}
    assert of(national(), now=NOW + timedelta(days=5)).issues == {"open": 1, "nobodys": 1, "late": 1}
    assert of(region()).issues == of(officer_of(TRAFFORD)).issues == {}
    test_national.rule(one, now=NOW)
    test_national.respond(one, "answer", "The state pays", now=NOW)
    assert of(national()).issues == {"open": 0, "nobodys": 0, "late": 0}


def test_expert_help_waits_for_the_region_and_the_nation_until_it_is_offered(areas, quiet):
    need = test_offered.need(now=NOW)
    assert of(region()).help == of(national()).help == {"waiting": 1, "late": 0}
    assert of(region(), now=NOW + timedelta(days=9)).help == {"waiting": 1, "late": 1}
    assert of(officer_of(TRAFFORD)).help == {}
    test_offered.offer(need, by=region(), now=NOW)
    assert of(region()).help["waiting"] == 0


def test_overdue_learning_reviews_are_numbers_of_reviews_below_and_of_councils_above(home, quiet):
    learned.outbreak(home, now=NOW, over_on=OVER)
    learned.outbreak(home, kind="flu", now=NOW, over_on=OVER)
    learned.outbreak(home, kind="gut", now=NOW, over_on=None)
    later = NOW + timedelta(days=60)
    assert of(officer_of(TRAFFORD), now=NOW).learning == 0  # the twenty working days are not over
    assert of(officer_of(TRAFFORD), now=later).learning == 2
    assert of(officer_of(MANCHESTER), now=later).learning == 0
    above = of(region(), now=later)
    assert (above.learning, above.councils_learning) == (0, 1)
    assert of(national(), now=later).councils_learning == 1


def test_lessons_wait_where_they_were_put_and_until_they_were_discussed(home, quiet):
    now = learned.NOW
    AreaInside.objects.get_or_create(
        ancestor_id=NORTH_WEST, descendant_id=TRAFFORD, defaults={"valid_from": date(1974, 4, 1)}
    )
    lesson = learned.lesson(learned.held(home))
    learned.shared(lesson, "local")
    item = learned.shared(lesson, "regional")
    forum = lrf_of(FORUM, TRAFFORD, MANCHESTER)
    assert [of(by, now=now).lessons for by in (officer_of(TRAFFORD), forum, region())] == [2, 1, 1]
    assert [of(by, now=now).lessons for by in (officer_of(MANCHESTER), national())] == [0, 0]
    for by in (officer_of(TRAFFORD), forum, region(), national(), officer_of(MANCHESTER)):
        every = lessons.standing_items(by.scope, learning_rules(now.date()))
        seat = hearing(by.scope)
        one_by_one = {one.pk for one in every if seat.may_hear(one.level, TRAFFORD)}
        assert {one.pk for one in lessons.heard_by(by.scope, every)} == one_by_one, by.name
    discuss_lesson(item.pk, discussed_on=now.date(), by=region(), now=now)
    assert of(region(), now=now).lessons == 0


def test_missed_weeks_are_a_councils_own_and_above_it_councils_are_counted(areas):
    week = Practice(TRAFFORD, date(2020, 9, 28), ("audit",), "All was well", "psw", "")
    review_practice(week, by=officer_of(TRAFFORD), now=NOW)
    name = Area.objects.get(pk=TRAFFORD).name
    assert of(officer_of(TRAFFORD)).practice == [Missed(TRAFFORD, name, 2)]
    assert of(lrf_of(FORUM, TRAFFORD, MANCHESTER)).practice == []
    assert (of(region()).practice, of(region()).councils_practice) == ([], 2)
    assert of(officer_of(TRAFFORD), now=datetime(2020, 4, 20, 9, tzinfo=UTC)).practice == []


def test_however_many_wait_the_statements_are_few(home, django_assert_max_num_queries):
    for number in range(6):
        test_escalations.need(home, now=NOW)
        test_offered.need(text=f"Need {number}", now=NOW)
        learned.outbreak(home, now=NOW, began_on=BEGAN + timedelta(days=number), over_on=OVER)
    for by, most in ((officer_of(TRAFFORD), 11), (region(), 12), (national(), 9)):
        with django_assert_max_num_queries(most):
            assert of(by)
