"""Practice-quality reviews: who writes and reads them, which weeks are missed, how one is corrected."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from junction.assurance.models import PracticeReview
from junction.assurance.operations import learning_refusals as refusals
from junction.assurance.operations.practice import Practice, review_practice
from junction.assurance.operations.register_refusals import NotYours
from junction.assurance.queries import practice as queries
from junction.assurance.rules.practice import practice_rules
from junction.core.audit.models import AuditEntry
from tests.cast import manager_of, national, officer_of, other_officer

from .learned import NORTH_WEST, TRAFFORD, make_home, region

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 14, 9, 0, tzinfo=UTC)  # a Wednesday, in the fourth week
LATER = NOW + timedelta(days=1)
RULES = practice_rules(NOW.date())
OFFICER = officer_of(TRAFFORD)


def review(on=date(2020, 10, 7), *, by=OFFICER, now=NOW, why="", **more):
    values = {"area": TRAFFORD, "frameworks": ("audit", "supervision"), "found": "Two files were thin",
              "signer": "psw"}  # fmt: skip
    return review_practice(Practice(reviewed_on=on, **(values | more)), why=why, by=by, now=now)


def trafford(by=None, **more):
    rows = queries.keeping_up((by or national()).scope, RULES, day=NOW.date(), **more)
    return next(one for one in rows if one.code == TRAFFORD)


def test_weeks_without_a_review_are_missed_and_never_is_said_apart(areas):
    assert trafford().state == "never" and trafford().last is None
    one = review()
    assert one.week_on == date(2020, 10, 5)
    row = trafford()
    assert row.state == "missed" and row.last == one
    assert [week.begins_on for week in row.missed] == [date(2020, 9, 28), date(2020, 9, 21)]
    review(date(2020, 9, 21))
    review(date(2020, 9, 30))
    assert trafford().state == "every"
    assert trafford(as_at=NOW - timedelta(minutes=1)).state == "never"


def test_a_correction_is_another_row_of_the_week_with_a_reason(areas):
    first = review()
    with pytest.raises(refusals.CorrectIt):
        review(found="Three")
    second = review(date(2020, 10, 6), found="Three files were thin", why="Counted again", now=LATER)
    assert [one.pk for one in queries.practice_reviews(OFFICER.scope)] == [second.pk]
    assert [one.pk for one in queries.practice_reviews(OFFICER.scope, as_at=NOW)] == [first.pk]
    assert queries.practice_review(OFFICER.scope, first.pk).found == "Two files were thin"
    verbs = (
        AuditEntry.objects.filter(subject=f"area:{TRAFFORD}").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["assurance.practice.reviewed", "assurance.practice.corrected"]
    with pytest.raises(DatabaseError), transaction.atomic():
        PracticeReview.objects.update(found="Another")
    with pytest.raises(DatabaseError), transaction.atomic():
        PracticeReview.objects.all().delete()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"frameworks": ()}, refusals.CannotReviewPractice),
        ({"frameworks": ("luck",)}, refusals.CannotReviewPractice),
        ({"found": " "}, refusals.CannotReviewPractice),
        ({"signer": "Jo"}, refusals.CannotReviewPractice),
        ({"on": date(2020, 9, 17)}, refusals.NoSuchWeek),
        ({"on": date(2020, 9, 20)}, refusals.NoSuchWeek),
        ({"on": date(2020, 10, 15)}, refusals.NoSuchWeek),
        ({"by": other_officer()}, NotYours),
        ({"by": national()}, NotYours),
        ({"area": NORTH_WEST}, NotYours),
    ],
)
def test_what_cannot_be_written_leaves_nothing(areas, wrong, refusal):
    with pytest.raises(refusal):
        review(**wrong)
    assert not PracticeReview.objects.exists()


def test_a_region_and_the_nation_read_it_a_home_and_another_council_do_not(areas):
    one, home = review(), make_home()
    for by, count in (
        (OFFICER, 1),
        (region(), 1),
        (national(), 1),
        (other_officer(), 0),
        (manager_of(home), 0),
    ):
        assert queries.practice_reviews(by.scope).count() == count, by.name
    with pytest.raises(PracticeReview.DoesNotExist):
        queries.practice_review(other_officer().scope, one.pk)


def test_all_councils_are_read_in_a_handful_of_statements(areas, django_assert_max_num_queries):
    review()
    with django_assert_max_num_queries(2):
        assert len(queries.keeping_up(national().scope, RULES, day=NOW.date())) > 100
