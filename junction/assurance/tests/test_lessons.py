"""Lessons: whom each level of sharing reaches, what stays in the circle, what a forum hears next."""

from datetime import date, timedelta

import pytest

from junction.assurance.models import LearningEntry, Lesson, LessonEntry, LessonShare
from junction.assurance.operations import learning_refusals as refusals
from junction.assurance.operations.learning import withdraw_review
from junction.assurance.operations.lessons import correct_lesson, discuss_lesson, withdraw_lesson
from junction.assurance.operations.register_refusals import SayWhy, StillToCome
from junction.assurance.queries import lessons as queries
from junction.assurance.rules.learning import learning_rules
from junction.core.audit.models import AuditEntry
from tests.cast import administrator, auditor, lrf_of, manager_of, national, officer_of, other_officer

from .learned import (
    FORUM,
    HELD,
    MANCHESTER,
    NOW,
    OFFICER,
    TRAFFORD,
    held,
    learned,
    lesson,
    make_home,
    outbreak,
    region,
)  # fmt: skip
from .learned import shared as share

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
RULES = learning_rules(NOW.date())


@pytest.fixture
def home(areas):
    return make_home()


@pytest.fixture
def cast(home):
    """Who may come to read it, from near to far."""
    beech, far = make_home("Beech", "1-111111111"), make_home("Elm", "1-333333333", "E08000025")
    return {
        "own home": manager_of(home), "council": OFFICER, "next home": manager_of(beech),
        "forum": lrf_of(FORUM, TRAFFORD, MANCHESTER), "next council": officer_of(MANCHESTER),
        "region": region(), "far council": other_officer(), "far home": manager_of(far),
        "nation": national(), "auditor": auditor(),
    }  # fmt: skip


def readers(cast, number, *, as_at=None):
    return [who for who, by in cast.items()
            if queries.lessons(by.scope, as_at=as_at).filter(lesson=number).exists()]  # fmt: skip


CIRCLE = ["own home", "council"]
LOCAL = [*CIRCLE, "next home", "forum"]
REGIONAL = [*LOCAL, "next council", "region"]


def test_each_level_reaches_those_who_sit_there_and_those_nearer(cast, home):
    number = lesson(held(home))
    assert readers(cast, number) == CIRCLE
    for hours, (level, reached) in enumerate(
        (("local", LOCAL), ("regional", REGIONAL), ("national", list(cast))), start=1
    ):
        share(number, level, now=NOW + timedelta(hours=hours))
        assert readers(cast, number) == reached, level
    assert readers(cast, number, as_at=NOW + timedelta(hours=2)) == REGIONAL
    assert readers(cast, number, as_at=NOW) == CIRCLE
    assert not queries.lessons(administrator().scope).exists()


def test_those_above_read_a_lesson_shared_with_them_though_it_never_was_shared_nearer(cast, home):
    number = lesson(held(home))
    share(number, "national")
    assert readers(cast, number) == list(cast)


def test_who_is_told_a_lesson_is_not_told_the_home_unless_they_reach_it(cast, home):
    number = lesson(held(home))
    share(number, "national")
    names = {who: queries.lesson(by.scope, number).may_name for who, by in cast.items()}
    assert [who for who, named in names.items() if named] == [
        "own home", "council", "forum", "region", "nation", "auditor"
    ]  # fmt: skip
    with pytest.raises(Exception, match="matching query"):
        queries.lesson(region().scope, number + 1)


def test_a_region_sees_only_the_sharings_that_reach_it(cast, home):
    number = lesson(held(home))
    for level in ("local", "regional", "national"):
        share(number, level)
    levels = {who: {one.level for one in queries.shares(by.scope)} for who, by in cast.items()}
    assert levels["council"] == levels["next home"] == {"local", "regional", "national"}
    assert levels["region"] == levels["next council"] == {"regional", "national"}
    assert levels["nation"] == levels["far home"] == {"national"}


def test_how_it_was_worded_before_is_for_the_circle(cast, home):
    number = lesson(held(home))
    share(number, "national")
    with pytest.raises(SayWhy):
        correct_lesson(number, learned(text="Two agencies"), why=" ", by=OFFICER, now=LATER)
    correct_lesson(number, learned(text="Two agencies"), why="There were two", by=OFFICER, now=LATER)
    for who, by in cast.items():
        assert queries.lesson(by.scope, number).text == "Two agencies", who
        assert queries.wordings(by.scope, number).count() == (2 if who in CIRCLE else 0), who
    assert queries.lesson(OFFICER.scope, number, as_at=NOW).text.startswith("Agency staff")
    assert [queries.is_in_circle(by.scope, queries.lesson(by.scope, number)) for by in cast.values()] == [
        who in CIRCLE for who in cast
    ]


def test_what_was_taken_back_is_gone_for_all_but_as_at_earlier(cast, home):
    review = held(home)
    first, second = lesson(review), lesson(review, text="Another")
    share(first, "national")
    share(second, "national")
    withdraw_lesson(first, why="Not so", by=OFFICER, now=LATER)
    assert readers(cast, first) == [] and readers(cast, first, as_at=NOW) == list(cast)
    withdraw_review(review, why="Another home", by=OFFICER, now=LATER)
    assert readers(cast, second) == [] and not queries.shares(national().scope).exists()
    with pytest.raises(SayWhy):
        withdraw_lesson(lesson(held(home)), why="", by=OFFICER, now=LATER)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"text": " "}, refusals.CannotLearn),
        ({"theme": "luck"}, refusals.CannotLearn),
        ({"for_whom": ()}, refusals.CannotLearn),
        ({"for_whom": ("press",)}, refusals.CannotLearn),
        ({"action": "Ring them"}, refusals.NoAction),
        ({"owner": "Manager"}, refusals.NoAction),
        ({"due_on": HELD}, refusals.NoAction),
        ({"action": "Ring", "owner": "Manager", "done_on": date(2020, 11, 21)}, StillToCome),
    ],
)
def test_what_cannot_be_learned_leaves_nothing(home, wrong, refusal):
    review = held(home)
    with pytest.raises(refusal):
        lesson(review, **wrong)
    assert not Lesson.objects.exists()


def test_lessons_come_out_of_a_review_that_was_held_and_only_its_council_writes(cast, home):
    review = outbreak(home).review_id
    with pytest.raises(refusals.NotHeldYet):
        lesson(review)
    number = lesson(held(home, kind="flu"))
    share(number, "national")
    for who in ("own home", "region", "nation", "next council"):
        with pytest.raises(refusals.NotYourCouncil):
            correct_lesson(number, learned(), why="x", by=cast[who], now=LATER)
        with pytest.raises(refusals.NotYourCouncil):
            share(number, "local", by=cast[who])
    with pytest.raises(refusals.NotYourCouncil):
        lesson(review, by=cast["own home"])
    with pytest.raises(LearningEntry.DoesNotExist):
        lesson(review, by=cast["nation"])
    with pytest.raises(LessonEntry.DoesNotExist):
        share(lesson(held(home, kind="gut")), "local", by=cast["region"])


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"means": "shout"}, refusals.CannotShare),
        ({"where": " "}, refusals.CannotShare),
        ({"who": ""}, refusals.CannotShare),
        ({"shared_on": HELD - timedelta(days=1)}, StillToCome),
        ({"shared_on": date(2020, 11, 21)}, StillToCome),
    ],
)
def test_what_cannot_be_shared_leaves_nothing(home, wrong, refusal):
    number = lesson(held(home))
    with pytest.raises(refusal):
        share(number, **wrong)
    with pytest.raises(refusals.CannotShare):
        share(number, "worldwide")
    assert not LessonShare.objects.exists()


def test_a_forum_hears_what_was_put_to_it_until_it_was_discussed(cast, home):
    review = held(home)
    first, second = lesson(review), lesson(review, text="Gowns ran out")
    item = share(first)
    with pytest.raises(refusals.SharedThere):
        share(first)
    share(second, means="bulletin", where="Weekly letter")
    waiting = queries.standing_items(OFFICER.scope, RULES)
    assert [one.pk for one in waiting] == [item.pk]
    assert waiting[0].lesson.worded[0].text == "Agency staff worked in two homes"
    discuss_lesson(item.pk, discussed_on=HELD, said="Agencies were rung", by=OFFICER, now=LATER)
    assert not waiting.all().exists()
    assert queries.standing_items(OFFICER.scope, RULES, as_at=NOW).get() == item
    with pytest.raises(refusals.DiscussedAlready):
        discuss_lesson(item.pk, discussed_on=HELD, by=OFFICER, now=LATER)
    said = AuditEntry.objects.filter(subject=f"lesson:{first}").order_by("pk")
    assert [one.verb.rpartition(".")[2] for one in said] == ["added", "shared", "discussed"]
    assert not any("gency" in str(vars(one)) or "gencies" in str(vars(one)) for one in said)


def test_who_sits_at_a_level_says_that_it_was_discussed_there(cast, home):
    number = lesson(held(home))
    may = {
        "local": {"council", "forum"}, "regional": {"council", "region"}, "national": {"council", "nation"},
    }  # fmt: skip
    for level, allowed in may.items():
        for count, (who, by) in enumerate(cast.items()):
            item = share(number, level, where=f"{level} {count}")
            if who in allowed:
                discuss_lesson(item.pk, discussed_on=HELD, by=by, now=LATER)
            else:
                with pytest.raises((refusals.NotYoursToHear, LessonShare.DoesNotExist)):
                    discuss_lesson(item.pk, discussed_on=HELD, by=by, now=LATER)
    item = share(number, means="training", where="Webinar")
    with pytest.raises(refusals.NotAnItem):
        discuss_lesson(item.pk, discussed_on=HELD, by=OFFICER, now=LATER)
    item = share(number, where="Tomorrow")
    for wrong in (HELD - timedelta(days=1), date(2020, 11, 21)):
        with pytest.raises(StillToCome):
            discuss_lesson(item.pk, discussed_on=wrong, by=OFFICER, now=LATER)


def test_stored_records_do_not_show_an_auditor_what_was_not_shared(home, sign_in):
    number, looks = held(home), sign_in("auditor")
    lesson(number)
    assert looks.get("/admin/assurance/easement/").status_code == 200
    for table in ("learningreview", "learningentry", "lesson", "lessonentry", "lessonshare"):
        assert looks.get(f"/admin/assurance/{table}/").status_code == 403, table
