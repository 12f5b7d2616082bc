"""Learning reviews: who writes and reads them, what is missing, what is refused, what stays."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from junction.assurance.models import LearningEntry, LearningReview, Lesson, LessonEntry, LessonShare
from junction.assurance.operations import learning_refusals as refusals
from junction.assurance.operations.learning import (
    NAMES as KIND,
)
from junction.assurance.operations.learning import (
    Held,
    Outbreak,
    correct_review,
    hold_review,
    read_names,
    withdraw_review,
)
from junction.assurance.operations.register_refusals import SayWhy, StillToCome
from junction.assurance.queries import learning as queries
from junction.assurance.rules.learning import learning_rules, state_of
from junction.core.audit.models import AuditEntry
from junction.core.personal.models import PersonalValue
from junction.registry.models import Place
from tests.cast import auditor, lrf_of, manager_of, national, officer_of, other_officer

from .learned import (
    BEGAN,
    FORUM,
    HELD,
    NAMES,
    NOW,
    OFFICER,
    OVER,
    TRAFFORD,
    held,
    lesson,
    make_home,
    outbreak,
    region,
)
from .learned import shared as share

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def home(areas):
    return make_home()


def reads(by, number, *, as_at=None):
    return queries.reviews(by.scope, as_at=as_at).filter(review=number).exists()


def test_a_review_is_read_by_its_place_and_council_and_by_nobody_else(home):
    number = outbreak(home).review_id
    other = make_home("Beech", "1-111111111")
    assert all(reads(by, number) for by in (OFFICER, manager_of(home)))
    for by in (
        other_officer(),
        manager_of(other),
        region(),
        national(),
        auditor(),
        lrf_of(FORUM, TRAFFORD),
    ):
        assert not reads(by, number), by.name


def test_only_the_council_of_the_place_writes(home):
    number = outbreak(home).review_id
    for by in (manager_of(home), region(), national()):
        with pytest.raises(refusals.NotYourCouncil):
            outbreak(home, by=by, kind="flu")
    with pytest.raises(Place.DoesNotExist):
        outbreak(home, by=other_officer(), kind="flu")
    with pytest.raises(refusals.NotYourCouncil):
        hold_review(number, Held(HELD, ("manager",)), by=manager_of(home), now=NOW)
    for by in (other_officer(), region(), national()):
        with pytest.raises(LearningEntry.DoesNotExist):
            hold_review(number, Held(HELD, ("manager",)), by=by, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"kind": "plague"}, refusals.CannotOpen),
        ({"over_on": BEGAN - timedelta(days=1)}, refusals.CannotOpen),
        ({"began_on": date(2019, 12, 31)}, refusals.CannotOpen),
        ({"began_on": date(2020, 11, 21), "over_on": None}, StillToCome),
        ({"over_on": date(2020, 11, 21)}, StillToCome),
    ],
)
def test_what_cannot_be_opened_leaves_nothing(home, wrong, refusal):
    with pytest.raises(refusal):
        outbreak(home, **wrong)
    assert not LearningReview.objects.exists()
    assert not AuditEntry.objects.filter(verb__contains="learning").exists()


def test_one_outbreak_is_written_down_once_unless_it_was_taken_back(home):
    first = outbreak(home).review_id
    with pytest.raises(refusals.OpenAlready):
        outbreak(home)
    outbreak(home, kind="flu")
    with pytest.raises(SayWhy):
        withdraw_review(first, why=" ", by=OFFICER, now=LATER)
    withdraw_review(first, why="Another home", by=OFFICER, now=LATER)
    assert not reads(OFFICER, first) and reads(OFFICER, first, as_at=NOW)
    outbreak(home)


def test_what_is_known_later_is_a_new_entry_and_what_stood_is_still_found(home):
    one = outbreak(home, over_on=None)
    assert one.due_on is None
    ended = Outbreak("covid", BEGAN, OVER, "Eleven fell ill")
    correct_review(one.review_id, ended, by=OFFICER, now=LATER)  # to say that it is over needs no reason
    now, then = (queries.review(OFFICER.scope, one.review_id, as_at=at) for at in (None, NOW))
    assert (now.due_on, then.due_on, then.over_on) == (date(2020, 10, 29), None, None)
    with pytest.raises(SayWhy):
        correct_review(one.review_id, Outbreak("flu", BEGAN, OVER), by=OFFICER, now=LATER)
    correct_review(one.review_id, Outbreak("flu", BEGAN, OVER), why="The swabs say", by=OFFICER, now=LATER)
    assert queries.earlier(OFFICER.scope, one.review_id).count() == 3
    assert not queries.earlier(region().scope, one.review_id).exists()
    verbs = AuditEntry.objects.filter(subject=f"learning:{one.review_id}").order_by("pk")
    assert [entry.verb.rpartition(".")[2] for entry in verbs] == ["opened", "corrected", "corrected"]
    assert not any("fell ill" in str(vars(entry)) for entry in verbs)


def test_holding_it_needs_a_day_and_parts_and_another_time_a_reason(home):
    number = outbreak(home).review_id
    for wrong, refusal in (
        (Held(BEGAN - timedelta(days=1), ("manager",)), refusals.CannotHold),
        (Held(HELD, ()), refusals.CannotHold),
        (Held(HELD, ("mayor",)), refusals.CannotHold),
        (Held(date(2020, 11, 21), ("manager",)), StillToCome),
    ):
        with pytest.raises(refusal):
            hold_review(number, wrong, by=OFFICER, now=NOW)
    hold_review(number, Held(HELD, ("manager",), NAMES), by=OFFICER, now=NOW)
    with pytest.raises(SayWhy):
        hold_review(number, Held(HELD, ("manager", "nhs")), by=OFFICER, now=NOW)
    again = hold_review(number, Held(HELD, ("manager", "nhs")), why="One more", by=OFFICER, now=LATER)
    assert again.parts == ["manager", "nhs"] and again.took_part
    with pytest.raises(refusals.CannotOpen):
        wrong = Outbreak("covid", HELD + timedelta(days=1))
        correct_review(number, wrong, why="x", by=OFFICER, now=LATER)


def test_names_stay_in_the_circle_are_logged_when_read_and_have_an_end(home):
    number = held(home)
    assert NAMES not in str(list(LearningEntry.objects.values()))
    kept = PersonalValue.objects.get(kind=KIND)
    assert kept.retention_until == NOW.date() + timedelta(days=1095)
    for by in (OFFICER, manager_of(home)):
        assert read_names(number, by=by, now=NOW) == NAMES
    for by in (other_officer(), region(), national()):
        with pytest.raises(LearningEntry.DoesNotExist):
            read_names(number, by=by, now=NOW)
    assert AuditEntry.objects.filter(verb="assurance.names.read").count() == 2
    assert not any(NAMES in str(vars(entry)) for entry in AuditEntry.objects.all())
    hold_review(number, Held(HELD, ("manager",), "Al Green"), why="Another", by=OFFICER, now=LATER)
    kept.refresh_from_db()
    assert kept.value is None and read_names(number, by=OFFICER, now=LATER) == "Al Green"
    assert read_names(outbreak(home, kind="flu").review_id, by=OFFICER, now=NOW) == ""


def test_the_filters_say_what_the_rule_says_of_each_review(home):
    day = NOW.date()
    outbreak(home, kind="flu", over_on=None)
    outbreak(home, over_on=date(2020, 9, 17))
    outbreak(home, kind="scabies")
    outbreak(home, kind="other", over_on=day - timedelta(days=3))
    held(home, kind="gut")
    kept, told = (held(make_home(f"Oak {number}", f"1-22222222{number}")) for number in (1, 2))
    lesson(kept)
    share(lesson(told), "regional")
    rows = queries.reviews(OFFICER.scope)
    found = {code: [one.review_id for one in queries.in_state(rows, code, day=day)]
             for code in learning_rules(day).states}  # fmt: skip
    assert {code: len(numbers) for code, numbers in found.items()} == dict.fromkeys(found, 1)
    for one in rows:
        assert found[state_of(one, day=day)] == [one.review_id]
    (figures,) = [one for one in queries.by_council(national().scope, day=day) if one.outbreaks]
    assert (figures.name, figures.outbreaks, dict(figures.states)) == ("Trafford", 7, dict.fromkeys(found, 1))
    assert queries.by_council(region().scope, day=day, as_at=NOW - timedelta(hours=1))[0].outbreaks == 0
    assert queries.by_council(OFFICER.scope, day=day) == []


def test_a_search_finds_place_account_and_lead(home):
    outbreak(home, lead="Quality officer")
    rows = queries.reviews(OFFICER.scope)
    for words, count in (("ash", 1), ("eleven ash", 1), ("quality", 1), ("oak", 0)):
        assert queries.searched(rows, words).count() == count, words


def test_the_database_refuses_to_change_what_was_written(home):
    number = held(home)
    share(lesson(number))
    for table, change in (
        (LearningEntry, {"happened": "Another"}),
        (LearningReview, {"opened_by": "x"}),
        (LessonEntry, {"text": "Another"}),
        (Lesson, {"added_by": "x"}),
        (LessonShare, {"level": "national"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()


def test_a_council_that_takes_over_a_place_reads_its_reviews(home):
    number = outbreak(home).review_id
    Place.objects.filter(pk=home.pk).update(council_id="E08000003", area_id="E08000003", amending_at=LATER)
    assert reads(officer_of("E08000003"), number) and not reads(OFFICER, number)
