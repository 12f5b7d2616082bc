"""Reviewers with a sign-in find their reviews and are told each stage once; owners, before the reply ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.assurance.models import ReviewReminder
from junction.assurance.operations import register_refusals as refusals
from junction.assurance.operations.review_letters import tell_of_reviews
from junction.assurance.operations.reviews import Found, ask_review, finish_review, reply, write_finding
from junction.assurance.queries import reviews as queries
from junction.assurance.queries.waiting import waiting
from junction.assurance.rules.reviews import Facts, Stage, review_rules, stage_of
from junction.core.messages.models import Message
from junction.people.queries import actor_of_key, scope_of_user, system_actor
from junction.registry.models import Area
from tests.cast import user_who

from .test_plan_register import TRAFFORD, held, region, register

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DUE = date(2026, 12, 15)
RULES = review_rules(DUE)
SYSTEM = system_actor("reminders")


def at(day):
    return NOW + timedelta(days=(day - NOW.date()).days)


@pytest.mark.parametrize(
    ("days", "says"), [(-4, None), (-3, "due-soon"), (-1, "due-soon"), (0, "due"), (1, "late"), (99, "late")]
)
def test_what_a_reviewer_is_told_on_which_day(days, says):
    assert stage_of(Facts(DUE), RULES, day=DUE + timedelta(days=days)) == says


@pytest.mark.parametrize(
    ("days", "replied", "says"),
    [
        (6, False, None),
        (7, False, "reply-ends"),
        (10, False, "reply-ends"),
        (11, False, None),
        (8, True, None),
    ],
)
def test_the_owner_is_told_before_the_reply_runs_out(days, replied, says):
    facts = Facts(DUE, findings=1, finished_on=DUE, replied=replied, again_on=DUE + timedelta(days=90))
    assert stage_of(facts, RULES, day=DUE + timedelta(days=days)) == says
    assert stage_of(facts, RULES, day=DUE + timedelta(days=90)) == Stage.AGAIN_DUE


@given(st.integers(-400, 400))
def test_of_what_was_looked_at_again_nothing_is_told(days):
    facts = Facts(DUE, findings=1, finished_on=DUE, again_on=DUE, followed=True)
    assert stage_of(facts, RULES, day=DUE + timedelta(days=days)) is None


@pytest.fixture
def reviewer(areas):
    return user_who("region", area=Area.objects.get(code="E12000002"))


def begun(accounts, by=SYSTEM):
    plan = register(held()).plan_id
    return ask_review(plan, reviewers=[("Lead", "DHSC")], accounts=accounts, due_on=DUE, by=by, now=NOW)


@pytest.mark.django_db
def test_a_reviewer_is_told_each_stage_once_and_finds_it_at_home(reviewer):
    key = f"user:{reviewer.pk}"
    review = begun([key])
    assert Message.objects.get().context["what"] == "You are asked to review a plan"
    assert tell_of_reviews(by=SYSTEM, now=NOW) == 0
    told = [tell_of_reviews(by=SYSTEM, now=at(DUE + timedelta(days=n))) for n in (-3, -3, -2, 0, 1, 1, 2, 30)]
    assert told == [1, 0, 0, 1, 1, 0, 0, 0]
    assert list(ReviewReminder.objects.values_list("stage", flat=True)) == [
        "assigned",
        "due-soon",
        "due",
        "late",
    ]
    scope = scope_of_user(reviewer.pk, now=NOW)
    assert [one.pk for one in queries.mine(scope, key)] == [review.pk]
    assert waiting(scope, key=key, now=NOW).reviews == 1
    assert waiting(scope, key="user:0", now=NOW).reviews == 0


@pytest.mark.django_db
def test_the_owner_is_told_once_and_no_reviewer_replies_to_themselves(reviewer):
    officer = user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    review = begun([f"user:{reviewer.pk}"])
    write_finding(review.pk, Found("roles", "weak", "No deputies"), by=region(), now=NOW)
    finish_review(review.pk, depth=1, summary="Weak", by=region(), now=NOW)
    Message.objects.all().delete()
    days = [tell_of_reviews(by=SYSTEM, now=NOW + timedelta(days=n)) for n in (6, 7, 8, 11)]
    assert days == [0, 1, 0, 0]
    assert ReviewReminder.objects.get(stage="reply-ends").to == f"user:{officer.pk}"
    assert tell_of_reviews(by=SYSTEM, now=NOW + timedelta(days=90)) == 1  # due again: the reviewer
    themselves = actor_of_key(f"user:{reviewer.pk}", now=NOW)
    with pytest.raises(refusals.ReplyIsTheirs):
        reply(review.pk, said="It is fine", by=themselves, now=NOW)
    owner = actor_of_key(f"user:{officer.pk}", now=NOW)
    assert reply(review.pk, said="We mend it", by=owner, now=NOW).pk


@pytest.mark.django_db
def test_only_who_reviews_the_plan_is_chosen(reviewer):
    elsewhere = user_who("region", area=Area.objects.get(code="E12000005"))
    officer = user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    for wrong in (elsewhere, officer):
        with pytest.raises(refusals.NotAReviewer):
            begun([f"user:{wrong.pk}"])
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_of_a_review_asked_for_before_there_were_reminders_nobody_is_told(reviewer):
    asked = datetime(2026, 11, 22, 9, tzinfo=UTC)
    ask_review(
        register(held()).plan_id, reviewers=[("Lead", "DHSC")], accounts=[f"user:{reviewer.pk}"], due_on=DUE,
        by=SYSTEM, now=asked,
    )  # fmt: skip
    assert review_rules(asked.date()).reminders is None
    assert tell_of_reviews(by=SYSTEM, now=at(DUE)) == 0
    assert not Message.objects.exists()
